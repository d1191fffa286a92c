"""How the weights of a workbook came about, as its sheets say: origins, Delphi study, comparisons."""

from flowxl.reading.book_tables import Tables
from flowxl.reading.read_ahp import read_pairwise
from flowxl.reading.read_delphi import read_study
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.place import Place
from flowxl.workbook import texts
from flowxl.workbook.methods_compared import PRESENT, check_methods
from flowxl.workbook.sheets.compare_grids import METHODS
from flowxl.workbook.texts_weighting import FROM_FRAMEWORK, HAND
from flowxl.workbook.weighting import Weighting


def read_weighting(tables: Tables, codes: tuple[str, ...]) -> tuple[Weighting, tuple[Fault, ...]]:
    """Read what stands behind the weights of some pillars.

    A fault there keeps nobody from computing the index: it is returned, and the part that it is about is left out; so
    ``tables`` have faults of their own.
    """
    study = read_study(tables)
    pairwise = read_pairwise(tables, codes)
    return Weighting(_origins(tables, codes), study, pairwise, _methods(tables)), tuple(tables.faults)


def _methods(tables: Tables) -> tuple[str, ...]:
    """Return the methods that the book compares; a method that there is not is noted."""
    table = tables.find(METHODS, ("code",)) if tables.names(METHODS) else None
    if table is None:
        return ()
    found = {table.field(row, "code").text: table.field(row, "code") for row in table.rows}
    try:
        check_methods(tuple(found))
    except FlowXLError as error:
        sheet = table.target.sheet
        tables.faults.extend(f.at(Place(sheet=sheet, name=f.place)) for f in error.faults)
        return ()
    return tuple(code for code in found if code != PRESENT)


def _origins(tables: Tables, codes: tuple[str, ...]) -> dict[str, str]:
    """Return where each weight is from; one that is not as it was generated was typed by hand."""
    fields = ("code", "weight")
    table = tables.find("flow_weights", fields, ("stored_weight", "origin", "stored_origin"))
    if table is None or "stored_weight" not in table.columns:
        return {}
    chinese = table.cell(table.target.min_row, table.columns["weight"]).text == texts.FIELDS["weight"].zh
    found = {}
    for row in table.rows:
        code, weight, stored = (table.field(row, field) for field in (*fields, "stored_weight"))
        known = table.field(row, "stored_origin").text if "stored_origin" in table.columns else ""
        if code.text not in codes:
            continue
        if weight.value != stored.value:
            found[code.text] = HAND.of("zh" if chinese else "en")
        elif known and known not in FROM_FRAMEWORK.both:
            found[code.text] = known
    return found
