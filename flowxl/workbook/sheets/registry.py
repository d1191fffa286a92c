"""Every sheet of a workbook in order, and what follows from their declarations: layout, contents, lines, titles."""

from collections.abc import Mapping

from flowxl.core.framework import Framework
from flowxl.voice.text import Language, Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Columns, Line
from flowxl.workbook.declare import Lines, SheetSpec
from flowxl.workbook.layout import Layout, Sheet, check_titles
from flowxl.workbook.plan import Plan
from flowxl.workbook.sheets import (
    about,
    ahp,
    changes,
    charts_sheet,
    checks,
    cities,
    compare,
    data,
    delphi_experts,
    delphi_sheet,
    framework,
    gap,
    handout,
    inputs,
    inputs_declared,
    log,
    pillars,
    remarks,
    result_sheet,
    scores,
    settings,
    weights,
)
from flowxl.workbook.weighting import Weighting

SHEETS: tuple[SheetSpec, ...] = (
    about.SHEET,
    framework.SHEET,
    cities.SHEET,
    inputs.SHEET,
    remarks.SHEET,
    data.SHEET,
    weights.SHEET,
    delphi_sheet.SHEET,
    delphi_experts.SHEET,
    ahp.SHEET,
    compare.SHEET,
    settings.SHEET,
    scores.SHEET,
    pillars.SHEET,
    result_sheet.SHEET,
    gap.SHEET,
    charts_sheet.SHEET,
    checks.SHEET,
    log.SHEET,
    handout.SHEET,
    changes.SHEET,
)


def spec_of(key: str) -> SheetSpec:
    """Return the declaration of a sheet by its key."""
    return next(spec for spec in SHEETS if spec.has(key))


def titles() -> Mapping[str, Text]:
    """Return the title of every field in both languages: common ones, and those that one sheet has."""
    fields = [*inputs_declared.own_titles().items(), *(item for spec in SHEETS for item in spec.fields.items())]
    return texts.FIELDS | dict(fields) if fields else texts.FIELDS


def lay_out(  # noqa: PLR0913 - what sizes and titles depend on
    framework: Framework,
    years: tuple[int, ...],
    language: Language,
    remarks: int = 0,
    log: int = 0,
    weighting: Weighting | None = None,
) -> Layout:
    """Lay out the workbook of a framework; ``remarks`` and ``log`` are numbers of rows that it begins with.

    ``weighting`` says which sheets on weights there are.

    Raises
    ------
    FlowXLError
        If a pillar's short name is the name of one of our own sheets.
    """
    plan = Plan(framework, years, language, remarks, log, weighting, titles())
    layout = Layout(framework, years, language, (), {})
    for spec in SHEETS:
        for member in spec.members(framework):
            grids = spec.grids(plan, member)
            if grids is not None:
                title = spec.titled(plan, member) if spec.titled else plan.say(spec.title)
                layout = layout.with_sheet(spec.key + member, title, spec.role, grids, spec.view.top)
    check_titles(layout.sheets)
    return layout


def contents(book: Book) -> dict[str, Columns]:
    """Return the contents of every grid of the book."""
    present = [spec for spec in SHEETS if any(spec.has(sheet.key) for sheet in book.layout.sheets)]
    found = {name: columns for spec in present for name, columns in spec.columns(book).items()}
    return handout.locked(book, found)


def lines(book: Book, sheet: Sheet) -> Lines:
    """Return the lines above the first table: title, help or coverage, status; 说明 has nothing but lines."""
    if sheet.key == about.KEY:
        others = [other for other in book.layout.sheets if other.key != about.KEY]
        return about.page(book, [(other, told(book, other)) for other in others])
    spec = spec_of(sheet.key)
    heading = spec.heading(book, sheet) if spec.heading else sheet.title
    help_line = Line(book.say(spec.help))
    below = spec.lines(book, sheet, help_line) if spec.lines else [[help_line]]
    found = [[Line(heading, style="title")], *below]
    return [*found, [Line(about.SYNTHETIC, style="synthetic")]] if book.synthetic else found


def told(book: Book, sheet: Sheet) -> str:
    """Return what 说明 says about a sheet."""
    spec = spec_of(sheet.key)
    if spec.told is not None:
        return spec.told(book, sheet)
    return book.say(spec.about) or book.say(spec.help)
