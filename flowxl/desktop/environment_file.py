"""Reading the description of another desktop, which somebody sent: it is a stranger's file."""

import json
from pathlib import Path
from typing import Any

from flowxl.desktop.environment import Environment
from flowxl.desktop.typed_json import UnfitError, read_plain, trouble
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.reasons import Reason

MAX_BYTES = 1 << 20
MOST_FAULTS = 20
_BESIDE = {"note", "state", "findings"}
"""What else may stand in the file beside the environment: ``flowxl doctor --json`` writes it."""


def read_environment(path: Path) -> Environment:
    """Read a description, e.g. the output of ``flowxl doctor --json``.

    Raises
    ------
    FlowXLError
        If the file holds anything else; every fault is told.
    """
    title = Message("desktop.description", file=path.name)
    document = _load(path, title)
    if not isinstance(document, dict) or "environment" not in document:
        raise FlowXLError(title, [Fault("environment", Place(path.name), found=type(document).__name__)])
    faults = [
        Fault("unknown.beside_environment", Place(name=f"{path.name}: {key}"[:200]))
        for key in document
        if key != "environment" and key not in _BESIDE
    ]
    environment = read_plain(Environment, document["environment"], f"{path.name}: environment", faults)
    if faults or environment is None:
        raise FlowXLError(title, faults[:MOST_FAULTS])
    return environment


def _load(path: Path, title: Message) -> Any:
    def refuse(why: Message) -> FlowXLError:
        return FlowXLError(title, [Fault("json.description", Place(path.name), trouble=why)])

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise UnfitError(Message("desktop.key_twice"))
        return dict(pairs)

    def no_number(text: str) -> float:
        raise UnfitError(Message("desktop.no_number", text=text))

    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise refuse(Message("desktop.unreadable", reason=Reason(error))) from error
    if len(content) > MAX_BYTES:
        raise refuse(Message("desktop.large_file"))
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=unique, parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        raise refuse(trouble(error)) from error
