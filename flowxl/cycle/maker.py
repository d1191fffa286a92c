"""Makes the sheets of a book anew and puts them into its old package: for the next year, or with other weights."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from flowxl import __version__
from flowxl.carry.findings import Finding
from flowxl.carry.graft import compare, merge
from flowxl.carry.survey import Survey, Target, survey
from flowxl.carry.titles import new_titles, our_titles, retitle
from flowxl.core.framework import Framework
from flowxl.core.panel import Observations
from flowxl.cycle.explain import Explanation
from flowxl.cycle.our_macros import our_macros
from flowxl.cycle.roll_kept import read_kept
from flowxl.cycle.roll_plan import KeptSeries, Plan
from flowxl.cycle.roll_report import changes_of, kept_keys, unread_remarks
from flowxl.cycle.roll_returned import returned
from flowxl.ooxml.package import Package
from flowxl.reading.book_tables import Tables
from flowxl.reading.read_book import BookData
from flowxl.voice.faults import Fault, FlowXLError, rough
from flowxl.voice.text import Language
from flowxl.workbook.book import Book, Columns
from flowxl.workbook.handout import PART
from flowxl.workbook.layout import Layout
from flowxl.workbook.sheets import changes as changes_sheet
from flowxl.workbook.sheets.registry import lay_out
from flowxl.workbook.weighting import Weighting
from flowxl.workbook.writing.writer import Progress, write_book

MACRO_SUFFIX = ".xlsm"


@dataclass(frozen=True, eq=False)
class Rolled:
    """What a roll did.

    Attributes
    ----------
    plan, explanation
        What the new book holds, and why the index moved.
    findings
        References that were rewritten, cells that moved, and what could not be carried.
    carried
        Number of figures in the new book that stood in the old one.
    people_sheets
        Titles of the sheets that are a person's.
    backup
        Where a file that was replaced is kept.
    """

    plan: Plan
    explanation: Explanation
    findings: tuple[Finding, ...]
    language: Language
    carried: int
    people_sheets: tuple[str, ...]
    backup: Path | None = None
    notes: tuple[Fault, ...] = ()
    unusable: tuple[Fault, ...] = ()

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look at something."""
        return any(finding.kind != "moved" for finding in self.findings) or bool(self.unusable)


