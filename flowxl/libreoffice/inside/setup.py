"""What the add-in was told when it was built and installed: ``flowxl.json`` beside it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "flowxl.json"
SERVICE = "org.flowxl.Functions"
IMPLEMENTATION = f"{SERVICE}.Python"


@dataclass(frozen=True)
class Function:
    """A function: its name in cells, how many arguments, and which stand for a table of the workbook if left out."""

    name: str
    arguments: int
    tables: dict[int, str]
    status: bool


@dataclass(frozen=True)
class Interpreter:
    """The Python that has FlowXL: its program, its binary kind, where it finds packages, whether to stay outside."""

    program: str
    tag: str
    paths: tuple[str, ...]
    outside: bool


@dataclass(frozen=True)
class Setup:
    """Version of the add-in, its functions by the name of their method, and the Python noted at installation."""

    version: str
    functions: dict[str, Function]
    interpreter: Interpreter | None

    @classmethod
    def read(cls, path: Path) -> "Setup":
        """Read the file that the builder wrote."""
        document = json.loads(path.read_text(encoding="utf-8"))
        functions = {method: _function(one) for method, one in document["functions"].items()}
        noted = document["interpreter"]
        interpreter = noted and Interpreter(noted["program"], noted["tag"], tuple(noted["paths"]), noted["outside"])
        return cls(document["version"], functions, interpreter)


def _function(one: dict[str, Any]) -> Function:
    tables = {int(place): name for place, name in one["tables"].items()}
    return Function(one["name"], one["arguments"], tables, one["status"])
