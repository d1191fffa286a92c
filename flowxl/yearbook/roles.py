"""What each column of a table holds: labels of a kind, or figures of a year or under a name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flowxl.yearbook.blocks import Block
from flowxl.yearbook.cell_kinds import is_value
from flowxl.yearbook.column_titles import Role, names_city, roles_in
from flowxl.yearbook.context import Context, Given, Vocabulary, sets_apart
from flowxl.yearbook.grids import Grid, is_blank
from flowxl.yearbook.labels import any_year, joined, label_of, place_and_name, year_of


@dataclass
class Columns:
    """Columns of a table by what they hold.

    Attributes
    ----------
    labels
        Column of each kind of label.
    years
        Year of each column that has one in its header.
    marked
        The label of each year that carries a mark (2020*), by column.
    titles
        Header cells of each column of figures without its year, from top to bottom.
    ignored
        Columns of codes, numbers of rows and remarks.
    titles_are
        Whether the titles of columns of figures are places or indicators.
    unclear
        Whether nothing tells if rows (or columns) are places or indicators.
    centred
        Whether years stand above the middle of their columns, so that the first columns of each look like the last ones
        of the year before.
    """

    labels: dict[Role, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    marked: dict[int, str] = field(default_factory=dict)
    titles: dict[int, list[str]] = field(default_factory=dict)
    ignored: set[int] = field(default_factory=set)
    titles_are: Role | None = None
    unclear: bool = False
    centred: bool = False


def columns_of(grid: Grid, block: Block, context: Context, given: Given, vocabulary: Vocabulary) -> Columns:
    """Tell what the columns of a table hold."""
    return _Reader(grid, block, context, given, vocabulary).run()


class _Reader:
    def __init__(self, grid: Grid, block: Block, context: Context, given: Given, vocabulary: Vocabulary) -> None:
        self.grid, self.block, self.vocabulary = grid, block, vocabulary
        self.has_indicator = bool(context.indicator or given.indicator)
        self.has_place = bool(context.place or given.place)
        self.found = Columns()
        used = {c for row in (*block.header, *block.body) for c in grid.filled(row)}
        self.used = sorted(used)
        self.headers = {column: self._header(column) for column in self.used}
        self.bodies = {column: self._body(column) for column in self.used}

    def _header(self, column: int) -> list[str]:
        """Return the header cells of a column; a cell that was merged over several columns stands in each."""
        texts: list[str] = []
        for position, row in enumerate(self.block.header):
            text = self.grid.text(row, column)
            below = any(self.grid.text(lower, column) for lower in self.block.header[position + 1 :])
            if not text and below:
                text = self._from_left(row, column)
            if text and text not in texts:
                texts.append(text)
        return texts

    def _from_left(self, row: int, column: int) -> str:
        first = self.used[0]
        for left in range(column - 1, first, -1):
            if self.grid.text(row, left):
                return self.grid.text(row, left)
        return ""

    def _body(self, column: int) -> list[object]:
        cells = [self.grid.cell(row, column) for row in self.block.body]
        return [cell for cell in cells if not is_blank(cell)]

    def run(self) -> Columns:
        texts: list[int] = []
        for column in self.used:
            self._sort(column, texts)
        self._prefer_cities()
        self._rows_axis(texts)
        self._titles_axis()
        self.found.centred = self._is_centred()
        return self.found

    def _is_centred(self) -> bool:
        """Whether a column before the first year has a title that comes again below a year, and no title above."""
        years = self.found.years
        under_years = [self.found.titles[column] for column in years if self.found.titles[column]]
        before = [column for column in self.found.titles if years and column < min(years)]
        return any(self.found.titles[column] in under_years for column in before)

    def _sort(self, column: int, texts: list[int]) -> None:
        """Put a column among labels, texts of an unknown kind, or figures."""
        header, body = self.headers[column], self.bodies[column]
        years = {text: year for text in header if (year := any_year(text)) is not None}
        if years:
            self.found.years[column] = next(iter(years.values()))
            self.found.titles[column] = [text for text in header if text not in years]
            for text in years:
                if year_of(text) is None:
                    self.found.marked[column] = text
            return
        title = "\n".join(header)
        all_years = bool(body) and all(any_year(cell) is not None for cell in body)  # type: ignore[arg-type]
        roles = roles_in(title)
        figures = sum(is_value(cell) for cell in body)  # type: ignore[arg-type]
        first_labels = column == self.used[0] and not title
        if all_years and ("year" in roles or first_labels):
            self._label("year", column)
        elif roles and roles[0] == "value" and figures and not sets_apart(title):
            self.found.titles[column] = []
        elif roles and roles[0] != "value" and not (figures * 2 > len(body) and roles[0] in ("place", "indicator")):
            self._label(roles[0], column)
        elif 2 * figures < len(body) or not body:
            if body:
                texts.append(column)
        else:
            self.found.titles[column] = header

    def _label(self, role: Role, column: int) -> None:
        if role == "ignored":
            self.found.ignored.add(column)
        else:
            self.found.labels.setdefault(role, column)

    def _prefer_cities(self) -> None:
        """Of several columns of places the one that says city counts."""
        if "place" not in self.found.labels:
            return
        for column in self.used:
            of_labels = column not in self.found.titles and column not in self.found.years
            if of_labels and names_city("\n".join(self.headers[column])) and self.bodies[column]:
                self.found.labels["place"] = column
                return

    def _rows_axis(self, texts: list[int]) -> None:
        """Where no title says what the rows are, known names do, or what the lines above leave open."""
        labels = self.found.labels
        for column in texts:
            if "place" in labels and "indicator" in labels:
                return
            names = [str(cell) for cell in self.bodies[column]]
            role = self._kind(names)
            if role is None and not {"place", "indicator"} & set(labels):
                role = self._left_open()
                self.found.unclear = role is None
                role = role or "place"
            if role and role not in labels:
                labels[role] = column

    def _titles_axis(self) -> None:
        titles = [joined(map(label_of, title)).name for title in self.found.titles.values() if title]
        labels = self.found.labels
        if not titles:
            return
        if "place" in labels:
            self.found.titles_are = "indicator"
        elif "indicator" in labels:
            self.found.titles_are = "place"
        elif any(self._is_pair(title) for title in titles):
            self.found.titles_are = "indicator"
        else:
            self.found.titles_are = self._kind(titles) or self._left_open()
            if self.found.titles_are is None:
                self.found.titles_are, self.found.unclear = "indicator", True

    def _is_pair(self, title: str) -> bool:
        """Whether a title names place and indicator: 北京:GDP."""
        pair = place_and_name(title)
        return pair is not None and self.vocabulary.is_place(pair[0])

    def _left_open(self) -> Role | None:
        if self.has_indicator == self.has_place:
            return None
        return "place" if self.has_indicator else "indicator"

    def _kind(self, names: Iterable[str]) -> Role | None:
        """Whether labels are places or indicators, by the names that are known."""
        unique = list(dict.fromkeys(names))
        places = sum(self.vocabulary.is_place(name) for name in unique)
        indicators = sum(self.vocabulary.is_indicator(label_of(name).name) for name in unique)
        if places == indicators:
            return None
        return "place" if places > indicators else "indicator"
