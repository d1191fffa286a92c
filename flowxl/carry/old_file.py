"""An old book as it lies in its file: its parts, its sheets, and where the tables of ours stand in it."""

from dataclasses import dataclass
from io import BytesIO

from flowxl.carry.cell_moves import OldTable, locate
from flowxl.carry.sheet_xml import SheetXml
from flowxl.carry.titles import our_titles
from flowxl.carry.workbook import SheetEntry, read_sheets
from flowxl.ooxml.package import Package
from flowxl.ooxml.package_parts import Parts
from flowxl.ooxml.package_scan import shared_strings
from flowxl.reading.book_tables import Tables
from flowxl.workbook.layout import Layout
from flowxl.workbook.sheets import changes


@dataclass
class OldFile:
    """An old book in its file.

    Attributes
    ----------
    parts
        Its package.
    workbook
        The name of its part of that kind.
    sheets, worksheets
        All its sheets in order, and the titles of those that have cells.
    titles
        Title of each sheet of ours, by key.
    tables
        Our tables by the title of their sheet.
    """

    parts: Parts
    workbook: str
    sheets: list[SheetEntry]
    worksheets: tuple[str, ...]
    titles: dict[str, str]
    tables: dict[str, list[OldTable]]

    @classmethod
    def of(cls, tables: Tables, layout: Layout) -> "OldFile":
        """Return an open book, to be used when it is closed.

        Parameters
        ----------
        tables
            Those of the book.
        layout
            Layout of a book with its framework, years and language.
        """
        package = tables.package
        parts = package.parts()
        titles = our_titles(package, layout, package.sheet_names)
        found = locate(tables, layout)
        for table in _report(package, layout):
            found.setdefault(table.target.sheet, []).append(table)
        own = {title: there for title, there in found.items() if title in titles.values()}
        sheets = read_sheets(parts, package.workbook_part)
        return cls(parts, package.workbook_part, sheets, package.sheet_names, titles, own)

    def our_sheets(self) -> dict[str, SheetXml]:
        """Return the sheets of ours as they are written, by title."""
        part_of = {entry.title: entry.part for entry in self.sheets}
        return {title: SheetXml(self.parts.content[part_of[title]]) for title in self.titles.values()}

    def strings(self) -> list[str]:
        """Return the shared strings."""
        name = next((name for name in self.parts.content if name.lower() == "xl/sharedstrings.xml"), None)
        return shared_strings(BytesIO(self.parts.content[name])) if name else []


def _report(package: Package, layout: Layout) -> list[OldTable]:
    """Return the tables of an old 变更 that are made anew: nothing in them is looked at or pointed to."""
    found = []
    for name in changes.FIELDS:
        targets = package.defined_names.get(name, [])
        if len(targets) == 1 and name not in layout.areas:
            rows, columns = targets[0].max_row - targets[0].min_row + 1, targets[0].max_col - targets[0].min_col + 1
            found.append(OldTable(name, targets[0], False, (None,) * rows, (None,) * columns))
    return found
