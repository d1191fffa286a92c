"""The sheet 城市: scored cities, and region cities behind spillover indicators."""

from flowxl.voice.text import Text
from flowxl.workbook.book import Book, Column, Columns
from flowxl.workbook.declare import SheetSpec
from flowxl.workbook.grid import Grid, Placed, Traits
from flowxl.workbook.plan import Plan

CITIES, REGIONS = "flow_cities", "flow_regions"


def _grids(plan: Plan, _: str) -> Placed:
    cities = plan.fields(code=12, name=14, name_zh=14, name_en=20, region=14)
    members = plan.fields(key=12, region=14, rank=8, place=14, name_zh=14, name_en=20, region_zh=20, region_en=26)
    rows = [f"{r.code}.{k}" for r in plan.framework.regions for k in range(1, len(r.members) + 1)]
    grids = [(Grid(CITIES, plan.framework.city_codes, tuple(cities)), 0)]
    traits = Traits(caption=Text("区域{unit}", "Region {units}"))
    return [*grids, (Grid(REGIONS, tuple(rows), tuple(members), traits=traits), 0)] if rows else grids


def _columns(book: Book) -> dict[str, Columns]:
    return {CITIES: _cities(book)} | ({REGIONS: _regions(book)} if REGIONS in book.layout.areas else {})


def _cities(book: Book) -> Columns:
    cities = book.framework.cities
    return {
        "code": Column([c.code for c in cities], "label"),
        "name": Column([c.name.of(book.language) for c in cities]),
        "name_zh": Column([c.name.zh or None for c in cities]),
        "name_en": Column([c.name.en or None for c in cities]),
        "region": Column([c.region for c in cities]),
    }


def _regions(book: Book) -> Columns:
    rows = [(r, k, place) for r in book.framework.regions for k, place in enumerate(r.members, start=1)]
    return {
        "key": Column([f"{r.code}.{k}" for r, k, _ in rows], "label"),
        "region": Column([r.code for r, _, _ in rows]),
        "rank": Column([k for _, k, _ in rows], "integer"),
        "place": Column([place.code for _, _, place in rows]),
        "name_zh": Column([place.name.zh or None for _, _, place in rows]),
        "name_en": Column([place.name.en or None for _, _, place in rows]),
        "region_zh": Column([r.name.zh or None for r, _, _ in rows]),
        "region_en": Column([r.name.en or None for r, _, _ in rows]),
    }


SHEET = SheetSpec(
    "cities",
    Text("{unit}", "{Units}"),
    "calculation",
    help=Text(
        "参评{unit}，以及周边带动类指标所用的区域{unit}。",
        "Scored {units}, and the region {units} behind spillover indicators.",
    ),
    grids=_grids,
    columns=_columns,
)
