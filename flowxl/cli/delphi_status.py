"""``flowxl delphi status`` and ``weights``: how a study stands, and what it makes of the weights."""

import argparse
from pathlib import Path

from flowxl.cli.carried import carried_code, carried_rows, print_carried
from flowxl.cli.exits import OK, VALUE_FAULTS
from flowxl.cli.language import message_language
from flowxl.cli.output import Document, give_json, number, number_or_none, print_lines, print_table
from flowxl.cli.progress import progress
from flowxl.core.delphi.statistics import RoundStatistics, study_statistics
from flowxl.core.delphi.study import Study
from flowxl.cycle.delphi_book import Weigh, apply_study, need_study
from flowxl.cycle.renew import Renewed
from flowxl.reading.read_book import BookData, read_book
from flowxl.voice.text import Language, Text
from flowxl.workbook import texts
from flowxl.workbook.sheets.delphi_base import last_answered
from flowxl.workbook.texts_delphi import percent, sentence

WORDS: dict[str, Text] = {
    "title": Text("德尔菲“{0}”", "Delphi study {0}"),
    "weights": Text("权重（依据第 {0} 轮评分）", "Weights (by the ratings of round {0})"),
    "before": Text("原为", "Was"),
    "now": Text("现为", "Is"),
    "moves": Text("指数与名次：", "Index and ranks:"),
    "city": Text("{0} {1} → {2}（第 {3} → {4} 名）", "{0} {1} → {2} (rank {3} → {4})"),
    "low": Text(
        "权重只依据 {0} 份答卷，低于本研究要求的积极系数；请待收齐后再运行一次。",
        "These weights rest on {0} answers, fewer than the study wants: run this again when the others are back.",
    ),
    "backup": Text("原簿备份为 {0}", "The book as it was: {0}"),
}
FIELDS = ("round", "asked", "returned", "response", "ca", "cs", "cr", "w", "p", "agreed_items", "changed_share")
SHARES = ("response", "changed_share")
LEAST_P = 0.001
"""A smaller p is not worth its digits."""


def run_status(arguments: argparse.Namespace) -> int:
    """Say how a study stands."""
    book: Path = arguments.book
    data = read_book(book)
    study = need_study(data)
    language = message_language(arguments, data.language)
    statistics = study_statistics(study)
    said = sentence(study, statistics[last_answered(study) - 1], language)
    document: Document = {
        "study": study.code,
        "name": study.name,
        "rounds": [_round(study, each) for each in statistics],
        "verdict": statistics[last_answered(study) - 1].verdict.stop,
        "sentence": said,
    }
    if not give_json(document, arguments.json):
        header = [texts.FIELDS[field].of(language) for field in FIELDS]
        rows = [[_shown(*field) for field in _round(study, each).items()] for each in statistics]
        print_table(WORDS["title"].say(language, study.name), header, rows, list(range(len(header))))
        print_lines([said])
    return OK


def _round(study: Study, found: RoundStatistics) -> dict[str, int | float | None]:
    asked = study.rounds[found.number - 1]
    judged, w = found.authority, found.concordance
    values = (
        found.number, len(asked.asked), len(asked.answers), judged.response, judged.mean_basis, judged.mean_familiarity,
        judged.mean_authority, w.w, w.p, int(found.verdict.consensus.sum()),
        found.stability.changed_share if found.stability else float("nan"),
    )  # fmt: skip
    return {
        field: value if isinstance(value, int) else number_or_none(value)
        for field, value in zip(FIELDS, values, strict=True)
    }


def _shown(field: str, value: float | None) -> str:
    if value is None:
        return "—"
    if field in SHARES:
        return percent(value)
    if field == "p" and value < LEAST_P:
        return f"<{LEAST_P:g}"
    return str(value) if isinstance(value, int) else number(value)


def run_weights(arguments: argparse.Namespace) -> int:
    """Write the weights that a study gives, and say what they move."""
    book: Path = arguments.book
    with progress() as report:
        renewed = apply_study(book, Weigh(arguments.by, arguments.integers), progress=report)
    data, now = renewed.before, renewed.now
    language = message_language(arguments, data.language)
    pillars = data.framework.pillar_codes
    document: Document = {
        "file": str(book),
        "backup": str(renewed.backup),
        "weights": dict(zip(pillars, now.weights.tolist(), strict=True)),
        "before": dict(zip(pillars, data.weights.tolist(), strict=True)),
        "origin": now.weighting.origins,
        "findings": carried_rows(renewed.findings, language),
    }
    if not give_json(document, arguments.json):
        _print_weights(data, now, renewed, language)
        print_carried(renewed.findings, language)
    return VALUE_FAULTS if _low(now) else carried_code(renewed.findings)


def _low(book: BookData) -> str:
    """Return how many answered the round that the weights rest on, where these are fewer than the study wants."""
    study = book.weighting.study
    if study is None:
        return ""
    found = study.rounds[last_answered(study) - 1]
    answered = len(found.answers) / len(found.asked)
    return f"{len(found.answers)}/{len(found.asked)}" if answered < study.choices.response_limit else ""


def _weight(value: float) -> str:
    return f"{value:g}" if value.is_integer() else number(value)


def _print_weights(before: BookData, now: BookData, renewed: Renewed, language: Language) -> None:
    study = now.weighting.study
    title = WORDS["weights"].say(language, last_answered(study) if study else "")
    names = [pillar.name.of(language) for pillar in before.framework.pillars]
    rows = [
        [name, _weight(old), _weight(new)]
        for name, old, new in zip(names, before.weights.tolist(), now.weights.tolist(), strict=True)
    ]
    header = [texts.FIELDS["name"].of(language), WORDS["before"].of(language), WORDS["now"].of(language)]
    print_table(title, header, rows, [1, 2])
    results = renewed.explanation.results
    old, new = results[0], results[-1]
    moves = []
    for n, city in enumerate(before.framework.cities):
        values = number(old.index[n]), number(new.index[n]), old.rank[n], new.rank[n]
        moves.append(WORDS["city"].say(language, city.name.of(language), *values))
    low = [WORDS["low"].say(language, _low(now))] if _low(now) else []
    lines = [WORDS["moves"].of(language), *(f"  {move}" for move in moves), *low]
    print_lines([*lines, WORDS["backup"].say(language, renewed.backup)])
