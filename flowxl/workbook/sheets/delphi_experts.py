"""The sheet 德尔菲专家: who was asked and answered, by code; how they judge themselves; what they said."""

from collections.abc import Iterator

import numpy as np

from flowxl.core.delphi.authority import authority
from flowxl.core.delphi.study import BASES, Answer, Study
from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, Value, blanks
from flowxl.workbook.declare import Accepts, SheetSpec
from flowxl.workbook.layout import Sheet
from flowxl.workbook.sheets.accepting import CHOICE
from flowxl.workbook.sheets.delphi_grids import EXPERTS, REMARKS, STUDY, expert_grids
from flowxl.workbook.sheets.delphi_settings import score_label
from flowxl.workbook.texts_weighting import INFLUENCE_WORDS, REMARK_WORDS, RETURNED_WORDS, level_word

HERE = "delphi_experts"
SCORES = {"ca": "basis", "cs": "familiarity", "cr": "authority"}


def _columns(book: Book) -> dict[str, Columns]:
    study = book.weighting.study
    return {} if study is None else {EXPERTS: _experts(book, study), REMARKS: _remarks(book, study)}


def _experts(book: Book, study: Study) -> Columns:
    area, settings = book.layout.area(EXPERTS, HERE), book.layout.area(STUDY, HERE)
    asked = [(found, expert) for found in study.rounds for expert in found.asked]
    answers = [found.answer_of.get(expert) for found, expert in asked]

    def word(code: str, words: dict[str, Text]) -> Value:
        return book.say(words[code]) if code else None

    def score(kind: str, before: str, cell: str) -> str:
        label = score_label(kind, before, book.language)
        return f'INDEX({settings.span("setting")},MATCH("{label}"&{cell},{settings.span("label")},0))'

    def ca(k: int) -> str:
        names = [book.say(texts.FIELDS[basis]) for basis in BASES]
        parts = [score("basis", f"{n} ", area.cell(k, b, "f")) for n, b in zip(names, BASES, strict=True)]
        return f'=IFERROR({"+".join(parts)},"")'

    def cs(k: int) -> str:
        return f'=IFERROR({score("familiarity", "", area.cell(k, "familiarity", "f"))},"")'

    def cr(k: int) -> str:
        a, b = area.cell(k, "ca", "f"), area.cell(k, "cs", "f")
        return f'=IF(ISNUMBER({a})*ISNUMBER({b}),({a}+{b})/2,"")'

    values = {key: _authority(study, name) for key, name in SCORES.items()}
    state = [_state(answer) for answer in answers]
    return {
        "key": Column([f"{found.number}.{expert}" for found, expert in asked], "label"),
        "round": Column([found.number for found, _ in asked], "integer"),
        "expert": Column([expert for _, expert in asked], "label"),
        "returned_word": Column([book.say(RETURNED_WORDS[code]) for code in state]),
        "familiarity": Column(
            [level_word(a.familiarity, book.language) or None if a else None for a in answers], "input_text"
        ),
        **{
            basis: Column([word(a.basis[n], INFLUENCE_WORDS) if a else None for a in answers], "input_text")
            for n, basis in enumerate(BASES)
        },
        "ca": Column(values["ca"], "score", ca),
        "cs": Column(values["cs"], "score", cs),
        "cr": Column(values["cr"], "score", cr),
        "received": Column([a.received or None if a else None for a in answers]),
        "file": Column([a.file or None if a else None for a in answers]),
    }


def _state(answer: Answer | None) -> str:
    if answer is None:
        return "missing"
    return "late" if answer.late else "returned"


def _authority(study: Study, name: str) -> list[Value]:
    place = {expert: n for n, expert in enumerate(study.experts)}
    found: list[Value] = []
    for number, each in enumerate(study.rounds, start=1):
        values: np.ndarray = getattr(authority(study, number), name)
        found += blanks([float(values[place[expert]]) for expert in each.asked])
    return found


def _remarks(book: Book, study: Study) -> Columns:
    said = [
        (found.number, answer.expert, remark)
        for found in study.rounds
        for answer in found.answers
        for remark in answer.remarks
    ]
    spare: list[Value] = [None] * (book.layout.areas[REMARKS].grid.size - len(said))
    return {
        "position": Column([*range(1, len(said) + 1), *spare], "integer"),
        "round": Column([*(number for number, _, _ in said), *spare], "integer"),
        "expert": Column([*(expert for _, expert, _ in said), *spare]),
        "kind": Column([*(book.say(REMARK_WORDS[r.kind]) for _, _, r in said), *spare]),
        "item": Column([*(r.item or None for _, _, r in said), *spare]),
        "text": Column([*(r.text for _, _, r in said), *spare], "wrap_label"),
    }


def _accepts(book: Book, _: Sheet) -> Iterator[Accepts]:
    """Offer the words for familiarity and basis."""
    area, study, language = book.layout.areas[EXPERTS], book.weighting.study, book.language
    levels = [level_word(level, language) for level in study.choices.familiarity] if study else []
    influence = [pair.of(language) for pair in INFLUENCE_WORDS.values()]
    for fields, source in ((("familiarity",), levels), (BASES, influence)):
        rule = {"validate": "list", "source": source, "error_message": CHOICE.of(language)}
        yield Accepts((area.cells(fields[0], fields[-1]),), rule)


SHEET = SheetSpec(
    HERE,
    Text("德尔菲专家", "Delphi experts"),
    "settings",
    help=Text(
        "专家只以代码出现，姓名保存在专家名单文件中。",
        "Experts appear by code alone; names stay in the file of experts.",
    ),
    grids=expert_grids,
    columns=_columns,
    accepts=_accepts,
)
