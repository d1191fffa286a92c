"""The longer formulas of the sheet 校验: what each check counts."""

from flowxl.core.settings import METHODS
from flowxl.voice.text import Text
from flowxl.workbook.book import Book
from flowxl.workbook.sheets import settings_declared, weighting_checks

HERE = "checks"
CHANGED = Text("输入已变动，存档值不再适用", "inputs changed since the core ran")


class CheckTables:
    """The tables that checks look at, as the sheet 校验 sees them."""

    here = HERE

    def __init__(self, book: Book) -> None:
        self.book, self.layout, self.result = book, book.layout, book.result
        names = (
            "flow_checks",
            "flow_check_pillars",
            "flow_check_indicators",
            "flow_scores",
            "flow_pillars",
            "flow_data",
        )
        self.list, self.by_pillar, self.by_indicator, self.scores, self.pillars, self.data = (
            self.layout.area(name, HERE) for name in names
        )
        self.standardised = f"({book.derived('method_number', HERE)}={METHODS.index('zscore') + 1})"
        self.tolerance = book.setting("index_tolerance", HERE)

    @property
    def changed(self) -> str:
        """A formula part that is 0 while inputs, weights and settings are as they were when the core ran."""
        return f"(SUM({self.by_indicator.span('changed')})+{self._choices_changed()})"

    def _choices_changed(self) -> str:
        weights, settings = self.layout.area("flow_weights", HERE), self.layout.area("flow_settings", HERE)
        last = max(n for n, one in enumerate(settings_declared.SETTINGS) if one.computes)
        now, then = (settings.part(field, 0, last) for field in ("setting", "stored"))
        return (
            f"SUMPRODUCT(--({weights.span('weight')}<>{weights.span('stored_weight')}))+SUMPRODUCT(--({now}<>{then}))"
        )


def rows(on: CheckTables) -> str:
    """Rows that are not found, and rows of 数据汇总 whose labels do not fit their key."""
    labels = '&"."&'.join(on.data.span(field) for field in ("indicator", "city"))
    return f"=SUM({on.by_pillar.span('missing_rows')})+SUMPRODUCT(--({labels}<>{on.data.span('key')}))"


def lacking(on: CheckTables) -> str:
    """Cities without a pillar."""
    cover = on.layout.area("flow_cover", HERE)
    families = on.layout.city_keys("value")
    line = cover.line(cover.grid.item_position["lacking"], families[0], families[-1], "if")
    return f'=COUNTIF({line},">0")'


def thin(on: CheckTables) -> str:
    """Pillar scores that rest on less than the set share of their indicators."""
    keys, share = on.layout.city_keys("present_indicators"), on.book.setting("min_indicator_share", HERE)
    counts, sizes = on.pillars.box(keys[0], keys[-1]), on.pillars.span("indicators")
    return f"=SUMPRODUCT(--({counts}>0),--({counts}/{sizes}<{share}))"


def bound(on: CheckTables) -> str:
    """z-scores that no number of cities can give."""
    over = f"{on.by_indicator.span('largest')}-{on.by_indicator.span('bound')}"
    return f"={on.standardised}*SUMPRODUCT(--({over}>{on.tolerance}))"


def zero_sum(on: CheckTables) -> str:
    """Complete pillars whose z-scores do not add up to zero."""
    total = on.by_pillar.span("sum")
    return (
        f"={on.standardised}*SUMPRODUCT({on.by_pillar.span('complete')},"
        f"--(({total}>{on.tolerance})+({total}<-{on.tolerance})>0))"
    )


def bad_weights(on: CheckTables) -> str:
    """Weights that are not above 0."""
    codes = on.layout.area("flow_weights", HERE).span("code")
    return f'=COUNTA({codes})-COUNTIF({on.pillars.span("weight")},">0")'


def bad_settings(on: CheckTables) -> str:
    """Numbers that do not follow from the settings, years and shares that cannot be used."""
    derived, settings = on.layout.area("flow_derived", HERE), on.layout.area("flow_settings", HERE)
    numbers = derived.part("setting", 0, derived.grid.size - 1)
    first, last = on.book.setting("window_first", HERE), on.book.setting("window_last", HERE)
    place = settings.grid.item_position
    shares = settings.part("setting", place["min_year_share"], place["min_indicator_share"])  # cities between
    years = f"({first}>{last})+(INT({first})<>{first})+(INT({last})<>{last})"
    good = f'COUNTIFS({shares},">0",{shares},"<=1")'
    return f"=ROWS({numbers})-COUNT({numbers})+{years}+ROWS({shares})-{good}"


def weighting(on: CheckTables) -> str:
    """Material on weights that is out of order, or old."""
    return weighting_checks.found(on.book, HERE, on.changed)


def stored(on: CheckTables) -> str:
    """How far formulas are from what the core found, while inputs are as they were."""
    kept, names = on.layout.area("flow_stored", HERE), on.layout.city_keys("difference")
    words = on.book.say(CHANGED)
    return f'=IF({on.changed}=0,MAX({kept.box(names[0], names[-1])}),"{words}")'


def apart(on: CheckTables) -> str:
    """How far what is shown is from the formulas."""
    kept, names = on.layout.area("flow_stored", HERE), on.layout.city_keys("apart")
    return f"=MAX({kept.box(names[0], names[-1])})"


def answered(on: CheckTables) -> str:
    """Who computed."""
    face = on.layout.area("flow_result", HERE)
    badge = face.cell(face.grid.item_position["engine"], on.layout.city_keys("score")[0])
    return f'={badge}&""'  # as it comes from LibreOffice's add-in, it is equal to no text
