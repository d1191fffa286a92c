"""The Delphi study of a workbook: read by names, keys and titles, as every table is."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from flowxl.core.delphi.choices import BASIS, INFLUENCE, Choices
from flowxl.core.delphi.study import BASES, SCALES, Answer, Item, Level, Remark, Round, Scale, Study
from flowxl.ooxml.package import Kind
from flowxl.reading.book_tables import Cell, Table, Tables
from flowxl.reading.stray_ratings import not_asked, stray_ratings
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
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
    """Return the study; None where there is none, or, with faults, where it cannot be read reliably."""
    if not tables.names(STUDY):
        return None
    known = len(tables.faults)
    found = _StudyReader(tables).read()
    return found if len(tables.faults) == known else None


class _StudyReader:
    def __init__(self, tables: Tables) -> None:
        self.tables, self.faults = tables, tables.faults
        self.levels: tuple[str, ...] = ()

    def fault(self, key: str, cell: Cell, **values: object) -> None:
        self.faults.append(Fault(key, cell.place, 1, found=cell.content, **values))

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
            self.faults.append(Fault("delphi.study", Place(sheet=tables[EXPERTS].target.sheet), error=str(error)))
            return None

    def _settings(self, table: Table) -> dict[str, Cell]:
        found: dict[str, Cell] = {}
        for row in table.rows:
            code = table.field(row, "code")
            if code.text and found.setdefault(code.text, table.field(row, "setting")).row != row:
                self.faults.append(Fault("delphi.setting_twice", code.place, code=shortened(code.text)))
        return found

    def _lacks(self, settings: Mapping[str, Cell], table: Table) -> bool:
        wanted = (*DELPHI_SETTINGS, *(f"basis.{basis}.{level}" for basis in BASES for level in INFLUENCE))
        lacking = [code for code in wanted if not settings.get(code)]
        lacking += [] if any(code.startswith("familiarity.") for code in settings) else ["familiarity"]
        place = Place(sheet=table.target.sheet)
        if lacking:
            self.faults.append(Fault("delphi.lacking", place, codes=tuple(lacking)))
        elif (found := settings["format"].text) != str(STUDY_FORMAT):
            self.faults.append(Fault("delphi.format", place, found=found, format=STUDY_FORMAT))
        return bool(len(self.faults))

    def _items(self, table: Table) -> tuple[Item, ...]:
        found: dict[str, Item] = {}
        for row in table.rows:
            cells = {field: table.field(row, field).text for field in ITEM_FIELDS}
            if cells["code"] in found:
                self.fault("delphi.item_twice", table.field(row, "code"))
            group = Text(cells["group_zh"], cells["group_en"])
            found[cells["code"]] = Item(cells["code"], Text(cells["name_zh"], cells["name_en"]), cells["group"], group)
        return tuple(found.values())

    def _asked(self, table: Table) -> dict[int, dict[str, int]]:
        """Return the experts of each round, each with the row that it stands in."""
        found: dict[int, dict[str, int]] = {}
        for row in table.rows:
            number, expert = table.field(row, "round"), table.field(row, "expert")
            if not number.text.isdecimal() or not expert.text:
                self.fault("delphi.round_expert", number)
                continue
            own = found.setdefault(int(number.text), {})
            if own.setdefault(expert.text, row) != row:
                self.fault("delphi.expert_twice", expert)
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
                self.fault("delphi.rating_key", key)
                continue
            for n, expert in enumerate(experts):
                if expert in columns:
                    found[number][n, place[code]] = self._rating(table.cell(row, columns[expert]), scale)
        lacking = [f"{number}.{code}" for number in numbers for code in place if f"{number}.{code}" not in seen]
        if lacking:
            self.faults.append(Fault("delphi.row_gone", Place(sheet=table.target.sheet), rows=tuple(lacking[:5])))
        return found

    def _expert_columns(self, table: Table, experts: tuple[str, ...]) -> dict[str, int]:
        found: dict[str, int] = {}
        head = table.target.min_row
        for column in range(table.target.min_col, table.target.max_col + 1):
            cell = table.cell(head, column)
            if cell.text in experts and found.setdefault(cell.text, column) != column:
                self.fault("delphi.column_twice", cell)
        for expert in experts:
            if expert not in found:
                place = Place(sheet=table.target.sheet, row=head)
                self.faults.append(Fault("delphi.column_gone", place, expert=expert))
        return found

    def _rating(self, cell: Cell, scale: Scale) -> float:
        if cell.kind is Kind.BLANK:
            return np.nan
        value = cell.value
        good = cell.kind is Kind.NUMBER and isinstance(value, float) and scale.low <= value <= scale.high
        if not good or not isinstance(value, float) or (scale.whole and not value.is_integer()):
            wanted = Message("scale.whole" if scale.whole else "scale.any", low=scale.low, high=scale.high)
            self.fault("delphi.rating", cell, scale=wanted)
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
            place, wanted = Place(sheet=table.target.sheet), str([*map(str, asked)])
            self.faults.append(Fault("delphi.rounds", place, found=str(sorted(sent)), expected=wanted))
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
            known = " / ".join(pair.zh for pair in RETURNED_WORDS.values())
            if code:
                self.fault("delphi.state", state, expert=expert.text, known=known)
            else:
                self.fault("delphi.word", state, known=known)
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

    def _word(self, cell: Cell, words: dict[str, Text]) -> str:
        code = texts.word_code(cell.text, words) if cell.text else ""
        if code is None:
            self.fault("delphi.word", cell, known=" / ".join(pair.zh for pair in words.values()))
        return code or ""

    def _level(self, cell: Cell) -> str:
        """Return the level of familiarity that a word stands for."""
        code = level_code(cell.text, self.levels) if cell.text else ""
        if code is None:
            self.fault("delphi.word", cell, known=" / ".join(level_word(level, "zh") for level in self.levels))
        return code or ""

    def _remarks(self, table: Table) -> dict[tuple[str, str], tuple[Remark, ...]]:
        found: dict[tuple[str, str], tuple[Remark, ...]] = {}
        for row in table.rows:
            cells = {field: table.field(row, field).text for field in REMARK_FIELDS}
            if not cells["text"]:
                continue
            kind = texts.word_code(cells["kind"], REMARK_WORDS)
            if kind is None:
                known = " / ".join(pair.zh for pair in REMARK_WORDS.values())
                self.fault("delphi.word", table.field(row, "kind"), known=known)
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
                self.fault("delphi.share", cell)
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
            for fault in error.faults:
                at = settings.get(fault.place.of("en"))
                self.faults.append(fault.at(at.place) if at else fault)
            return None
