"""A book that was made anew, before it is read back: the fresh sheets in the old package."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flowxl.carry.findings import Finding
from flowxl.carry.graft import compare, merge
from flowxl.carry.raw_cells import Injection
from flowxl.carry.survey import Generated, Survey, Target, survey
from flowxl.cycle.anew_planned import Planned
from flowxl.cycle.our_macros import our_macros
from flowxl.ooxml.package_parts import Parts
from flowxl.workbook.book import Book
from flowxl.workbook.layout import Layout
from flowxl.workbook.sheets import changes as changes_sheet
from flowxl.workbook.sheets.registry import contents
from flowxl.workbook.writing.book_looks import book_looks
from flowxl.workbook.writing.book_parts import book_parts
from flowxl.workbook.writing.writer import Progress

MACRO_SUFFIX = ".xlsm"


@dataclass(frozen=True)
class Made:
    """What was written.

    Attributes
    ----------
    findings
        Everything that is told, printed and listed on 变更 alike: references that were rewritten, cells that moved,
        what could not be carried.
    people_sheets
        Titles of the sheets that are a person's.
    """

    findings: tuple[Finding, ...]
    people_sheets: tuple[str, ...]


def make(planned: Planned, path: Path, progress: Progress | None = None) -> Made:
    """Write the new book of a plan, and use up what the plan knows of the old file."""
    old_book = planned.old_book(functions=path.suffix.lower() == MACRO_SUFFIX)
    found = _survey(planned, old_book)
    faulty = _faulty(planned, found)
    layout, fresh = _fresh(planned, found, old_book, faulty, progress)
    late = compare(found, fresh, layout)
    if late:  # 变更 lists them as well; it comes last, and its list at its end, so that nothing else moves
        found.findings += late
        if planned.report:
            layout, fresh = _fresh(planned, found, old_book, faulty, None)
    people = tuple(found.people_sheets)
    merge(found, fresh, path, layout)
    return Made((*planned.told, *found.findings), people)


def _survey(planned: Planned, old_book: Book) -> Survey:
    """Look through the old book, beside what this FlowXL makes of the same contents."""
    generated = planned.generated
    sheets = tuple(sheet for sheet in generated.sheets if sheet.key != changes_sheet.KEY)
    areas = {name: area for name, area in generated.areas.items() if name not in changes_sheet.FIELDS}
    expected = contents(old_book)
    looks = book_looks(replace(old_book, layout=replace(generated, sheets=sheets, areas=areas)), expected)
    return survey(
        Generated(old_book, expected, looks),
        planned.file,
        Target(planned.layout, kept_keys=planned.kept_keys),
        same_version=planned.same_version,
        our_macros=our_macros(planned.language),
    )


def _fresh(
    planned: Planned, found: Survey, old_book: Book, faulty: dict[str, int], progress: Progress | None
) -> tuple[Layout, Parts]:
    """Return the fresh book, with what was found until now on 变更, and its layout."""
    layout, more = planned.with_report((*planned.told, *found.findings))
    book = replace(
        old_book,
        observations=planned.plan.new.observations,
        result=planned.explanation.results[-1],
        layout=layout,
        date=planned.date,
        weighting=planned.weighting,
        faulty=faulty,
    )
    return layout, Parts({}, book_parts(book, progress, more, exact=True))


def _faulty(planned: Planned, found: Survey) -> dict[str, int]:
    """Return how many cells of each series will hold something else than a number: it is carried as it stands."""
    counts: Counter[str] = Counter()
    carried: Mapping[str, Mapping[tuple[int, int], Injection]] = found.added.injections
    for name, area in planned.layout.areas.items():
        if not name.startswith("flow_in_"):
            continue
        years = [key for key in area.grid.field_position if key.startswith("year:")]
        own = carried.get(area.sheet, {})
        for item, key in enumerate(area.grid.items):
            at = [area.position(item, year) for year in years]
            cells = (own.get((row + 1, column + 1)) for row, column in at)
            counts[key] += sum(one.cell.kind != "n" for one in cells if one and one.cell and one.cell.value)
    return dict(counts)
