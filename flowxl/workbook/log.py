"""The sheet 导入记录: what was brought into a workbook, when and from where; one row per file and sheet."""

from dataclasses import dataclass

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
