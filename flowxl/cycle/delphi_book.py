"""A Delphi study inside a workbook."""

from pathlib import Path

from flowxl.core.delphi.study import Study


def read_study(book: Path) -> Study | None:
    """Return the study of a book; None where it has none."""
    raise NotImplementedError(book)


def save_study(book: Path, study: Study) -> None:
    """Put a study into a book, in place of the one that is there."""
    raise NotImplementedError(book, study)