class Maker:
    """Makes the fresh sheets and puts them into the old package.

    ``weighting`` is what the new book holds about its weights; without ``report`` a sheet 变更 stays as it is.
    """

    def __init__(  # noqa: PLR0913 - what was, what will be, and how it is told
        self,
        data: BookData,
        plan: Plan,
        explanation: Explanation,
        weighting: Weighting,
        date: str | None = None,
        *,
        report: bool = True,
    ) -> None:
        refuse_lost_weighting(data)
        self.data, self.plan, self.explanation = data, plan, explanation
        self.weighting, self.report = weighting, report
        with Package.open(data.path) as package:
            tables = Tables(package)
            self.language = _language(tables)
            meta = _meta(tables)
            if PART in package.defined_names:
                fault = rough("part", data.path.name, "a colleague's part", "a whole book", "Merge it first")
                raise FlowXLError(f"{data.path.name} cannot be rolled.", [fault])
            self.synthetic = bool(meta.get("synthetic"))
            self.remarks = unread_remarks(tables, data)
            self.old_kept = read_kept(tables)
            self.sheet_names = _names(package)
            self.old_layout, titles = self._old_layout(package)
        self.date = date or plan.new.framework.data_date
        self.base = self._new_layout(titles)
        keys = kept_keys(self.kept)[: len(self.old_kept)]
        self.kept_keys = dict(zip((series.key for series in self.old_kept), keys, strict=True))
        back = returned(plan, self.old_kept, keys, self.base.areas[changes_sheet.KEPT]) if report else ()
        self.told = (*self.remarks, *back)
        self.survey: Survey | None = None

    def _old_layout(self, package: Package) -> tuple[Layout, dict[str, str]]:
        """Return the layout of the old book with the titles of its file, and these titles."""
        old = self.plan.old.observations
        layout = self._plain_layout(self.data.framework, old, self.data.weighting)
        if self.report and "flow_kept" in package.defined_names:
            kept = changes_of(self.plan, self.explanation, self.language, kept=self.old_kept).rows[changes_sheet.KEPT]
            years = self._kept_years(self.old_kept)
            layout = changes_sheet.with_changes(layout, changes_sheet.Changes({changes_sheet.KEPT: kept}, years, {}))
        found = our_titles(package, layout, self.sheet_names)
        named = {sheet.key: found.get(sheet.key, f"\0{sheet.key}") for sheet in layout.sheets}
        self.generated = layout
        return retitle(layout, named), found

    def _plain_layout(self, framework: Framework, observations: Observations, weighting: Weighting) -> Layout:
        """Return the layout of a book without 变更."""
        remarks, log = len(observations.remarks), len(self.data.log)
        return lay_out(framework, observations.years, self.language, remarks, log, weighting)

    def _kept_years(self, kept: Iterable[KeptSeries]) -> tuple[int, ...]:
        """Return the years of a list of kept series: all of the book, so that a reference to a gap finds it too."""
        years = {year for series in kept for year in (*series.values, *self.plan.old.observations.years)}
        return tuple(range(min(years), max(years) + 1)) if years else ()

    @property
    def kept(self) -> tuple[KeptSeries, ...]:
        """Every series that has no place, those of earlier years first."""
        return (*self.old_kept, *self.plan.kept)

    def _changes(self, findings: Sequence[Finding]) -> changes_sheet.Changes:
        found = changes_of(self.plan, self.explanation, self.language, self.kept, findings)
        return replace(found, years=self._kept_years(self.kept))

    def _new_layout(self, titles: dict[str, str]) -> Layout:
        new = self.plan.new.observations
        layout = self._plain_layout(new.framework, new, self.weighting)
        if self.report:
            layout = changes_sheet.with_changes(layout, self._changes(()))
        self.titles = new_titles(self.generated, layout, titles, self.sheet_names)
        return retitle(layout, self.titles)

    def write(self, path: Path, progress: Progress | None) -> None:
        """Write the new book."""
        old_book = Book(
            self.plan.old.observations,
            self.explanation.results[0],
            self.old_layout,
            self.data.framework.data_date,
            self.synthetic,
            functions=path.suffix.lower() == MACRO_SUFFIX,
            log=self.data.log,
            weighting=self.data.weighting,
            choices=self.data.choices,
            filled=self.data.filled,
        )
        self.survey = self._survey(old_book)
        with tempfile.TemporaryDirectory(prefix="flowxl-roll-") as folder:
            fresh = Path(folder) / "fresh.xlsx"
            layout = self._write_fresh(old_book, fresh, progress)
            late = compare(self.survey, fresh, layout)
            if late:  # 变更 lists them as well; it comes last, and its list at its end, so that nothing else moves
                self.survey.findings += late
                layout = self._write_fresh(old_book, fresh, None) if self.report else layout
            merge(self.survey, fresh, path, layout)

    def _write_fresh(self, old_book: Book, fresh: Path, progress: Progress | None) -> Layout:
        """Write the fresh sheets, with what was found until now on 变更; return their layout."""
        layout, more = self._with_report(self.findings)
        book = replace(
            old_book,
            observations=self.plan.new.observations,
            result=self.explanation.results[-1],
            layout=layout,
            date=self.date,
            weighting=self.weighting,
            faulty=self._faulty(),
        )
        write_book(book, fresh, progress, more=more, exact=True)
        return layout

    def _faulty(self) -> dict[str, int]:
        """Return how many cells of each series will hold something else than a number: it is carried as it stands."""
        found: Counter[str] = Counter()
        carried = self.survey.added.injections if self.survey else {}
        for name, area in self.base.areas.items():
            if not name.startswith("flow_in_"):
                continue
            years = [key for key in area.grid.field_position if key.startswith("year:")]
            for item, key in enumerate(area.grid.items):
                at = [area.position(item, year) for year in years]
                cells = (carried.get(area.sheet, {}).get((row + 1, column + 1)) for row, column in at)
                found[key] += sum(one.cell.kind != "n" for one in cells if one and one.cell and one.cell.value)
        return dict(found)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that is told, printed and listed on 变更 alike."""
        return (*self.told, *(self.survey.findings if self.survey else ()))

    def _with_report(self, findings: Sequence[Finding]) -> tuple[Layout, dict[str, Columns]]:
        """Return the layout of the new book and the contents of its 变更."""
        if not self.report:
            return self.base, {}
        changes = self._changes(findings)
        plain = replace(
            self.base,
            sheets=self.base.sheets[:-1],
            areas={name: area for name, area in self.base.areas.items() if name not in changes_sheet.FIELDS},
        )
        layout = changes_sheet.with_changes(plain, changes, self.titles[changes_sheet.KEY])
        return layout, changes_sheet.columns(changes, layout)

    def _survey(self, old_book: Book) -> Survey:
        """Look through the old book, beside what this FlowXL makes of the same contents."""
        sheets = tuple(sheet for sheet in self.generated.sheets if sheet.key != changes_sheet.KEY)
        areas = {name: area for name, area in self.generated.areas.items() if name not in changes_sheet.FIELDS}
        with tempfile.TemporaryDirectory(prefix="flowxl-roll-") as folder:
            twin = Path(folder) / "twin.xlsx"
            write_book(replace(old_book, layout=replace(self.generated, sheets=sheets, areas=areas)), twin)
            return survey(
                old_book,
                self.data.path,
                Target(self.base, kept_keys=self.kept_keys),
                twin,
                same_version=self.data.version == __version__,
                our_macros=our_macros(self.language),
            )

    def rolled(self, backup: Path | None) -> Rolled:
        """Return what was done."""
        found = self.survey
        old, new = self.plan.old.observations, self.plan.new.observations
        shared = new.fitted(new.framework, old.years)
        carried = int((~np.isnan(shared.values)).sum())
        people = tuple(found.people_sheets) if found else ()
        return Rolled(
            self.plan, self.explanation, self.findings, self.language, carried, people, backup, self.data.notes,
            self.data.faults,
        )  # fmt: skip


def refuse_lost_weighting(data: BookData) -> None:
    """Refuse a book whose Delphi study or comparisons cannot be read: in a new book they would be lost.

    Raises
    ------
    FlowXLError
        With every fault.
    """
    if data.weighting_faults:
        title = f"{data.path.name}: what stands behind its weights cannot be read surely, so nothing was written."
        raise FlowXLError(title, data.weighting_faults)


def _language(tables: Tables) -> Language:
    """Return the language of a book by its header: sheets may have been renamed."""
    table = tables.find("flow_settings", ("code", "label"))
    title = "" if table is None else table.cell(table.target.min_row, table.columns["label"]).text
    return "en" if title.isascii() else "zh"


def _meta(tables: Tables) -> dict[str, str]:
    table = tables.find("flow_meta", ("code", "setting"))
    if table is None:
        return {}
    return {table.field(row, "code").text: table.field(row, "setting").text for row in table.rows}


def _names(package: Package) -> list[str]:
    return list(package.sheet_names)
