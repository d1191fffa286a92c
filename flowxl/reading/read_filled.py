"""What people entered in tables that one sheet alone knows, as the declarations of the sheets name them."""

from flowxl.ooxml.package import Kind
from flowxl.reading.book_tables import Cell, Tables
from flowxl.workbook.book import Filled
from flowxl.workbook.sheets import registry

MAX_ROWS = 20_000


def filled_fields() -> dict[str, tuple[str, ...]]:
    """Return the fields of these tables by name, that of the key first."""
    return {name: fields for spec in registry.SHEETS for name, fields in spec.filled.items()}


def read_filled(tables: Tables) -> Filled:
    """Read these tables; a book made before there was such a sheet has none. Faults are collected in ``tables``."""
    found: dict[str, dict[str, dict[str, float | str]]] = {}
    for name, (key, *fields) in filled_fields().items():
        table = tables.find(name, (key, *fields), most=MAX_ROWS) if tables.names(name) else None
        for row in table.rows if table else ():
            cells = {field: table.field(row, field) for field in fields} if table else {}
            held = {field: _held(cell) for field, cell in cells.items() if cell.text}
            code = table.field(row, key).text if table else ""
            if held and code:
                found.setdefault(name, {})[code] = held
    return found


def _held(cell: Cell) -> float | str:
    return cell.value if cell.kind is Kind.NUMBER and isinstance(cell.value, float) else cell.text
