"""What renewing a book moved and could not carry: all of it is printed, since no sheet of the book lists it."""

from collections.abc import Sequence

from flowxl.carry.findings import Finding
from flowxl.cli.exits import ATTENTION, OK
from flowxl.cli.output import Document, print_table
from flowxl.cycle.roll_report import KINDS
from flowxl.voice.text import Language, Text

TITLE = Text("改写的引用、移动和未能带入的内容", "References rewritten, cells moved, what was not carried")
HEADER = (Text("原位置", "Where it was"), Text("事项", "What"), Text("原内容", "What stood there"), Text("现在", "Now"))


def print_carried(findings: Sequence[Finding], language: Language) -> None:
    """List every finding; nothing where there is none."""
    if findings:
        told = [(KINDS[f.kind].of(language), f.words(language)) for f in findings]
        rows = [(words.where, kind, words.found, words.now) for kind, words in told]
        print_table(TITLE.of(language), [title.of(language) for title in HEADER], rows)


def carried_rows(findings: Sequence[Finding], language: Language) -> list[Document]:
    """Return the findings as plain data."""
    return [{"kind": finding.kind, **finding.words(language)._asdict()} for finding in findings]


def carried_code(findings: Sequence[Finding]) -> int:
    """Return the exit code: a person should look at what is not merely elsewhere."""
    return ATTENTION if any(finding.kind != "moved" for finding in findings) else OK
