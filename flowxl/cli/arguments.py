"""How each thing that is typed is read."""

import argparse
import re
from pathlib import Path

from flowxl.voice.message import Message

MAX_YEARS = 200
STDOUT = Path("-")
BOOKS = (".xlsx", ".xlsm")
ADDINS = (".xlam", ".oxt")
WORKBOOKS = (*BOOKS, *ADDINS)


class UnfitError(argparse.ArgumentTypeError):
    """Something typed that cannot be what it stands for."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


def book(text: str) -> Path:
    """Read the name of a workbook, one that is there or one to write."""
    path = Path(text)
    if path.suffix.lower() not in BOOKS:
        raise UnfitError(Message("cli.no_book", text=text))
    return path


def book_or_folder(text: str) -> Path:
    """Read the name of a workbook, or of a folder with workbooks: not every shell makes names of parts/*.xlsx."""
    return Path(text) if Path(text).is_dir() or not Path(text).suffix else book(text)


def split_by(text: str) -> str | Path:
    """Read by what a book is split: pillar, city, or a list."""
    if text in ("pillar", "city"):
        return text
    if Path(text).suffix.lower() != ".csv":
        raise UnfitError(Message("cli.no_split", text=text))
    return Path(text)


def preview(text: str) -> Path:
    """Read the name of a preview."""
    path = Path(text)
    if path.suffix.lower() != ".xlsx":
        raise UnfitError(Message("cli.no_preview", text=text))
    return path


def pair(text: str) -> tuple[str, str]:
    """Read two words with = between them."""
    found, equals, meant = text.partition("=")
    if not (equals and found.strip() and meant.strip()):
        raise UnfitError(Message("cli.no_pair", text=text))
    return found.strip(), meant.strip()


def addin_file(text: str) -> Path:
    """Read the name of an add-in to write."""
    path = Path(text)
    if path.suffix.lower() not in ADDINS:
        raise UnfitError(Message("cli.no_addin", text=text))
    return path


def report(text: str) -> Path:
    """Read the name of a file for results; a workbook there is a slip that would destroy it."""
    path = Path(text)
    if path.suffix.lower() in WORKBOOKS:
        raise UnfitError(Message("cli.report_is_book", text=text))
    return path


def years(text: str) -> tuple[int, int]:
    """Read a first and a last year."""
    match = re.fullmatch(r"\s*(\d{4})\s*(?:[-–—~～至]\s*(\d{4})\s*)?", text)
    if not match:
        raise UnfitError(Message("cli.no_years", text=text))
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1 <= first <= last < first + MAX_YEARS:
        raise UnfitError(Message("cli.years_order", text=text, most=MAX_YEARS))
    return first, last


def year(text: str) -> int:
    """Read one year."""
    first, last = years(text) if re.fullmatch(r"\s*\d{4}\s*", text) else (0, 1)
    if first != last:
        raise UnfitError(Message("cli.no_year", text=text))
    return first


def names(text: str) -> list[str]:
    """Read names with commas between them."""
    names = [name.strip() for name in re.split(r"[,，、;；]", text) if name.strip()]
    if not names:
        raise UnfitError(Message("cli.no_names"))
    return names


def methods(text: str) -> tuple[str, ...]:
    """Read methods with commas between them; the word none is no method."""
    return () if text.strip().casefold() == "none" else tuple(names(text))


def date(text: str) -> str:
    """Read a date."""
    import datetime as dt

    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise UnfitError(Message("cli.no_date", text=text)) from None


def count(text: str) -> int:
    """Read a whole number."""
    try:
        return int(text)
    except ValueError:
        raise UnfitError(Message("cli.no_count", text=text)) from None
