"""Sheet 校验: the list of checks with a state each, and what stands behind them per pillar and per indicator."""

from collections.abc import Iterator

from flowxl.core.checks import Checks
from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, Line, Value
from flowxl.workbook.declare import Highlight, Lines, SheetSpec
from flowxl.workbook.grid import Grid, Placed, Traits
from flowxl.workbook.layout import Sheet
from flowxl.workbook.plan import Plan
from flowxl.workbook.sheets import checks_declared
from flowxl.workbook.sheets.check_details import by_indicator, by_pillar
from flowxl.workbook.sheets.check_formulas import HERE, CheckTables
from flowxl.workbook.sheets.marking import positive, status

STATUS = (
    Text("● 全部检查通过", "● All checks pass"),
    Text("▲ 有需要注意的事项，见“校验”", "▲ Points to note, see Checks"),
    Text("■ 有错误，见“校验”", "■ Faults, see Checks"),
)


def _grids(plan: Plan, _: str) -> Placed:
    checks = plan.fields(code=12, check=40, found=16, limit=12, level=9, verdict=10, advice=12)
    indicators = plan.fields(
        code=12,
        name=40,
        constant=16,
        uneven=12,
        steps=9,
        largest=10,
        bound=12,
        fingerprint=17,
        fingerprint_count=12,
        stored_fingerprint=17,
        stored_count=12,
        changed=10,
    )
    pillars = (
        *plan.fields(code=12, name=40, complete=16, sum=12, faults=9, missing_rows=10),
        *plan.per_city("coverage", 10),
    )
    framework = plan.framework
    of_pillars = Traits(caption=Text("按二级指标", "By pillar"))
    of_indicators = Traits(caption=Text("按三级指标", "By indicator"))
    return [
        (Grid("flow_checks", tuple(one.code for one in checks_declared.CHECKS), tuple(checks)), 0),
        (Grid("flow_check_pillars", framework.pillar_codes, pillars, traits=of_pillars), 0),
        (Grid("flow_check_indicators", framework.indicator_codes, tuple(indicators), traits=of_indicators), 0),
    ]


def _columns(book: Book) -> dict[str, Columns]:
    on, checks = CheckTables(book), Checks(book.observations.panel(), book.result)
    return {
        "flow_checks": _listing(on, checks),
        "flow_check_pillars": by_pillar(on, checks),
        "flow_check_indicators": by_indicator(on, checks),
    }


def _listing(on: CheckTables, checks: Checks) -> Columns:
    book, language, specs = on.book, on.book.language, checks_declared.CHECKS
    found: list[Value] = [one.in_book(book, checks) for one in specs]
    levels = [one.level(value) for one, value in zip(specs, found, strict=True)]
    words = [pair.of(language) for pair in texts.VERDICTS]

    def level(k: int) -> str:
        cell, limit, good = on.list.cell(k, "found", "f"), on.list.cell(k, "limit", "f"), specs[k].good
        if good is not None:
            return f"=IF({good(book, cell)},0,1)"
        return f"=IF(ISNUMBER({cell})*({cell}>{limit}),{'1+1' if specs[k].grave else '1'},0)"

    def verdict(k: int) -> str:
        return "=CHOOSE(1+{},{})".format(on.list.cell(k, "level", "f"), ",".join(f'"{word}"' for word in words))

    weights = on.layout.area("flow_weights", HERE).span("weight")
    limits = [f"={on.tolerance}*(1+SUM({weights}))" if one.difference else "=0" for one in specs]
    total = float(1e-9 * (1 + on.result.weights.sum()))
    formulas = [one.formula(on) for one in specs]
    styles = ["tiny" if one.difference else "integer" for one in specs]
    return {
        "code": Column([one.code for one in specs], "label"),
        "check": Column([book.say(one.asks) for one in specs], "label"),
        "found": Column(found, styles.__getitem__, formulas.__getitem__),
        "limit": Column([total if one.difference else 0 for one in specs], styles.__getitem__, limits.__getitem__),
        "level": Column(levels, "integer", level),
        "verdict": Column([words[k] for k in levels], "code", verdict),
        "advice": Column([book.say(one.advice) for one in specs], "help"),
    }


def worst_level(book: Book) -> int:
    """Return the worst level of all checks of a freshly built book."""
    checks = Checks(book.observations.panel(), book.result)
    return max(one.level(one.in_book(book, checks)) for one in checks_declared.CHECKS)


def status_line(book: Book, here: str) -> Line:
    """Say in one sentence whether all checks pass."""
    area = book.layout.area("flow_checks", here)
    words = [book.say(said) for said in STATUS]
    if here == HERE:
        # On the sheet itself there is no need to point to it.
        words = [word.partition("，")[0].partition(", ")[0] for word in words]
    formula = "=CHOOSE(1+MAX({}),{})".format(area.span("level"), ",".join(f'"{word}"' for word in words))
    return Line(words[worst_level(book)], formula, "status")


def _lines(book: Book, sheet: Sheet, help_line: Line) -> Lines:
    return [[status_line(book, sheet.key)], [help_line]]


def _highlights(book: Book, _: Sheet) -> Iterator[Highlight]:
    """Verdicts by level; counts that ask for attention in the tables behind them."""
    area = book.layout.areas["flow_checks"]
    level = area.cell(0, "level", "f")
    for grade, look in enumerate(("good", "attention", "fault")):
        test = f"{level}>1" if grade > 1 else f"{level}={grade}"
        yield Highlight(area.cells("level", "verdict"), test, look)
    yield from status()
    yield from positive(book, "flow_check_pillars", ("faults", "missing_rows"), "fault")
    yield from positive(book, "flow_check_indicators", ("constant", "uneven", "steps", "changed"), "attention")


SHEET = SheetSpec(
    "checks",
    Text("校验", "Checks"),
    "checks",
    help=Text("0 正常、1 注意、2 错误。", "0 good, 1 attention, 2 fault."),
    about=Text("逐项检查，说明错在哪里、怎么改。", "What was checked, what is wrong, how to mend it."),
    grids=_grids,
    columns=_columns,
    lines=_lines,
    highlights=_highlights,
)
