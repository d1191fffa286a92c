"""What is taken from parts as cells of the book, and the rows of its log that say so."""

from collections.abc import Iterator

from flowxl.core.panel import Remark
from flowxl.cycle.merge_compare import Proposal
from flowxl.cycle.merge_parts import Whole
from flowxl.cycle.merge_places import Entry, Held, address
from flowxl.reading.book_tables import Table
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Language, Text
from flowxl.workbook import texts
from flowxl.workbook.log import LOG_FIELDS

Cells = dict[str, dict[str, float | str | None]]
REMARK_CELLS = ("key", "year", "status", "source", "note")
MOST_CELLS = 12
"""So many cells are named in a row of the log; of more, their number is."""
ACTION = Text("合并", "merge")
AND_MORE = Text("等 {0} 格", " … {0} cells in all")


def cells_of(whole: Whole, changes: dict[Entry, Held]) -> Cells:
    """Return what to put into which cells of the book.

    Raises
    ------
    FlowXLError
        If its table of remarks has no row left.
    """
    cells: Cells = {}
    for entry, held in changes.items():
        if entry.what == "remark":
            continue
        cell = whole.places.cell(entry)
        if cell is not None:
            value = held if isinstance(held, float | str) else None
            cells.setdefault(cell.sheet, {})[address(cell)] = value
    remarks = {entry: held for entry, held in changes.items() if entry.what == "remark"}
    if remarks:
        _put_remarks(whole, remarks, cells)
    return cells


def _put_remarks(whole: Whole, remarks: dict[Entry, Held], cells: Cells) -> None:
    table = whole.places.remark_table
    new = [entry for entry, held in remarks.items() if held and (entry.key, entry.year) not in whole.places.remark_rows]
    free = whole.places.free_remarks
    if table is None or len(new) > len(free):
        place = Place(sheet=table.target.sheet) if table else Place(whole.path.name)
        fault = Fault("full.remarks", place, free=len(free), needed=len(new))
        raise FlowXLError(Message("merge.full"), [fault], whole.data.language)
    rows = {**whole.places.remark_rows, **{(e.key, e.year): row for e, row in zip(new, free, strict=False)}}
    for entry, held in remarks.items():
        remark = held if isinstance(held, Remark) else None
        row = rows[entry.key, entry.year]
        for field, value in zip(REMARK_CELLS, _remark_row(entry, remark, whole.data.language), strict=True):
            cell = table.field(row, field)
            cells.setdefault(cell.sheet, {})[address(cell)] = value


def _remark_row(entry: Entry, remark: Remark | None, language: Language) -> tuple[float | str | None, ...]:
    if remark is None:
        return (None,) * len(REMARK_CELLS)
    status = texts.STATUS_WORDS[remark.status].of(language) if remark.status else None
    return entry.key, float(entry.year), status, remark.source or None, remark.note or None


def log_cells(whole: Whole, taken: dict[Entry, Proposal], date: str) -> Cells | None:
    """Return the rows for the log: one for each part and sheet; none where it is full, None where there is none."""
    table = whole.places.log
    if table is None:
        return None
    rows = list(_log_rows(whole, taken, date))
    if len(rows) > len(whole.places.free_log):
        return {}
    return {table.target.sheet: dict(_log_row(table, whole.places.free_log, rows))}


def _log_row(table: Table, free: list[int], rows: list[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for row, values in zip(free, rows, strict=False):
        for field, value in zip(LOG_FIELDS, values, strict=True):
            if value:
                yield address(table.field(row, field)), value


def _log_rows(whole: Whole, taken: dict[Entry, Proposal], date: str) -> Iterator[tuple[str, ...]]:
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for entry, proposal in taken.items():
        sheet, _, cell = whole.places.where(entry).partition("!")
        groups.setdefault((proposal.part.path.name, sheet), []).append((cell or str(entry), proposal.part.author))
    action = ACTION.of(whole.data.language)
    for (file, sheet), found in groups.items():
        cells = ", ".join(cell for cell, _ in found[:MOST_CELLS])
        if len(found) > MOST_CELLS:
            cells += AND_MORE.say(whole.data.language, len(found))
        signed = found[0][1]
        yield date, action, file, sheet, cells, "" if signed == file else signed
