"""Make a book anew: planned, made, read back, put in its place. A roll makes the next year's, a renewal the same."""

from dataclasses import dataclass
from pathlib import Path

from flowxl.cycle.anew_made import Made, make
from flowxl.cycle.anew_planned import Planned
from flowxl.cycle.anew_read_back import read_back
from flowxl.ooxml.safely import write_safely
from flowxl.reading.read_book import BookData
from flowxl.workbook.writing.writer import Progress


@dataclass(frozen=True, eq=False)
class Anew:
    """A book that was made anew and stands in its place.

    Attributes
    ----------
    planned, made
        What was meant, and what was written.
    data
        What the new book holds, as it was read back.
    backup
        Where a file that was replaced is kept.
    """

    planned: Planned
    made: Made
    data: BookData
    backup: Path | None


def make_anew(planned: Planned, target: Path, progress: Progress | None = None, *, backup: bool) -> Anew:
    """Make the book of a plan; the target is replaced as a whole or not at all.

    Raises
    ------
    FlowXLError
        If the new book cannot be written or does not hold what was meant.
    """
    made: list[Made] = []
    found: list[BookData] = []
    kept = write_safely(
        target,
        lambda path: made.append(make(planned, path, progress)),
        lambda path: found.append(read_back(path, planned)),
        backup=backup,
    )
    return Anew(planned, made[0], found[0], kept)
