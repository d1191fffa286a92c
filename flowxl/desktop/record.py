"""What we put on this desktop, noted beside the configuration, so that exactly this can be taken out again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from flowxl.desktop.changes import read
from flowxl.desktop.typed_json import read_plain, trouble
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place


@dataclass(frozen=True)
class Wrote:
    """A key of the configuration that we set, and the value that was there before; None if there was none."""

    key: str
    value: str
    before: str | None = None


@dataclass(frozen=True)
class Record:
    """What we put where.

    Attributes
    ----------
    created
        Whether there was no configuration before us.
    wrote
        Keys of the configuration.
    addin
        SHA-256 of the add-in that we installed; None if we did not.
    """

    created: bool = False
    wrote: tuple[Wrote, ...] = field(default=())
    addin: str | None = None

    @property
    def values(self) -> Mapping[str, str]:
        """What we set, by key."""
        return {one.key: one.value for one in self.wrote}

    def content(self) -> bytes | None:
        """Return the bytes of the file; None if there is nothing to note."""
        if not self.wrote and self.addin is None:
            return None
        note = "FlowXL keeps this to take out again what `flowxl install` put in."
        return (json.dumps({"note": note, **asdict(self)}, ensure_ascii=True, indent=2) + "\n").encode()

    @classmethod
    def read(cls, path: Path) -> "Record":
        """Read the file; an empty record if there is none.

        Raises
        ------
        FlowXLError
            If it was damaged.
        """
        content = read(path)
        if content is None:
            return cls()
        faults: list[Fault] = []
        try:
            document = json.loads(content)
        except (ValueError, RecursionError) as error:
            faults.append(Fault("json.record", Place(str(path)), trouble=trouble(error)))
        else:
            if isinstance(document, dict):
                document.pop("note", None)
            record = read_plain(cls, document, str(path), faults)
            if record is not None:
                return record
        raise FlowXLError(Message("desktop.record"), [*faults, Fault("record", Place(str(path)))])
