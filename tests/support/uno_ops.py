"""The edits that ``uno_edit.py`` makes in an open workbook; each is asked for by its name."""

import contextlib
from collections.abc import Callable
from typing import Any

with contextlib.suppress(ImportError):  # the Python of the tests has it not, and only looks for doctests here
    import uno
    from com.sun.star.beans import PropertyValue
    from com.sun.star.table import TableSortField
    from com.sun.star.table.CellContentType import FORMULA

FAR_COLUMN = 120
OPS: dict[str, Callable[..., None]] = {}


def op(function: Callable[..., None]) -> Callable[..., None]:
    """Make a function an edit that jobs can ask for."""
    OPS[function.__name__] = function
    return function


def prop(name: str, value: Any) -> Any:
    """Return a property for UNO."""
    result = PropertyValue()
    result.Name, result.Value = name, value
    return result


class Book:
    """An open workbook."""

    def __init__(self, doc: Any) -> None:
        self.doc = doc
        self.found: dict[tuple[str, str], Any] = {}

    def do(self, name: str, *arguments: Any) -> None:
        """Make an edit; where tables stand, and what is in which row, is kept while only figures are typed."""
        OPS[name](self, *arguments)
        if name != "put" or arguments[2] == "key" or arguments[1] in ("", 0):
            self.found.clear()

    def kept(self, what: str, name: str, find: Callable[[], Any]) -> Any:
        """Look for something only once."""
        if (what, name) not in self.found:
            self.found[what, name] = find()
        return self.found[what, name]

    def sheet(self, name: str) -> Any:
        """Return a sheet by its name; a number is its place."""
        sheets = self.doc.Sheets
        return sheets.getByIndex(name) if isinstance(name, int) else sheets.getByName(name)

    def table(self, name: str) -> Any:
        """Return the cells that a defined name stands for."""
        return self.kept("table", name, lambda: self.doc.NamedRanges.getByName(name).getReferredCells())

    def home(self, name: str) -> Any:
        """Return the sheet of a table."""
        return self.kept("home", name, lambda: self.doc.Sheets.getByIndex(self.table(name).RangeAddress.Sheet))

    def row(self, name: str, key: str | int) -> int:
        """Return the row of a key in its sheet; a number counts rows from the header, key "" is the header."""
        area = self.table(name)
        top = self.kept("top", name, lambda: area.RangeAddress.StartRow)
        if isinstance(key, int):
            return top + key
        texts = self.kept("keys", name, lambda: [str(line[0]) for line in area.getDataArray()])
        return top + (texts.index(key) if key else 0)

    def column(self, name: str, title: str | int) -> int:
        """Return the column of a title in its sheet; a year is a number, and `key` the first column."""
        area = self.table(name)
        left = self.kept("left", name, lambda: area.RangeAddress.StartColumn)
        titles = self.kept("titles", name, lambda: list(area.getDataArray()[0]))
        return left + (0 if title == "key" else titles.index(float(title) if isinstance(title, int) else title))

    def cell(self, name: str, key: str, title: str | int) -> Any:
        """Return a cell of a table."""
        return self.home(name).getCellByPosition(self.column(name, title), self.row(name, key))

    def body(self, name: str, first: str | int | None = None, header: bool = False) -> Any:
        """Return a table's cells, from one column on, with or without the header."""
        at = self.table(name).RangeAddress
        left = at.StartColumn if first is None else self.column(name, first)
        return self.home(name).getCellRangeByPosition(left, at.StartRow + (not header), at.EndColumn, at.EndRow)


def shape(book: Book, cell: Any, code: str) -> None:
    """Give a cell a number format."""
    formats, locale = book.doc.NumberFormats, uno.createUnoStruct("com.sun.star.lang.Locale")
    number = formats.queryKey(code, locale, False)
    cell.NumberFormat = number if number != -1 else formats.addNew(code, locale)


def write(book: Book, cell: Any, value: Any) -> None:
    """Put a value into a cell: text as text, None empties it, booleans and dates with their formats."""
    if value is None:
        cell.setFormula("")
    elif isinstance(value, bool):
        cell.setValue(value)
        shape(book, cell, "BOOLEAN")
    elif isinstance(value, dict):
        if "formula" in value:
            cell.setFormula(value["formula"])
        else:
            cell.setValue(value["date"])
            shape(book, cell, "YYYY-MM-DD")
    elif isinstance(value, str):
        cell.setString(value)
    else:
        cell.setValue(value)


