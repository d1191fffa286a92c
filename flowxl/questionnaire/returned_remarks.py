"""The rest of a returned questionnaire: familiarity and basis, proposals, and what was written elsewhere."""

from dataclasses import dataclass, field
from itertools import islice

from flowxl.core.delphi.study import BASES, Remark
from flowxl.questionnaire.identity import GENERAL, ITEMS, META, PROPOSALS, SELF, Sheet
from flowxl.questionnaire.layout import Layout
from flowxl.questionnaire.returned_ratings import text_of
from flowxl.questionnaire.returned_tables import Places, one_line
from flowxl.questionnaire.wording import SELF as QUESTIONS
from flowxl.questionnaire.wording import SELF_CODES, WORDS
from flowxl.reading.book_tables import Cell
from flowxl.voice.faults import Fault
from flowxl.voice.place import Place
from flowxl.voice.text import LANGUAGES
from flowxl.workbook.texts import word_code
from flowxl.workbook.texts_weighting import INFLUENCE_WORDS as INFLUENCE
from flowxl.workbook.texts_weighting import level_code, level_word

Basis = tuple[str, str, str, str]
MOST_OUTSIDE = 500
"""So many cells beside the tables are looked at."""


@dataclass
class Rest:
    """What stands beside the ratings; empty texts where nothing was given."""

    familiarity: str = ""
    basis: Basis = ("", "", "", "")
    remarks: list[Remark] = field(default_factory=list)
    gaps: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    filled: int = 0


def read_rest(places: Places, sheet: Sheet) -> Rest:
    """Read all but the ratings; faults are left with the places."""
    found = Rest()
    _self(places, sheet, found)
    _proposals(places, found)
    _general(places, found)
    _elsewhere(places, sheet, found)
    return found


def _self(places: Places, sheet: Sheet, found: Rest) -> None:
    table = places.table(SELF, ("code", "question", "answer"))
    if table is None:
        return
    rows = places.rows(table, list(SELF_CODES.values()))
    levels = sheet.study.choices.familiarity
    answers = {key: "" for key in SELF_CODES}
    for key, code in SELF_CODES.items():
        if code not in rows:
            continue
        cell = table.field(rows[code], "answer")
        if not cell.text and not cell.is_formula:
            question = QUESTIONS[key].of(sheet.language)
            found.gaps.append(Fault("incomplete.answer", cell.place, question=question))
            continue
        found.filled += 1
        meant = level_code(cell.text, levels) if key == "familiarity" else word_code(cell.text, INFLUENCE)
        if meant is None:
            words = [level_word(level, sheet.language) for level in levels]
            words = words if key == "familiarity" else [pair.of(sheet.language) for pair in INFLUENCE.values()]
            places.faults.append(Fault("choice", cell.place, found=cell.content, known=" / ".join(words)))
        answers[key] = meant or ""
    practice, theory, literature, intuition = (answers[base] for base in BASES)
    found.familiarity, found.basis = answers["familiarity"], (practice, theory, literature, intuition)


def _proposals(places: Places, found: Rest) -> None:
    table = places.table(PROPOSALS, ("code", "proposal", "why"))
    if table is None:
        return
    for row in table.rows:
        cells = [table.field(row, key) for key in ("proposal", "why")]
        texts = [text_of(cell, places.faults) for cell in cells]
        if any(texts):
            found.filled += 1
            found.remarks.append(Remark("proposal", "", "：".join(text for text in texts if text)))


def _general(places: Places, found: Rest) -> None:
    table = places.area(GENERAL)
    if table is None:
        return
    at = table.target
    cells = [table.cell(row, at.min_col) for row in range(at.min_row, at.max_row + 1)]
    texts = [text for cell in cells if (text := text_of(cell, places.faults))]
    if texts:
        found.filled += 1
        found.remarks.append(Remark("general", "", "\n".join(texts)))


def _elsewhere(places: Places, sheet: Sheet, found: Rest) -> None:
    """Note what stands where nothing is read: beside the tables, on other sheets, in comments on cells."""
    names = (META, ITEMS, SELF, PROPOSALS, GENERAL)
    areas = [area for name in names for area in places.package.defined_names.get(name, [])]
    with_tables, ours = {area.sheet for area in areas}, _Ours(sheet)
    for title in places.package.sheet_names:
        cells = places.sheet(title)
        if title not in with_tables:
            if cells.max_row:
                found.notes.append(Fault("not_read.sheet", Place(sheet=title)))
            continue
        boxes = [(a.min_row, a.min_col, a.max_row, a.max_col) for a in areas if a.sheet == title]
        places_outside = list(islice(cells.cells_outside(boxes), MOST_OUTSIDE + 1))
        for row, column in places_outside[:MOST_OUTSIDE]:
            cell = Cell(title, row, column, *cells.look(row, column))
            if not cell.is_formula and not ours.has(cell):
                found.notes.append(Fault("not_read.cell", cell.place, found=cell.content))
        if len(places_outside) > MOST_OUTSIDE:
            found.notes.append(Fault("not_read.more", Place(sheet=title), most=MOST_OUTSIDE))
    if places.package.parts_like("comments"):
        found.notes.append(Fault("not_read.comments", Place(places.file.name)))


class _Ours:
    """The texts that the writer puts beside the tables: headings, and what stands above."""

    def __init__(self, sheet: Sheet) -> None:
        layout = Layout(sheet)
        texts = [*layout.lines, *(WORDS[key].of(one) for key in ("proposals", "general", "info") for one in LANGUAGES)]
        self.texts = {one_line(text) for text in texts}
        self.top, self.marks = layout.self_header, (sheet.study.name, sheet.expert)

    def has(self, cell: Cell) -> bool:
        """Whether a cell holds one of them."""
        above = cell.column == 1 and cell.row <= self.top
        return one_line(cell.text) in self.texts or (above and any(mark in cell.text for mark in self.marks))
