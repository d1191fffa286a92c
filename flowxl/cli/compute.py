"""``flowxl compute``: the index from a workbook, as a table, CSV or JSON."""

import argparse

from flowxl.cli.document import result_csv, result_document
from flowxl.cli.exits import OK, VALUE_FAULTS
from flowxl.cli.language import message_language
from flowxl.cli.output import (
    Document,
    check_targets,
    fault_rows,
    give_csv,
    give_json,
    number,
    print_faults,
    print_lines,
    print_table,
)
from flowxl.cli.words import WORDS, coverage_sentence
from flowxl.core.result import Result
from flowxl.reading.read_book import BookData, read_book
from flowxl.voice.faults import Fault, counted
from flowxl.voice.text import Language
from flowxl.workbook.layout import order_by_weight

MANY = 8
"""From more cities than this the table has one row per city, not one column."""


def run(arguments: argparse.Namespace) -> int:
    """Print the index of a workbook; write it to files on request."""
    check_targets(arguments.csv, arguments.json)
    book = read_book(arguments.file)
    result = book.compute()
    language = message_language(arguments, book.language)
    differences = book.differences(result)
    told = give_csv(result_csv(result, arguments.csv_titles), arguments.csv)
    told |= give_json(_document(book, result, differences, language), arguments.json)
    if not told:
        print_result(result, language)
        print_lines([WORDS["wrote"].say(language, path=path) for path in (arguments.csv, arguments.json) if path])
    print_findings(book, differences, language)
    return VALUE_FAULTS if unusable(book) or differences else OK


def unusable(book: BookData) -> bool:
    """Whether something in a book cannot be used."""
    return bool(book.faults or book.remark_faults or book.weighting_faults)


def formulas_at_fault(differences: list[Fault]) -> bool:
    """Whether the file's own formulas show something else; those that were never computed show nothing."""
    return any(fault.kind != "not_computed" for fault in differences)


def print_findings(book: BookData, differences: list[Fault], language: Language) -> None:
    """List notes, cells and remarks that cannot be used, and results in the file that differ, on stderr."""
    told = {"notes": book.notes, "unusable": book.faults, "remarks": book.remark_faults}
    told |= {"weighting": book.weighting_faults}
    differ = "differ" if formulas_at_fault(differences) else "not_computed"
    for key, found in (*told.items(), (differ, differences)):
        if found:
            print_faults(WORDS[key].say(language, count=counted(found)), found, language)


def print_result(result: Result, language: Language) -> None:
    """Print Table 2 of this result, how much stands behind it, and what to know before quoting it."""
    framework = result.framework
    first, last = result.settings.window
    title = f"{framework.name.of(language)} {first}–{last}"
    cities = [city.name.of(language) for city in framework.cities]
    index = [number(value) for value in result.index]
    rank = [str(value) if value else "—" for value in result.rank]
    order = order_by_weight(framework)
    names = [framework.pillars[n].short.of(language) or framework.pillars[n].name.of(language) for n in order]
    scores = [[_score(result, n, c) for c in range(len(cities))] for n in order]
    print()
    if len(cities) <= MANY:
        header = [WORDS["weight"].of(language), WORDS["pillar"].of(language), *cities]
        rows = [[f"{result.weights[n]:g}", name, *row] for n, name, row in zip(order, names, scores, strict=True)]
        rows += [
            [f"{result.weights.sum():g}", WORDS["index"].of(language), *index],
            ["", WORDS["rank"].of(language), *rank],
        ]
        print_table(title, header, rows, [0, *range(2, len(header))])
    else:
        header = [framework.unit.named(WORDS[key]).of(language) for key in ("rank", "city", "index")]
        header += names
        columns = zip(rank, cities, index, *scores, strict=True)
        places = [value or len(cities) + 1 for value in result.rank.tolist()]
        rows = [list(row) for _, row in sorted(zip(places, columns, strict=True), key=lambda pair: pair[0])]
        print_table(title, header, rows, [0, *range(2, len(header))])
    print_lines(_remarks(result, language))


def _score(result: Result, pillar: int, city: int) -> str:
    text = number(result.pillar_scores[pillar, city])
    return f"{text}*" if result.pillar_amber[pillar, city] else text


def _remarks(result: Result, language: Language) -> list[str]:
    framework = result.framework
    names = {pillar.code: pillar.short.of(language) or pillar.name.of(language) for pillar in framework.pillars}
    lines = [coverage_sentence(result.coverage, language)]
    if not result.coverage.pillars:
        return [*lines, WORDS["nothing"].of(language)]
    kind = "scaled" if result.settings.missing_pillar == "rest" else "no_index"
    for position, city in enumerate(framework.cities):
        lacking = [names[code] for code in result.lacking(position)]
        if lacking:
            lines.append(WORDS[kind].say(language, city=city.name.of(language), pillars=lacking))
    left_out = [name for name, counts in zip(names.values(), result.pillar_counting, strict=True) if not counts]
    if left_out:
        lines.append(framework.unit.named(WORDS["left_out"]).say(language, names=left_out))
    if result.pillar_amber.any():
        lines.append(WORDS["amber"].say(language, share=result.settings.min_indicator_share))
    constant = result.spread.constant & result.counting
    if constant.any():
        codes = [code for code, same in zip(framework.indicator_codes, constant, strict=True) if same]
        lines.append(framework.unit.named(WORDS["constant"]).say(language, names=codes))
    return lines


def _document(book: BookData, result: Result, differences: list[Fault], language: Language) -> Document:
    found = {
        "faults": book.faults,
        "remark_faults": book.remark_faults,
        "weighting_faults": book.weighting_faults,
        "differences": differences,
        "notes": book.notes,
    }
    return {**result_document(result), **{name: fault_rows(faults, language) for name, faults in found.items()}}
