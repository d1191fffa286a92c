"""The log of imports and merges, as a workbook carries it."""

from dataclasses import astuple

from flowxl.reading.book_tables import Tables
from flowxl.workbook.log import LOG, LOG_FIELDS, LogEntry


def read_log(tables: Tables) -> tuple[LogEntry, ...]:
    """Return the rows of the log that say something; none where a book has no log."""
    table = tables.find(LOG, LOG_FIELDS) if tables.names(LOG) else None
    if table is None:
        return ()
    rows = (LogEntry(*(table.field(row, field).text for field in LOG_FIELDS)) for row in table.rows)
    return tuple(row for row in rows if any(astuple(row)))
