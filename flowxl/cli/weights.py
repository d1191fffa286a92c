"""``flowxl weights``: other weights beside those of a book, and what they would change."""

import argparse
from pathlib import Path

from flowxl.cli.carried import carried_code, carried_rows, print_carried
from flowxl.cli.output import Document, give_json, number, number_or_none, print_lines, print_table
from flowxl.cli.progress import progress
from flowxl.cycle.weights_book import WeightsDone, WeightsOptions, change_weights
from flowxl.voice.text import Language, Text
from flowxl.workbook.methods_compared import INDICATOR
from flowxl.workbook.texts_methods import method_name, reliability_words, told

COLON = Text("：", ": ")
WORDS: dict[str, Text] = {
    "title": Text("各方法的名次（{path} 的“权重比较”）", "Ranks by each method (sheet Weights compared of {path})"),
    "method": Text("方法", "Method"),
    "spearman": Text("与现行 ρ", "ρ with now"),
    "pairs": Text(
        "已加入“层次分析”，请在右上半角填比较值，再运行：flowxl weights {path} --compare ahp",
        "Added the sheet Pairwise (AHP): fill its upper half, then: flowxl weights {path} --compare ahp",
    ),
    "used": Text("“权重”已改为：{name}。", "The sheet Weights now holds: {name}."),
    "backup": Text("原簿备份为 {path}", "The book as it was: {path}"),
}


def run(arguments: argparse.Namespace) -> int:
    """Compare, and say what the sheet shows."""
    book: Path = arguments.book
    by_default = arguments.compare is None and not (arguments.pairs or arguments.use)
    options = WeightsOptions(arguments.compare, arguments.pairs or "", arguments.use, by_default)
    with progress() as report:
        done = change_weights(book, options, progress=report)
    language: Language = arguments.lang or done.renewed.before.language
    if not give_json(_document(book, done, language), arguments.json):
        _print(book, done, options, language)
    return carried_code(done.renewed.findings)


def _print(book: Path, done: WeightsDone, options: WeightsOptions, language: Language) -> None:
    framework, comparison = done.framework, done.comparison
    lines = []
    if len(comparison.methods) > 1:
        cities = [city.name.of(language) for city in framework.cities]
        header = [WORDS["method"].of(language), *cities, WORDS["spearman"].of(language)]
        rows = [
            [method_name(m.code, language), *(str(rank) if rank else "—" for rank in m.rank), number(m.spearman)]
            for m in comparison.methods
        ]
        print_table(WORDS["title"].say(language, path=book.name), header, rows, list(range(1, len(header))))
        lines.append(reliability_words(comparison.data, language, framework.unit))
        names = [pillar.name.of(language) for pillar in framework.pillars]
        codes = [indicator.name.of(language) for indicator in framework.indicators]
        for m in comparison.methods:
            note = told(m, codes if m.code.endswith(INDICATOR) else names, language, framework.unit)
            colon = COLON.of(language)
            lines += [f"{method_name(m.code, language)}{colon}{note}"] if note else []
    if options.pairs:
        lines.append(WORDS["pairs"].say(language, path=book))
    if options.use:
        lines.append(WORDS["used"].say(language, name=method_name(options.use, language)))
    print_lines([*lines, WORDS["backup"].say(language, path=done.renewed.backup)])
    print_carried(done.renewed.findings, language)


def _document(book: Path, done: WeightsDone, language: Language) -> Document:
    framework = done.framework
    names = [pillar.name.of(language) for pillar in framework.pillars]
    codes = [indicator.name.of(language) for indicator in framework.indicators]
    pillars, cities = framework.pillar_codes, framework.city_codes
    return {
        "file": str(book),
        "backup": str(done.renewed.backup),
        "findings": carried_rows(done.renewed.findings, language),
        "data": {key: value for key, value in vars(done.comparison.data).items() if key != "notes"},
        "methods": [
            {
                "code": m.code,
                "weights": None if m.weights is None else dict(zip(pillars, m.weights.tolist(), strict=True)),
                "index": dict(zip(cities, map(number_or_none, m.index.tolist()), strict=True)),
                "rank": dict(zip(cities, (rank or None for rank in m.rank.tolist()), strict=True)),
                "spearman": number_or_none(m.spearman),
                "kendall": number_or_none(m.kendall),
                "note": told(m, codes if m.code.endswith(INDICATOR) else names, language, framework.unit),
            }
            for m in done.comparison.methods
        ],
    }
