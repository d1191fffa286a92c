"""The tables of the sheet 数据汇总."""

from flowxl.voice.text import Text
from flowxl.workbook.grid import Grid, Placed, Traits
from flowxl.workbook.plan import YEAR_ITEMS, Plan


def grids(plan: Plan, _: str) -> Placed:
    """Return the table of all figures, increments where there are any, the years, and what is wrong with remarks."""
    labels = plan.fields(
        key=13,
        indicator=9,
        indicator_name=30,
        pillar=7,
        direction=7,
        entry=9,
        city=8,
        city_name=10,
        source_key=15,
        place_name=10,
        indicator_other=30,
        city_other=12,
        row=8,
    )
    steps = plan.fields(count=9, checksum=13, years=9, mean=13, value=13, signature=11)
    framework, years = plan.framework, plan.per_year()
    items = tuple(f"{i.code}.{c}" for i in framework.indicators for c in framework.city_codes)
    # Functions read the name of the whole table, which ends with the last year, before what is derived.
    names = (("flow_data", "key", years[-1].key), ("flow_steps", "count", "signature"))
    grid = Grid("flow_data", items, (*labels, *years, *steps), traits=Traits(run_on=True, names=names))
    left = grid.field_position[years[0].key] - 1
    return [(grid, 0), *_increments(plan), (_years(plan), left), (_remarks(plan), 0)]


def _increments(plan: Plan) -> Placed:
    growing = [i.code for i in plan.framework.indicators if i.entry == "increment"]
    if not growing:
        return []
    rows = tuple(f"{code}.{city}" for code in growing for city in plan.framework.city_codes)
    labels, ends = plan.fields(key=10, row=10), plan.fields(years=9, mean=13, signature=11)
    fields = (*labels, *plan.per_year()[1:], *ends)
    traits = Traits(caption=Text("逐年增量", "Increments from year to year"))
    return [(Grid("flow_increments", rows, fields, traits=traits), 0)]


def _years(plan: Plan) -> Grid:
    caption = Text("窗口与填报表的年份列", "Window, and the year columns of the input sheets")
    items = (*YEAR_ITEMS, *plan.framework.pillar_codes)
    fields = (plan.field("label"), *plan.per_year())
    return Grid("flow_years", items, fields, traits=Traits(caption=caption, items="position"))


def _remarks(plan: Plan) -> Grid:
    fields = plan.fields(
        remark=9, key=18, status=12, said=30, row=8, column=8, fits=8, known=8, against=8, twice=8, faults=8
    )
    numbers = tuple(str(number + 1) for number in range(plan.remark_rows))
    traits = Traits(caption=Text("数据备注的核对", "Remarks, looked at"), items="order")
    return Grid("flow_check_remarks", numbers, tuple(fields), traits=traits)
