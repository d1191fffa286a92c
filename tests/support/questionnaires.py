"""Studies for the tests of questionnaires and their files, and what an expert fills in."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
from openpyxl.cell import Cell
from support.edits import offices
from support.engines import need

from flowxl.core.delphi.study import SCALES, Answer, Item, Level, Round, ScaleCode, Study
from flowxl.cycle.delphi_files import items_of
from flowxl.frameworks.load import load_framework
from flowxl.questionnaire.identity import Sheet
from flowxl.questionnaire.write import write_questionnaire
from flowxl.voice.text import Language, Text

FULL_SELF = ("familiar", ("large", "medium", "small", "small"))
SELF_WORDS = ("熟悉", "大", "中", "小", "小")
"""What stands in the drop-downs for it, in Chinese."""
NAMES = ("货运量", "客运量", "机场吞吐量", "创新投入")


def study(scale: ScaleCode = "1-5", experts: int = 4) -> Study:
    """Return a small study of four indicators in two pillars, its first round open."""
    groups = (("TR", "交通流", "Transport"), ("TR", "交通流", "Transport"), ("TR", "交通流", "Transport"))
    groups += (("SI", "科教创新流", "Science"),)
    items = tuple(
        Item(f"{code}0{n}", Text(name, f"Item {n} of {en}"), code, Text(zh, en))
        for n, ((code, zh, en), name) in enumerate(zip(groups, NAMES, strict=True), 1)
    )
    codes = tuple(f"E{n:02}" for n in range(1, experts + 1))
    return Study("D1a2b3c4", "流量经济指标", SCALES[scale], "indicator", items, codes, (Round(1, "2022-01-01", codes),))


def whole(scale: ScaleCode = "1-5", level: Level = "pillar", experts: int = 12) -> Study:
    """Return a study of the framework that is shipped."""
    codes = tuple(f"E{n:02}" for n in range(1, experts + 1))
    items = items_of(load_framework("flow_economy"), level)
    return Study("Dff001122", "流量经济指标体系", SCALES[scale], level, items, codes, (Round(1, "2022-01-01", codes),))


def answered(found: Study, ratings: np.ndarray) -> Study:
    """Return the study with full answers to its last round: one row of ratings for each expert who was asked."""
    last = found.rounds[-1]
    answers = tuple(Answer(code, row, *FULL_SELF) for code, row in zip(last.asked, ratings, strict=False))
    return replace(found, rounds=(*found.rounds[:-1], replace(last, answers=answers)))


def second_round(found: Study) -> Study:
    """Return the study with a second round for those who answered."""
    asked = tuple(found.rounds[-1].answer_of)
    return replace(found, rounds=(*found.rounds, Round(len(found.rounds) + 1, "2022-02-01", asked)))


class Form:
    """A questionnaire as a stranger's program sees it: found by names, titles and codes with openpyxl alone."""

    def __init__(self, path: Path) -> None:
        self.path, self.book = path, openpyxl.load_workbook(path)

    def cell(self, table: str, code: str, title: str) -> Cell:
        """Return a cell of a table by the code of its row and the title of its column."""
        title_of_sheet, area = next(iter(self.book.defined_names[table].destinations))
        rows = self.book[title_of_sheet][area.replace("$", "")]
        column = [cell.value for cell in rows[0]].index(title)
        return next(row[column] for row in rows if row[0].value == code)

    @property
    def general(self) -> Cell:
        """The cell of the general remark."""
        sheet, area = next(iter(self.book.defined_names["fq_general"].destinations))
        return self.book[sheet][area.replace("$", "").partition(":")[0]]

    def put(self, table: str, code: str, title: str, value: object) -> "Form":
        """Put a value into a cell."""
        self.cell(table, code, title).value = value
        return self

    def full(self, ratings: Mapping[str, object], title: str = "评分") -> "Form":
        """Put ratings, and answer what is asked about oneself."""
        for code, value in ratings.items():
            self.put("fq_items", code, title, value)
        for code, word in zip(("S1", "S2", "S3", "S4", "S5"), SELF_WORDS, strict=True):
            self.put("fq_self", code, "选择", word)
        return self

    def save(self, path: Path | None = None) -> Path:
        """Save, by default in place."""
        self.book.save(path or self.path)
        return path or self.path


def typed(path: Path, cells: Mapping[tuple[str, str, str], str], to: Path, general: str = "") -> Path:
    """Type into the protected sheet in LibreOffice, as hands do, and save."""
    need("libreoffice")
    form = Form(path)
    places = [(form.cell(*place), text) for place, text in cells.items()]
    places += [(form.general, general)] if general else []
    office = offices().get()
    try:
        ops = [["enter", cell.parent.title, cell.coordinate, text] for cell, text in places]
        return office.run(path, ops, to, protected=True)
    finally:
        offices().put(office)


def sent(found: Study, folder: Path, expert: str = "E01", language: Language = "zh") -> Path:
    """Write the questionnaire of an expert for the last round."""
    path = folder / f"{expert}-{len(found.rounds)}-{language}.xlsx"
    write_questionnaire(Sheet(found, len(found.rounds), expert, language, "2022-03-31"), path)
    return path
