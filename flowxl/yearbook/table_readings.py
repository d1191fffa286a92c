"""Readings from a sheet: every figure with the labels of its row and column and what the lines around it say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flowxl.voice.message import Message
from flowxl.yearbook.beside import Beside
from flowxl.yearbook.blocks import Block, find_blocks
from flowxl.yearbook.cell_kinds import is_value
from flowxl.yearbook.cell_values import cell_value
from flowxl.yearbook.column_titles import AXES, Role
from flowxl.yearbook.context import (
    Context,
    Given,
    Vocabulary,
    context_of,
    is_change,
    is_note,
    narrows,
    note_on_prices,
    other_period,
    other_value,
    says_levels_are_changes,
)
from flowxl.yearbook.decimal_mark import Marks, marks_of
from flowxl.yearbook.grids import Cell, Grid, as_text, cell_name, is_blank
from flowxl.yearbook.headings import narrows_item, other_item, other_place
from flowxl.yearbook.labels import Label, any_year, joined, label_of, marked_year, place_and_name, plain
from flowxl.yearbook.measures import folded_measure, known_measure
from flowxl.yearbook.panels import panels
from flowxl.yearbook.readings import Reading
from flowxl.yearbook.roles import Columns, columns_of

_NO_LABEL = Label("")
_NO_HEADER = Message("doubt.no_header")
_IN_TEXTS = Message("doubt.in_texts")
_NO_TITLE = Message("doubt.no_title")
_CENTRED_YEARS = Message("doubt.centred_years")
_UNCLEAR_LABELS = Message("doubt.unclear_labels")
_PART_OF_ABOVE = Message("doubt.part_of_above")


@dataclass(frozen=True)
class _Known:
    """What holds for all tables of a sheet."""

    given: Given
    vocabulary: Vocabulary
    marks: Marks


@dataclass(frozen=True)
class _Row:
    """Labels of a row."""

    place: str
    indicator: Label
    year: int | None
    measure: str
    marked: str


def read_grid(grid: Grid, vocabulary: Vocabulary, given: Given | None = None) -> list[Reading]:
    """Return a reading for each cell that holds a figure, a mark for a missing one, or a slip in typing one.

    Parameters
    ----------
    grid
        The sheet.
    vocabulary
        Tells names of places from names of indicators where titles do not.
    given
        What to take where the sheet says nothing.
    """
    given = given or Given()
    found = find_blocks(grid)
    known = _Known(given, vocabulary, marks_of(grid.rows, semicolons=grid.separator == ";"))
    readings: list[Reading] = []
    place = ""
    for block in found.blocks:
        context = context_of(block.context, vocabulary)
        if not context.place and place:  # 地区：上海 above the first of several tables
            context = Context(**{**vars(context), "place": place})
        place = context.place
        for panel in panels(grid, block, vocabulary):
            readings += _Table(panel, block, context, known).readings()
    for row in found.stray:
        readings += _stray(grid, row)
    return readings


def _stray(grid: Grid, row: int) -> Iterator[Reading]:
    for column in grid.filled(row):
        cell = grid.cell(row, column)
        if is_value(cell):
            where = cell_name(row, column)
            yield Reading(None, as_text(cell), "", "", None, "", grid.file, grid.sheet, where, (_NO_HEADER,))


class _Table:
    """Reads one table."""

    def __init__(self, grid: Grid, block: Block, context: Context, known: _Known) -> None:
        self.grid, self.block, self.context, self.known = grid, block, context, known
        self.columns: Columns = columns_of(grid, block, context, known.given, known.vocabulary)
        self.titles = {column: self._title(title) for column, title in self.columns.titles.items()}
        self.notes = (*context.notes, *_notes(block.notes))
        self.headings = [plain(grid.sheet), *(line for line in context.notes if not is_note(line))]
        self.prices = [note for note in self.notes if is_note(note) and note_on_prices(note)][:1]
        self.beside = Beside(grid, block, self.columns, known.vocabulary)
        self.parent = ""
        self.above: dict[Role, str] = {}
        self.other_places: dict[tuple[str, str], bool] = {}

    def _title(self, title: list[str]) -> tuple[str, Label]:
        """Return place and indicator that the title of a column names."""
        if not title:
            return "", _NO_LABEL
        label = joined(map(label_of, title))
        if self.columns.titles_are == "place":
            return label.name, Label("", label.measure, label.part, made_up=label.made_up)
        pair = place_and_name(label.name)
        if pair and self.known.vocabulary.is_place(pair[0]) and not self.known.vocabulary.is_indicator(label.name):
            return pair[0], replace(label, name=pair[1])
        return "", label

    def readings(self) -> Iterator[Reading]:
        for row in self.block.body:
            labels = self._row(row)
            section = context_of(self.block.sections[row], self.known.vocabulary)
            for column in self.titles:
                cell = self.grid.cell(row, column)
                if not is_blank(cell):
                    reading = self._reading(row, column, cell, labels, section)
                    beside = tuple(self.beside.doubts(row, column))
                    yield replace(reading, doubts=(*reading.doubts, *beside)) if beside else reading
            yield from self._loose(row)

    def _loose(self, row: int) -> Iterator[Reading]:
        """Yield figures that stand where labels are, or below no title at all."""
        labels = {*self.columns.labels.values(), *self.columns.ignored}
        for column in self.grid.filled(row):
            if column not in self.titles and column not in labels and is_value(self.grid.cell(row, column)):
                text = as_text(self.grid.cell(row, column))
                where = cell_name(row, column)
                yield Reading(None, text, "", "", None, "", self.grid.file, self.grid.sheet, where, (_IN_TEXTS,))

    def _row(self, row: int) -> _Row:
        texts = self._merged({role: self.grid.text(row, column) for role, column in self.columns.labels.items()})
        indicator = label_of(texts.get("indicator", ""))
        if indicator.name and not indicator.sub_item:
            self.parent = indicator.name
        said = texts.get("year", "")
        marked = said if marked_year(said) is not None else ""
        return _Row(texts.get("place", ""), indicator, any_year(said), texts.get("measure", ""), marked)

    def _merged(self, texts: dict[Role, str]) -> dict[Role, str]:
        """Give a row the label that stands once for several rows, left of their own labels."""
        labels = {role: column for role, column in self.columns.labels.items() if role in AXES}
        first = min(labels, key=labels.__getitem__, default=None)
        if first is not None and not texts[first] and any(texts[role] for role in labels if role != first):
            texts = {**texts, first: self.above.get(first, "")}
        self.above = texts
        return texts

    def _reading(self, row: int, column: int, cell: Cell, labels: _Row, section: Context) -> Reading:
        title_place, title = self.titles[column]
        indicator = labels.indicator.name or title.name or self._around("indicator", section)
        year = self._year(column, labels, section)
        measure = labels.measure or labels.indicator.measure or title.measure or section.measure or self.context.measure
        value, missing, doubt = cell_value(cell, measure or self.known.given.measure, self.known.marks)
        doubts = [why for why in (doubt, self.grid.doubts.get((row, column))) if why]
        doubts += self._doubts(column, labels, (title_place, title), section)
        return Reading(
            value=value,
            text=as_text(cell),
            place=labels.place or title_place or self._around("place", section),
            indicator=indicator,
            year=year,
            measure=measure or self.known.given.measure,
            file=self.grid.file,
            sheet=self.grid.sheet,
            cell=cell_name(row, column),
            doubts=tuple(doubts),
            missing=missing,
            notes=self.notes,
        )

    def _around(self, name: Role, section: Context) -> str:
        if name in self.columns.labels:
            return ""  # where labels have their column, one from elsewhere would be a guess
        text: str = getattr(section, name) or getattr(self.context, name) or getattr(self.known.given, name)
        return text

    def _year(self, column: int, labels: _Row, section: Context) -> int | None:
        if column in self.columns.years:
            return self.columns.years[column]
        if self.columns.years or "year" in self.columns.labels:
            return labels.year  # where years have their place, one from a title would be a guess
        said = section.year if section.year is not None else self.context.year
        return said or self.known.given.year

    def _doubts(self, column: int, labels: _Row, title: tuple[str, Label], section: Context) -> Iterator[Message]:
        part = (
            title[1].part or labels.indicator.part or section.part or self.context.part or label_of(labels.place).part
        )
        if part:
            yield Message("doubt.part_of_place", part=part)
        if labels.indicator.sub_item or title[1].sub_item:
            yield Message("doubt.part_of_item", item=self.parent) if self.parent else _PART_OF_ABOVE
        made_up = title[1].made_up or labels.indicator.made_up
        if made_up:
            yield Message("doubt.made_up", words=made_up)
        lines = [line for line in section.notes if narrows(line) or other_period(line) or other_value(line)]
        lines += [line for line in self.headings if self._against(line, labels, title)]
        lines += self._elsewhere(labels, title, section)
        narrowed = next(iter(lines), "")
        if narrowed:
            yield Message("doubt.below_line", line=narrowed)
        for note in self.prices:
            yield Message("doubt.note_says", note=note)
        if not self.columns.titles[column] and column not in self.columns.years and not self._values_column(column):
            yield _NO_TITLE
        marked = self.columns.marked.get(column) or labels.marked
        if marked:
            yield Message("doubt.marked_year", mark=marked)
        if self.columns.centred and column in self.columns.years:
            yield _CENTRED_YEARS
        if self.columns.unclear:
            yield _UNCLEAR_LABELS
        yield from self._contradictions(column, labels, title)

    def _elsewhere(self, labels: _Row, title: tuple[str, Label], section: Context) -> Iterator[str]:
        """Yield lines about another place or item, where the figures have theirs from the lines or a person only."""
        vocabulary = self.known.vocabulary
        if not labels.place and not title[0] and "place" not in self.columns.labels:
            place = self._around("place", section)
            lines = [*section.notes, *([] if section.place else self.headings)]
            yield from (line for line in lines if place and self._is_other_place(line, place))
        if not labels.indicator.name and not title[1].name and not section.indicator:
            yield from (line for line in section.notes if other_item(line, vocabulary))
            name = vocabulary.full_name(self._around("indicator", section))
            yield from (line for line in self.headings if narrows_item(line, name))

    def _is_other_place(self, line: str, place: str) -> bool:
        if (line, place) not in self.other_places:
            self.other_places[line, place] = other_place(line, place, self.known.vocabulary)
        return self.other_places[line, place]

    def _against(self, heading: str, labels: _Row, title: tuple[str, Label]) -> bool:
        """Whether a heading says that figures are of a part of a year, or changes."""
        if other_period(heading) or other_value(heading):
            return True
        name = labels.indicator.name or title[1].name or self.context.indicator
        own = labels.measure or labels.indicator.measure or title[1].measure or self.context.measure
        measure = known_measure(own)
        level = measure is not None and measure.family not in ("per cent", "per mille")
        changes = says_levels_are_changes(heading) if level else is_change(heading)
        return changes and not is_change(name) and heading != name

    def _contradictions(self, column: int, labels: _Row, title: tuple[str, Label]) -> Iterator[Message]:
        """Yield where the labels of row and column say different things."""
        if labels.indicator.name and title[1].name:
            yield Message("doubt.two_names", row=labels.indicator.name, column=title[1].name)
        if labels.place and title[0]:
            yield Message("doubt.two_places", row=labels.place, column=title[0])
        if labels.year is not None and column in self.columns.years and labels.year != self.columns.years[column]:
            yield Message("doubt.two_years", row=labels.year, column=self.columns.years[column])
        own = [labels.measure, labels.indicator.measure, title[1].measure]
        measures = {folded_measure(measure): measure for measure in own if measure}
        if len(measures) > 1:
            yield Message("doubt.two_measures", measures=tuple(measures.values()))

    def _values_column(self, column: int) -> bool:
        return any(self.grid.text(row, column) for row in self.block.header)


def _notes(lines: list[str]) -> list[str]:
    """Return the notes below a table, from the first on: a note may go on over several lines."""
    first = next((number for number, line in enumerate(lines) if is_note(line)), len(lines))
    return [line.strip() for line in lines[first:]]
