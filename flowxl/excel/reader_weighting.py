"""How the weights of a workbook came about, as its sheets say: origins, Delphi study, comparisons."""

from flowxl.core.faults import Fault
from flowxl.excel import texts
from flowxl.excel.package import Package
from flowxl.excel.reader_delphi import read_study
from flowxl.excel.tables import Tables
from flowxl.excel.texts_weighting import FROM_FRAMEWORK, HAND
from flowxl.excel.weighting import Weighting


def read_weighting(package: Package, codes: tuple[str, ...]) -> tuple[Weighting, tuple[Fault, ...]]:
    """Read what stands behind the weights of some pillars.

    A fault there keeps nobody from computing the index: it is returned, and the part that it is about is left out.
    """
    tables = Tables(package)
    study = read_study(tables)
    return Weighting(_origins(tables, codes), study), tuple(tables.faults)


def _origins(tables: Tables, codes: tuple[str, ...]) -> dict[str, str]:
    """Return where each weight is from; one that is not as it was generated was typed by hand."""
    fields = ("code", "weight")
    table = tables.find("flow_weights", fields, ("stored_weight", "origin", "stored_origin"))
    if table is None or "stored_weight" not in table.columns:
        return {}
    chinese = table.cell(table.target.min_row, table.columns["weight"]).text == texts.FIELDS["weight"][0]
    found = {}
    for row in table.rows:
        code, weight, stored = (table.field(row, field) for field in (*fields, "stored_weight"))
        known = table.field(row, "stored_origin").text if "stored_origin" in table.columns else ""
        if code.text not in codes:
            continue
        if weight.value != stored.value:
            found[code.text] = HAND[0] if chinese else HAND[1]
        elif known and known not in FROM_FRAMEWORK:
            found[code.text] = known
    return found
