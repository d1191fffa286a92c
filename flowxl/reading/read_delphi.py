"""The Delphi study of a workbook: read by names, keys and titles, as every table is."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from flowxl.core.delphi.choices import BASIS, INFLUENCE, Choices
from flowxl.core.delphi.study import BASES, SCALES, Answer, Item, Level, Remark, Round, Scale, Study
from flowxl.ooxml.package import Kind
from flowxl.reading.book_tables import Cell, Table, Tables
from flowxl.reading.stray_ratings import not_asked, stray_ratings
from flowxl.voice.faults import FlowXLError, rough, rough_place
from flowxl.voice.text import Text, shortened
from flowxl.workbook import texts
from flowxl.workbook.sheets.delphi_grids import EXPERTS, ITEMS, RATINGS, REMARKS, ROUNDS, STUDY, STUDY_FORMAT
from flowxl.workbook.texts_weighting import (
    DELPHI_SETTINGS,
    INFLUENCE_WORDS,
    REMARK_WORDS,
    RETURNED_WORDS,
    level_code,
    level_word,
)

ITEM_FIELDS = ("code", "name_zh", "name_en", "group", "group_zh", "group_en")
EXPERT_FIELDS = ("round", "expert", "returned_word", "familiarity", *BASES, "received", "file")
REMARK_FIELDS = ("round", "expert", "kind", "item", "text")


def read_study(tables: Tables) -> Study | None:
    """Return the study; None where there is none, or, with faults, where it cannot be read surely."""
    if not tables.names(STUDY):
        return None
    known = len(tables.faults)
    found = _StudyReader(tables).read()
    return found if len(tables.faults) == known else None


class _StudyReader:
    def __init__(self, tables: Tables) -> None:
        self.tables, self.faults = tables, tables.faults
        self.levels: tuple[str, ...] = ()

    def fault(self, cell: Cell, expected: str, found: str = "") -> None:
        self.faults.append(rough("delphi", cell.where, found or cell.shown, expected))

    def read(self) -> Study | None:
        wanted = {
            STUDY: ("code", "setting"),
            ITEMS: ITEM_FIELDS,
            ROUNDS: ("round", "sent"),
            EXPERTS: EXPERT_FIELDS,
            RATINGS: ("key",),
            REMARKS: REMARK_FIELDS,
        }
        found = {name: self.tables.find(name, fields) for name, fields in wanted.items()}
        tables = {name: table for name, table in found.items() if table is not None}
        if len(tables) < len(wanted):
            return None
        settings = self._settings(tables[STUDY])
        scale = SCALES.get(settings["scale"].text if "scale" in settings else "")
        if scale is None or self._lacks(settings, tables[STUDY]):
            return None
        choices = self._choices(settings)
        if choices is None:
            return None
        self.levels = tuple(choices.familiarity)
        items = self._items(tables[ITEMS])
        asked = self._asked(tables[EXPERTS])
        experts = tuple(dict.fromkeys(expert for each in asked.values() for expert in each))
        ratings = self._ratings(tables[RATINGS], tables[ROUNDS], items, experts, scale)
        self.faults.extend(not_asked(tables[RATINGS], ratings, experts, asked))
        rounds = self._rounds(tables, asked, ratings, experts)
        if len(self.faults):
            return None
        text = {code: cell.text for code, cell in settings.items()}
        level: Level = "indicator" if text["level"] == "indicator" else "pillar"
        try:
            return Study(text["code"], text["name"], scale, level, items, experts, rounds, choices)
        except ValueError as error:
            self.faults.append(rough("delphi", tables[EXPERTS].target.sheet, str(error), "a study that fits together"))
            return None

    def _settings(self, table: Table) -> dict[str, Cell]:
        found: dict[str, Cell] = {}
        for row in table.rows:
            code = table.field(row, "code")
            if code.text and found.setdefault(code.text, table.field(row, "setting")).row != row:
                self.fault(code, "each setting once", f"{shortened(code.text)} again")
        return found

    def _lacks(self, settings: Mapping[str, Cell], table: Table) -> bool:
        wanted = (*DELPHI_SETTINGS, *(f"basis.{basis}.{level}" for basis in BASES for level in INFLUENCE))
        lacking = [code for code in wanted if not settings.get(code)]
        lacking += [] if any(code.startswith("familiarity.") for code in settings) else ["familiarity"]
        if lacking or settings["format"].text != str(STUDY_FORMAT):
            found = f"no {', '.join(lacking)}" if lacking else f"format {settings['format'].text}"
            expected = "every setting, as generated" if lacking else f"format {STUDY_FORMAT}, as FlowXL writes it"
            self.faults.append(rough("delphi", table.target.sheet, found, expected))
        return bool(len(self.faults))

    def _items(self, table: Table) -> tuple[Item, ...]:
        found: dict[str, Item] = {}
        for row in table.rows:
            cells = {field: table.field(row, field).text for field in ITEM_FIELDS}
            if cells["code"] in found:
                self.fault(table.field(row, "code"), "each item once")
            group = Text(cells["group_zh"], cells["group_en"])
            found[cells["code"]] = Item(cells["code"], Text(cells["name_zh"], cells["name_en"]), cells["group"], group)
        return tuple(found.values())

    def _asked(self, table: Table) -> dict[int, dict[str, int]]:
        """Return the experts of each round, each with the row that it stands in."""
        found: dict[int, dict[str, int]] = {}
        for row in table.rows:
            number, expert = table.field(row, "round"), table.field(row, "expert")
            if not number.text.isdecimal() or not expert.text:
                self.fault(number, "a round and an expert")
                continue
            own = found.setdefault(int(number.text), {})
            if own.setdefault(expert.text, row) != row:
                self.fault(expert, "each expert once in a round")
        return dict(sorted(found.items()))

    def _ratings(
        self, table: Table, rounds: Table, items: tuple[Item, ...], experts: tuple[str, ...], scale: Scale
    ) -> dict[str, np.ndarray]:
        """Return the ratings by the number of the round, shape (experts, items)."""
        columns = self._expert_columns(table, experts)
        self.faults.extend(stray_ratings(table, columns))
        place = {item.code: n for n, item in enumerate(items)}
        numbers = [rounds.field(row, "round").text for row in rounds.rows]
        found = {number: np.full((len(experts), len(items)), np.nan) for number in numbers}
        seen: dict[str, int] = {}
        for row in table.rows:
            key = table.field(row, "key")
            number, _, code = key.text.partition(".")
            if number not in found or code not in place or seen.setdefault(key.text, row) != row:
                self.fault(key, "round.item, each once, as generated")
                continue
            for n, expert in enumerate(experts):
                if expert in columns:
                    found[number][n, place[code]] = self._rating(table.cell(row, columns[expert]), scale)
        lacking = [f"{number}.{code}" for number in numbers for code in place if f"{number}.{code}" not in seen]
        if lacking:
            told = ", ".join(lacking[:5])
            self.faults.append(rough("delphi", table.target.sheet, f"no row {told}", "every item in every round"))
        return found

    def _expert_columns(self, table: Table, experts: tuple[str, ...]) -> dict[str, int]:
        found: dict[str, int] = {}
        head = table.target.min_row
        for column in range(table.target.min_col, table.target.max_col + 1):
            cell = table.cell(head, column)
            if cell.text in experts and found.setdefault(cell.text, column) != column:
                self.fault(cell, "each expert once")
        for expert in experts:
            if expert not in found:
                where = f"{table.target.sheet} row {head}"
                self.faults.append(rough("delphi", where, f"no column {expert}", "a column for each expert"))
        return found

    def _rating(self, cell: Cell, scale: Scale) -> float:
        if cell.kind is Kind.BLANK:
            return np.nan
        value = cell.value
        good = cell.kind is Kind.NUMBER and isinstance(value, float) and scale.low <= value <= scale.high
        if not good or not isinstance(value, float) or (scale.whole and not value.is_integer()):
            whole = "whole number" if scale.whole else "number"
            self.fault(cell, f"a {whole} from {scale.low:g} to {scale.high:g}, or nothing")
            return np.nan
        return value

    def _rounds(
        self,
        tables: Mapping[str, Table],
        asked: Mapping[int, Mapping[str, int]],
        ratings: Mapping[str, np.ndarray],
        experts: tuple[str, ...],
    ) -> tuple[Round, ...]:
        table, remarks = tables[ROUNDS], self._remarks(tables[REMARKS])
        sent = {table.field(row, "round").text: table.field(row, "sent") for row in table.rows}
        if set(sent) != {str(number) for number in asked}:
            self.faults.append(
                rough("delphi", table.target.sheet, f"rounds {sorted(sent)}", f"rounds {[*map(str, asked)]}")
            )
            return ()
        found = []
        for number, own in asked.items():
            answers = [
                self._answer(tables[EXPERTS], row, ratings[str(number)][experts.index(expert)])
                for expert, row in own.items()
            ]
            kept = [
                replace(answer, remarks=remarks.get((str(number), answer.expert), ()))
                for answer in answers
                if answer is not None
            ]
            found.append(Round(number, sent[str(number)].text, tuple(own), tuple(kept)))
        return tuple(found)

    def _answer(self, table: Table, row: int, ratings: np.ndarray) -> Answer | None:
        """Return what one expert returned; ratings of somebody who returned nothing are a fault, never dropped."""
        expert, state = table.field(row, "expert"), table.field(row, "returned_word")
        code = texts.word_code(state.text, RETURNED_WORDS)
        if code is None or (code == "missing" and not np.isnan(ratings).all()):
            expected = " / ".join(pair[0] for pair in RETURNED_WORDS.values())
            said = f"{state.shown}, and ratings of {expert.text}" if code else state.shown
            self.fault(state, expected, said)
        if code in (None, "missing"):
            return None
        basis = [self._word(table.field(row, field), INFLUENCE_WORDS) for field in BASES]
        return Answer(
            expert.text,
            ratings,
            self._level(table.field(row, "familiarity")),
            (basis[0], basis[1], basis[2], basis[3]),
            (),
            table.field(row, "file").text,
            table.field(row, "received").text,
            code == "late",
        )

    def _word(self, cell: Cell, words: dict[str, tuple[str, str]]) -> str:
        code = texts.word_code(cell.text, words) if cell.text else ""
        if code is None:
            self.fault(cell, " / ".join(pair[0] for pair in words.values()))
        return code or ""

    def _level(self, cell: Cell) -> str:
        """Return the level of familiarity that a word stands for."""
        code = level_code(cell.text, self.levels) if cell.text else ""
        if code is None:
            self.fault(cell, " / ".join(level_word(level, "zh") for level in self.levels))
        return code or ""

    def _remarks(self, table: Table) -> dict[tuple[str, str], tuple[Remark, ...]]:
        found: dict[tuple[str, str], tuple[Remark, ...]] = {}
        for row in table.rows:
            cells = {field: table.field(row, field).text for field in REMARK_FIELDS}
            if not cells["text"]:
                continue
            kind = texts.word_code(cells["kind"], REMARK_WORDS)
            if kind is None:
                self.fault(table.field(row, "kind"), " / ".join(pair[0] for pair in REMARK_WORDS.values()))
                continue
            remark = Remark(kind, cells["item"], cells["text"])  # type: ignore[arg-type]
            key = cells["round"], cells["expert"]
            found[key] = (*found.get(key, ()), remark)
        return found

    def _choices(self, settings: Mapping[str, Cell]) -> Choices | None:
        numbers: dict[str, float] = {}
        for code, cell in settings.items():
            if code in ("format", "code", "name", "scale", "level"):
                continue
            if cell.kind is not Kind.NUMBER or not isinstance(cell.value, float):
                self.fault(cell, "a number from 0 to 1")
                return None
            numbers[code] = cell.value
        scores = {code.partition(".")[2]: value for code, value in numbers.items() if code.startswith("familiarity.")}
        basis = {
            name: tuple(numbers.get(f"basis.{name}.{level}", default[n]) for n, level in enumerate(INFLUENCE))
            for name, default in BASIS.items()
        }
        limits = {code: value for code, value in numbers.items() if "." not in code and code in Choices.__annotations__}
        try:
            return Choices(scores or Choices().familiarity, basis, **limits)  # type: ignore[arg-type]
        except FlowXLError as error:
            places = {code.rpartition(".")[2]: cell.where for code, cell in settings.items()}
            self.faults.extend(f.at(rough_place(places.get(f.where.rpartition(".")[2], f.where))) for f in error.faults)
            return None
