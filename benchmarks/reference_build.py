"""The reference for building: a plain loop over XlsxWriter's public API that writes a given list of cells."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xlsxwriter

Cell = tuple[int, int, str, str, Any]
"""Row, column, format name, formula (empty for none), value."""


def write_plainly(sheets: dict[str, Iterable[Cell]], formats: dict[str, dict[str, Any]], path: Path) -> None:
    """Write the cells of every sheet in order; rows go to disk as they come, as in the code that is judged."""
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False})
    styles = {name: workbook.add_format(properties) for name, properties in formats.items()}
    for title, cells in sheets.items():
        worksheet = workbook.add_worksheet(title)
        for row, column, style, formula, value in cells:
            if formula.startswith("{"):
                worksheet.write_array_formula(row, column, row, column, formula, styles[style], value)
            elif formula:
                worksheet.write_formula(row, column, formula, styles[style], value)
            elif value is None or value == "":
                worksheet.write_blank(row, column, None, styles[style])
            elif isinstance(value, str):
                worksheet.write_string(row, column, value, styles[style])
            else:
                worksheet.write_number(row, column, value, styles[style])
    workbook.close()