@op
def put(book: Book, name: str, key: str, title: str | int, value: Any) -> None:
    """Type a value into a cell of a table."""
    write(book, book.cell(name, key, title), value)


@op
def put_at(book: Book, sheet: str, ref: str, value: Any) -> None:
    """Type a value into a cell of a sheet."""
    write(book, book.sheet(sheet).getCellRangeByName(ref), value)


@op
def enter(book: Book, sheet: str, ref: str, text: str) -> None:
    """Go to a cell and type, as hands do: a protected sheet refuses it for locked cells."""
    controller = book.doc.CurrentController
    controller.setActiveSheet(book.sheet(sheet))
    for command, name, value in (("GoToCell", "ToPoint", ref), ("EnterString", "StringName", text)):
        url = uno.createUnoStruct("com.sun.star.util.URL")
        url.Complete, url.Protocol, url.Path = f".uno:{command}", ".uno:", command
        dispatch = controller.Frame.queryDispatch(url, "", 0)
        dispatch.dispatch(url, (prop(name, value), prop("SynchronMode", True)))


@op
def put_below(book: Book, name: str, distance: int, title: str | int, value: Any) -> None:
    """Type a value below a table."""
    row = book.table(name).RangeAddress.EndRow + distance
    write(book, book.home(name).getCellByPosition(book.column(name, title), row), value)


@op
def put_beside(book: Book, name: str, key: str, distance: int, value: Any) -> None:
    """Type a value right of a table, in the row of a key; key "" is the row of titles."""
    column = book.table(name).RangeAddress.EndColumn + distance
    write(book, book.home(name).getCellByPosition(column, book.row(name, key)), value)


@op
def put_right_of(book: Book, name: str, key: str, title: str | int, value: Any) -> None:
    """Type a value into the cell right of a cell of a table."""
    write(book, book.home(name).getCellByPosition(book.column(name, title) + 1, book.row(name, key)), value)


@op
def insert(book: Book, name: str, what: str, key: str | int, count: int) -> None:
    """Insert whole rows above a key's row, or whole columns left of a title; key None: before the table."""
    at, lines = book.table(name).RangeAddress, getattr(book.home(name), what)
    if key is None:
        place = 0
    elif what == "Rows":
        place = book.row(name, key)
    else:
        place = book.column(name, key)
    del at
    lines.insertByIndex(place, count)


@op
def remove(book: Book, name: str, what: str, key: str | int) -> None:
    """Delete the whole row of a key or the whole column of a title."""
    place = book.row(name, key) if what == "Rows" else book.column(name, key)
    getattr(book.home(name), what).removeByIndex(place, 1)


@op
def move_table(book: Book, name: str, sheet: str, ref: str) -> None:
    """Cut a whole table and paste it elsewhere."""
    target = book.sheet(sheet)
    target.moveRange(target.getCellRangeByName(ref).CellAddress, book.table(name).RangeAddress)


@op
def move_cells(book: Book, name: str, key: str, title: str | int, to_key: str, to_title: str | int) -> None:
    """Cut one cell and paste it over another of the same table."""
    home = book.home(name)
    source, target = book.cell(name, key, title), book.cell(name, to_key, to_title)
    area = home.getCellRangeByPosition(*[source.CellAddress.Column, source.CellAddress.Row] * 2)
    home.moveRange(target.CellAddress, area.RangeAddress)


@op
def cut_swap(book: Book, name: str, key: str, other: str, first: str | int | None = None) -> None:
    """Swap two rows of a table by cutting and pasting, by way of some empty cells."""
    home, at = book.home(name), book.table(name).RangeAddress
    left = at.StartColumn if first is None else book.column(name, first)
    rows = [book.row(name, key), book.row(name, other)]

    def line(row: int, shift: int = 0) -> Any:
        return home.getCellRangeByPosition(left + shift, row, at.EndColumn + shift, row)

    def to(row: int, shift: int = 0) -> Any:
        return home.getCellByPosition(left + shift, row).CellAddress

    home.moveRange(to(rows[0], FAR_COLUMN), line(rows[0]).RangeAddress)
    home.moveRange(to(rows[0]), line(rows[1]).RangeAddress)
    home.moveRange(to(rows[1]), line(rows[0], FAR_COLUMN).RangeAddress)


