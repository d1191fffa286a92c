"""A book as the parts of its package, in memory: for those who put its sheets into another package."""

from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter.packager import Packager
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flowxl.workbook.book import Book, Columns
from flowxl.workbook.writing.writer import BIG_BOOK, Progress, _Worksheet, _Writer


def book_parts(
    book: Book, progress: Progress | None = None, more: dict[str, Columns] | None = None, *, exact: bool = False
) -> dict[str, bytes]:
    """Return the parts of a book by name: what :func:`flowxl.workbook.writing.writer.write_book` writes, not packed.

    Parameters
    ----------
    book, progress, more, exact
        As there.
    """
    writer = _PartsWriter(book, Path(), progress, None, more or {}, exact=exact)
    writer.write()
    return writer.parts


class _Packager(Packager):
    """Hands the parts over, so that nothing is left to be packed."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        super().__init__()
        self.parts = parts

    def _create_package(self) -> list[Any]:
        for content, name, is_binary in super()._create_package():
            if not self.in_memory:
                self.parts[name] = Path(content).read_bytes()
                Path(content).unlink()
            else:
                self.parts[name] = content.getvalue() if is_binary else content.getvalue().encode()
        return []


class PartsWorkbook(Workbook):
    """A workbook that becomes parts instead of a file; rows of a big one wait on the disk until then."""

    def __init__(self, parts: dict[str, bytes], *, big: bool) -> None:
        self.parts = parts
        super().__init__(BytesIO(), {"constant_memory": big, "in_memory": not big, "strings_to_urls": False})

    def _get_packager(self) -> Packager:
        return _Packager(self.parts)


class _PartsSheet(_Worksheet):
    """A worksheet whose cells come by row and column, so that nobody asks whether a row is an address."""

    write_string = Worksheet._write_string
    write_number = Worksheet._write_number
    write_blank = Worksheet._write_blank
    write_formula = Worksheet._write_formula


class _PartsWriter(_Writer):
    """Writes a book as parts."""

    worksheet_class = _PartsSheet

    def _opened(self, path: Path) -> Workbook:  # noqa: ARG002 - there is no file
        self.parts: dict[str, bytes] = {}
        return PartsWorkbook(self.parts, big=self.total > BIG_BOOK)
