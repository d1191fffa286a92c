"""The sheet 导入记录: what was brought into a workbook, when and from where; one row per file and sheet."""

from dataclasses import astuple, dataclass

from flowxl.excel.tables import Tables

LOG = "flow_log"
LOG_FIELDS = ("date", "action", "file", "sheet", "cells", "note")


@dataclass(frozen=True)
class LogEntry:
    """One row: day, what was done, the file and its sheet, which cells or how many, and what else is to be said."""

    date: str
    action: str
    file: str
    sheet: str = ""
    cells: str = ""
    note: str = ""


def read_log(tables: Tables) -> tuple[LogEntry, ...]:
    """Return the rows of the log that say something; none where a book has no log."""
    table = tables.find(LOG, LOG_FIELDS) if tables.names(LOG) else None
    if table is None:
        return ()
    rows = (LogEntry(*(table.field(row, field).text for field in LOG_FIELDS)) for row in table.rows)
    return tuple(row for row in rows if any(astuple(row)))
