"""``flowxl reproduce``: the paper's printed figures beside ours."""

import argparse

from flowxl.cli.exits import DEVIATION, OK
from flowxl.cli.language import message_language
from flowxl.cli.output import give_json, number, print_lines, print_table
from flowxl.cli.words import WORDS
from flowxl.frameworks.load import load_framework
from flowxl.frameworks.reproduce import Check, Reproduction, reproduce
from flowxl.voice.text import Language

COLUMNS = ("code", "name", "printed", "computed", "difference", "tolerance", "verdict")
READING = ("reading", "score", "pillar_sum", "computed", "printed_index", "reproduced")


def run(arguments: argparse.Namespace) -> int:
    """Print the comparison with the paper."""
    found = reproduce()
    language = message_language(arguments)
    largest = {
        "index": max(abs(check.difference) for check in found.indices),
        "score": max(abs(check.difference) for check in found.scores),
    }
    document = {"ok": found.ok, "largest_difference": largest, **found.rows()}
    if not give_json(document, arguments.json):
        print()
        for key, checks in (("scores", found.scores), ("indices", found.indices), ("sums", found.sums)):
            _print_checks(WORDS[key].of(language), checks, language)
        _print_readings(found, language)
        print_lines(
            [WORDS["summary"].say(language, **largest), WORDS["agrees" if found.ok else "differs"].of(language)]
        )
    return OK if found.ok else DEVIATION


def _print_checks(title: str, checks: tuple[Check, ...], language: Language) -> None:
    framework = load_framework()
    names = {city.code: city.name.of(language) for city in framework.cities}
    names |= {pillar.code: pillar.short.of(language) for pillar in framework.pillars}
    rows = [
        [
            check.code,
            names[check.code],
            number(check.printed),
            number(check.computed, 4),
            number(check.difference, 4),
            number(check.tolerance, 4),
            WORDS["verdict_ok" if check.within else "verdict_explained" if check.ok else "verdict_off"].of(language),
        ]
        for check in checks
    ]
    print_table(title, [WORDS[key].of(language) for key in COLUMNS], rows, range(2, 6))


def _print_readings(found: Reproduction, language: Language) -> None:
    rows = [
        [
            WORDS[reading.code].of(language),
            number(reading.score),
            number(reading.pillar_sum),
            number(reading.index),
            number(reading.printed_index),
            WORDS["verdict_ok" if reading.reproduced else "verdict_off"].of(language),
        ]
        for reading in found.readings
    ]
    print_table(WORDS["readings"].of(language), [WORDS[key].of(language) for key in READING], rows, range(1, 5))