@op
def type_swap(book: Book, name: str, key: str, other: str, titles: list[str | int]) -> None:
    """Swap two rows by typing what stood in the one into the other, in some of the columns."""
    for title in titles:
        cells = [book.cell(name, k, title) for k in (key, other)] if title != "key" else []
        if cells and any(cell.Type == FORMULA for cell in cells):
            continue
        if cells:
            kept = [cell.getDataArray()[0][0] for cell in cells]
            for cell, value in zip(cells, reversed(kept), strict=True):
                write(book, cell, None if value == "" else value)
    if "key" in titles:  # last, since the others are found by it
        cells = [book.cell(name, k, "key") for k in (key, other)]
        for cell, value in zip(cells, (other, key), strict=True):
            cell.setString(value)


@op
def sort(book: Book, name: str, title: str | int, ascending: bool, first: str | int | None = None) -> None:
    """Sort the rows of a table by a column, whole rows or from one column on."""
    body = book.body(name, first)
    _sort(body, book.column(name, title) - body.RangeAddress.StartColumn, ascending, "rows")


@op
def sort_columns(book: Book, name: str, first: str | int, ascending: bool) -> None:
    """Sort the columns of a table from one on, left to right by their titles."""
    _sort(book.body(name, first, header=True), 0, ascending, "columns")


def _sort(area: Any, field: int, ascending: bool, what: str) -> None:
    by = TableSortField()
    by.Field, by.IsAscending = field, ascending
    fields = uno.Any("[]com.sun.star.table.TableSortField", (by,))
    settings = {"IsSortColumns": what == "columns", "ContainsHeader": False, "SortFields": fields}
    uno.invoke(area, "sort", (tuple(prop(k, v) for k, v in settings.items()),))


@op
def hide_rows(book: Book, name: str, title: str | int, text: str) -> None:
    """Filter a table: rows that do not show a text in a column are hidden."""
    body = book.body(name, header=True)
    descriptor = body.createFilterDescriptor(True)
    field = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
    field.Field = book.column(name, title) - body.RangeAddress.StartColumn
    field.IsNumeric, field.StringValue = False, text
    field.Operator = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    descriptor.setFilterFields((field,))
    descriptor.ContainsHeader = True
    body.filter(descriptor)


@op
def rename(book: Book, sheet: str, name: str) -> None:
    """Rename a sheet."""
    book.sheet(sheet).Name = name


@op
def reorder(book: Book, sheet: str, place: int) -> None:
    """Move a sheet to another place."""
    book.doc.Sheets.moveByName(sheet, place)


@op
def add_sheet(book: Book, name: str, place: int) -> None:
    """Add an empty sheet."""
    book.doc.Sheets.insertNewByName(name, place)


@op
def delete_sheet(book: Book, sheet: str) -> None:
    """Delete a sheet."""
    book.doc.Sheets.removeByName(sheet)


@op
def delete_name(book: Book, name: str) -> None:
    """Delete a defined name."""
    book.doc.NamedRanges.removeByName(name)


@op
def paste_foreign(book: Book, name: str, key: str, first: int, values: list[list[Any]]) -> None:
    """Copy cells with foreign formats, locked and without validation, from another sheet over a table's cells."""
    sheets = book.doc.Sheets
    sheets.insertNewByName("clipboard", sheets.Count)
    source = book.sheet("clipboard")
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            cell = source.getCellByPosition(column, row)
            write(book, cell, value)
            cell.CellBackColor, cell.CharFontName, cell.CharWeight = 0xFF0000, "Courier New", 150.0
    area = source.getCellRangeByPosition(0, 0, len(values[0]) - 1, len(values) - 1)
    book.home(name).copyRange(book.cell(name, key, first).CellAddress, area.RangeAddress)
    sheets.removeByName("clipboard")
