"""A book that is to be made anew, as it is planned: what it was, what it will be, where its sheets and tables are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from flowxl import __version__
from flowxl.carry.findings import Finding
from flowxl.carry.old_file import OldFile
from flowxl.carry.titles import new_titles, retitle
from flowxl.core.panel import Observations
from flowxl.cycle.explain import Explanation
from flowxl.cycle.roll_kept import read_kept
from flowxl.cycle.roll_plan import KeptSeries, Plan
from flowxl.cycle.roll_report import changes_of, kept_keys, unread_remarks
from flowxl.cycle.roll_returned import returned
from flowxl.reading.book_tables import Tables
from flowxl.reading.read_book import BookData, OpenBook
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Language
from flowxl.workbook.book import Book, Columns
from flowxl.workbook.handout import PART
from flowxl.workbook.layout import Layout
from flowxl.workbook.sheets import changes as changes_sheet
from flowxl.workbook.sheets.registry import lay_out
from flowxl.workbook.texts import WORDED_ALIKE
from flowxl.workbook.weighting import Weighting


@dataclass(frozen=True, eq=False)
class Planned:
    """What was, what will be, and how it is told; nothing is written yet.

    Attributes
    ----------
    data
        The old book as it was read.
    plan, explanation
        What the new book holds, and why the index moves.
    weighting
        What the new book holds about its weights.
    date
        Date shown on 说明.
    report
        Whether the new book gets a sheet 变更; without it one that is there stays as it is.
    language, synthetic, same_version
        Language of the sheets; whether the figures are marked as made up; whether the old book
        has the words and looks of this FlowXL.
    file
        What lies in the file of the old book. Making the new one uses it up.
    generated
        Layout of the old book as it was generated.
    remarks, old_kept
        What is told of remarks that cannot be read; the figures without a place that the old 变更 keeps.
    """

    data: BookData
    plan: Plan
    explanation: Explanation
    weighting: Weighting
    date: str
    report: bool
    language: Language
    synthetic: bool
    same_version: bool
    file: OldFile
    generated: Layout
    remarks: tuple[Finding, ...]
    old_kept: tuple[KeptSeries, ...]

    @property
    def kept(self) -> tuple[KeptSeries, ...]:
        """Every series that has no place, those of earlier years first."""
        return (*self.old_kept, *self.plan.kept)

    @cached_property
    def kept_keys(self) -> dict[str, str]:
        """What the series that the old list keeps are called in the new one."""
        keys = kept_keys(self.kept)[: len(self.old_kept)]
        return dict(zip((series.key for series in self.old_kept), keys, strict=True))

    @cached_property
    def told(self) -> tuple[Finding, ...]:
        """What is told before anything of the old book was looked through."""
        if not self.report:
            return self.remarks
        area = self.layout.areas[changes_sheet.KEPT]
        keys = kept_keys(self.kept)[: len(self.old_kept)]
        return (*self.remarks, *returned(self.plan, self.old_kept, keys, area))

    @cached_property
    def old_layout(self) -> Layout:
        """Layout of the old book with the titles of its file; a sheet that is gone has one that no file can have."""
        named = {sheet.key: self.file.titles.get(sheet.key, f"\0{sheet.key}") for sheet in self.generated.sheets}
        return retitle(self.generated, named)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Title of each sheet of the new book."""
        return new_titles(self.generated, self._untitled, self.file.titles, self.file.worksheets)

    @cached_property
    def layout(self) -> Layout:
        """Layout of the new book, with what is known for 变更 before the old one is looked through."""
        return retitle(self._untitled, self.titles)

    @cached_property
    def _untitled(self) -> Layout:
        new = self.plan.new.observations
        layout = _plain_layout(self.data, new, self.language, self.weighting)
        return changes_sheet.with_changes(layout, self._changes(())) if self.report else layout

    def _changes(self, findings: Sequence[Finding]) -> changes_sheet.Changes:
        found = changes_of(self.plan, self.explanation, self.language, self.kept, findings)
        return replace(found, years=_kept_years(self.plan, self.kept))

    def with_report(self, findings: Sequence[Finding]) -> tuple[Layout, dict[str, Columns]]:
        """Return the layout of the new book, and the contents of a 变更 that lists some findings."""
        if not self.report:
            return self.layout, {}
        changes = self._changes(findings)
        plain = replace(
            self.layout,
            sheets=self.layout.sheets[:-1],
            areas={name: area for name, area in self.layout.areas.items() if name not in changes_sheet.FIELDS},
        )
        layout = changes_sheet.with_changes(plain, changes, self.titles[changes_sheet.KEY])
        return layout, changes_sheet.columns(changes, layout)

    def old_book(self, *, functions: bool) -> Book:
        """Return the old book generated again from its own data, with the titles of its file."""
        return Book(
            self.plan.old.observations,
            self.explanation.results[0],
            self.old_layout,
            self.data.framework.data_date,
            self.synthetic,
            functions=functions,
            log=self.data.log,
            weighting=self.data.weighting,
            choices=self.data.choices,
            filled=self.data.filled,
        )


def plan_anew(  # noqa: PLR0913 - what was, what will be, and how it is told
    book: OpenBook,
    plan: Plan,
    explanation: Explanation,
    weighting: Weighting,
    date: str | None = None,
    *,
    report: bool,
) -> Planned:
    """Plan to make an open book anew; afterwards it can be closed.

    Raises
    ------
    FlowXLError
        If it is a colleague's part, or what stands behind its weights cannot be read reliably.
    """
    data, tables = book.data, book.tables.afresh()
    refuse_lost_weighting(data)
    language, meta = _language(tables), _meta(tables)
    if PART in book.package.defined_names:
        fault = Fault("part.anew", Place(data.path.name))
        raise FlowXLError(Message("anew.part", name=data.path.name), [fault], data.language)
    remarks, old_kept = tuple(unread_remarks(tables, data)), read_kept(tables)
    generated = _plain_layout(data, plan.old.observations, language, data.weighting)
    if report and changes_sheet.KEPT in book.package.defined_names:
        kept = changes_of(plan, explanation, language, kept=old_kept).rows[changes_sheet.KEPT]
        changes = changes_sheet.Changes({changes_sheet.KEPT: kept}, _kept_years(plan, old_kept), {})
        generated = changes_sheet.with_changes(generated, changes)
    return Planned(
        data,
        plan,
        explanation,
        weighting,
        date or plan.new.framework.data_date,
        report,
        language,
        bool(meta.get("synthetic")),
        data.version in (__version__, *WORDED_ALIKE),
        OldFile.of(tables, generated),
        generated,
        remarks,
        old_kept,
    )


def _plain_layout(data: BookData, observations: Observations, language: Language, weighting: Weighting) -> Layout:
    """Return the layout of a book without 变更."""
    remarks, log = len(observations.remarks), len(data.log)
    return lay_out(observations.framework, observations.years, language, remarks, log, weighting)


def _kept_years(plan: Plan, kept: Iterable[KeptSeries]) -> tuple[int, ...]:
    """Return the years of a list of kept series: all of the book, so that a reference to a gap finds it too."""
    years = {year for series in kept for year in (*series.values, *plan.old.observations.years)}
    return tuple(range(min(years), max(years) + 1)) if years else ()


def refuse_lost_weighting(data: BookData) -> None:
    """Refuse a book whose Delphi study or comparisons cannot be read: in a new book they would be lost.

    Raises
    ------
    FlowXLError
        With every fault.
    """
    if data.weighting_faults:
        raise FlowXLError(Message("anew.weighting", name=data.path.name), data.weighting_faults, data.language)


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
