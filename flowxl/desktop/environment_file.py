"""Reading the description of another desktop, which somebody sent: it is a stranger's file."""

import json
from pathlib import Path
from typing import Any

from flowxl.desktop.environment import Environment
from flowxl.desktop.typed_json import read_plain
from flowxl.voice.faults import FlowXLError, rough

MAX_BYTES = 1 << 20
MOST_FAULTS = 20
_BESIDE = {"note", "state", "findings"}
"""What else may stand in the file beside the environment: ``flowxl doctor --json`` writes it."""
_REMEDY = "`flowxl doctor --json FILE` writes one"


def read_environment(path: Path) -> Environment:
    """Read a description, e.g. the output of ``flowxl doctor --json``.

    Raises
    ------
    FlowXLError
        If the file holds anything else; every fault is told.
    """
    title = f"{path.name} is not a description of a desktop"
    document = _load(path, title)
    if not isinstance(document, dict) or "environment" not in document:
        found = f"a JSON {type(document).__name__} without it"
        raise FlowXLError(title, [rough("environment", path.name, found, 'an object with "environment"', _REMEDY)])
    faults = [
        rough("unknown", f"{path.name}: {key}"[:200], "a key that is not known", "environment and what doctor adds")
        for key in document
        if key != "environment" and key not in _BESIDE
    ]
    environment = read_plain(Environment, document["environment"], f"{path.name}: environment", faults)
    if faults or environment is None:
        raise FlowXLError(title, faults[:MOST_FAULTS])
    return environment


def _load(path: Path, title: str) -> Any:
    def refuse(found: str) -> FlowXLError:
        return FlowXLError(title, [rough("json", path.name, found, "a small JSON file in UTF-8", _REMEDY)])

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("a key that comes twice")
        return dict(pairs)

    def no_number(text: str) -> float:
        raise ValueError(f"{text}, which is no number")

    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise refuse(f"a file that cannot be read ({error.strerror})") from error
    if len(content) > MAX_BYTES:
        raise refuse("more than a megabyte")
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=unique, parse_constant=no_number)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise refuse(f"{type(error).__name__}: {error}"[:200]) from error
