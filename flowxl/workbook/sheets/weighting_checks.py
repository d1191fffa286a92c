"""What 校验 asks of the sheets on weights: whether tables by place are in order, and the comparison is not old."""

from flowxl.workbook.book import Book
from flowxl.workbook.grid import Area
from flowxl.workbook.sheets.ahp_grids import SUMMARY
from flowxl.workbook.sheets.compare_grids import WEIGHTS
from flowxl.workbook.sheets.delphi_base import DelphiSheet


def found(book: Book, sheet: str, changed: str) -> str:
    """Return the formula that counts what is to be looked at; ``changed`` is 0 while inputs are as generated."""
    weighting = book.weighting
    parts = _study(book, sheet)
    if weighting.pairwise:
        compared = book.layout.area(SUMMARY, sheet).span("compared")
        parts.append(f"ROWS({compared})-COUNT({compared})")
    if weighting.methods:
        weights, pillars = (book.layout.area(name, sheet) for name in (WEIGHTS, "flow_pillars"))
        if not pillars.grid.transposed:
            parts.append(_apart(weights.span("code"), pillars.span("code")))
        parts.append(f"({changed}>0)")
    return "=" + ("+".join(parts) or "0")


def _study(book: Book, sheet: str) -> list[str]:
    study = book.weighting.study
    if study is None:
        return []
    own = DelphiSheet(book, study, sheet)
    moved = [_apart(_keys(own.rating_area), _keys(own.rank_area))]
    return [*moved, own.moved_experts()]


def _keys(area: Area) -> str:
    return area.span("key")


def _apart(there: str, meant: str) -> str:
    """Count cells that differ; ranges that no longer fit each other count as one."""
    return f"IFERROR(SUMPRODUCT(--({there}<>{meant})),1)"
