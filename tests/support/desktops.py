"""Described desktops, and a Windows registry that answers from a dict."""

import json
from collections.abc import Mapping
from pathlib import Path

from flowxl.desktop.environment import Environment
from flowxl.desktop.environment_file import read_environment
from flowxl.desktop.windows import Registry, Value

FOLDER = Path(__file__).parents[1] / "data" / "environments"


def desktop(name: str) -> Environment:
    """Return a described desktop."""
    return read_environment(FOLDER / f"{name}.json")


def as_sent(environment: Environment) -> str:
    """Return the text of a file that describes a desktop."""
    return json.dumps({"environment": environment.to_plain()}, ensure_ascii=False, indent=2) + "\n"


def registry(values: Mapping[tuple[str, str, str], Value]) -> Registry:
    """Return a registry that holds these values; case does not matter, as in Windows."""
    held = {tuple(part.lower() for part in where): value for where, value in values.items()}

    def keys(hive: str, key: str) -> list[str]:
        above = f"{key}\\".lower()
        below = {
            where[len(above) :].split("\\")[0]
            for its, where, _ in held
            if its == hive.lower() and where.startswith(above)
        }
        return sorted(below)

    return Registry(lambda hive, key, name: held.get((hive.lower(), key.lower(), name.lower())), keys)
