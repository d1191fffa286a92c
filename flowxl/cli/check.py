"""``flowxl check``: what the sheet 校验 shows, for a file on disk; repairs on request, always into a new file."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from string import ascii_uppercase

import numpy as np

from flowxl import __version__
from flowxl.cli.compute import formulas_at_fault, print_findings, unusable
from flowxl.cli.exits import OK, VALUE_FAULTS, UsageError
from flowxl.cli.output import Document, fault_rows, give_json, print_lines, print_table, writing
from flowxl.cli.words import coverage_sentence, say
from flowxl.core.checks import Checks
from flowxl.reading.fix import Fix, fix_book
from flowxl.reading.formula_results import OTHER_SHOWN
from flowxl.reading.read_book import BookData, read_book
from flowxl.voice.faults import Fault, counted
from flowxl.voice.text import Language
from flowxl.workbook import texts
from flowxl.workbook.layout import CHECK_ITEMS
from flowxl.workbook.sheets.checks import FAULTS, WORDS

SHOWN = 6
"""So many codes stand in a line of the table; ``--json`` gives all."""


def run(arguments: argparse.Namespace) -> int:
    """List the checks of a workbook, and its faults and notes."""
    fixes: list[Fix] | None = None
    path: Path = arguments.file
    if arguments.fix:
        fixes, path = _fix(path, arguments.fix), arguments.fix
    book = read_book(path)
    language: Language = arguments.lang or book.language
    result = book.compute()
    differences = book.differences(result)
    if fixes is not None and not formulas_at_fault(differences):
        differences = []  # the fresh copy has no stored results at all, and says so itself
    outdated = book.outdated(result)
    listed = check_rows(book, Checks(book.observations.panel(), result), differences, language, outdated)
    document: Document = {
        "file": str(path),
        "coverage": dict(vars(result.coverage)),
        "checks": listed,
        "faults": fault_rows(book.faults),
        "remark_faults": fault_rows(book.remark_faults),
        "weighting_faults": fault_rows(book.weighting_faults),
        "differences": fault_rows(differences),
        "outdated": fault_rows(outdated),
        "notes": fault_rows(book.notes),
    }
    if fixes is not None:
        document["fixes"] = [asdict(fix) for fix in fixes]
    if not give_json(document, arguments.json):
        if fixes is not None:
            _print_fixes(fixes, path, language)
            if book.formulas:
                print_lines([say("kept_formulas", language, count=book.formulas)])
        _print_checks(listed, language)
        print_lines([coverage_sentence(result.coverage, language)])
    print_findings(book, differences, language)
    grave = any(row["level"] == len(texts.VERDICTS) - 1 for row in listed)
    return VALUE_FAULTS if grave or unusable(book) or differences else OK


def _fix(path: Path, out: Path) -> list[Fix]:
    """Write the repaired copy.

    Raises
    ------
    UsageError
        If it would take the place of a file, or cannot be written.
    """
    if out.suffix.lower() != path.suffix.lower():
        raise UsageError(f"{out}: the copy of {path.name} must end in {path.suffix}")
    if out.exists():
        raise UsageError(f"{out} exists and is never replaced; the repaired copy needs another name")
    with writing(out):
        return fix_book(path, out)


def check_rows(
    book: BookData, checks: Checks, differences: list[Fault], language: Language, outdated: Sequence[Fault] = ()
) -> list[Document]:
    """Return one row per check: code, what it asks, number found, level, verdict, where, advice."""
    # Rows, weights and settings that cannot be used would have refused the whole book.
    apart = [fault.where for fault in differences if fault.kind == OTHER_SHOWN]
    stored = [fault.where for fault in differences if fault.kind != OTHER_SHOWN]
    found = {"rows": 0, "weights": 0, "settings": 0, **checks.counts}
    weighting = [fault.where for fault in outdated]
    found |= {"faults": counted(book.faults), "stored": len(stored), "engine": len(apart), "weighting": len(weighting)}
    remarks = [fault.where for fault in book.remark_faults]
    found["remarks"] = len({place.rpartition("!")[2].lstrip(ascii_uppercase) for place in remarks})  # rows, as 校验
    where = {**_where(checks, language), "stored": stored, "engine": apart, "remarks": remarks, "weighting": weighting}
    made_with = book.version or __version__  # of that version 校验 asks as well
    known = {texts.badge(engine, book.language, made_with) for engine in texts.ENGINES}
    # Formulas that were never computed are no fault of theirs.
    grave = {code for code in FAULTS if code != "stored"} | ({"stored"} if formulas_at_fault(differences) else set())
    rows = []
    for code in CHECK_ITEMS:
        told = int(book.badge not in known) if code == "answered" else found[code]
        level = (2 if code in grave else 1) if told else 0
        name, advice = (texts.pick(pair, language) for pair in WORDS[code])
        verdict = texts.pick(texts.VERDICTS[level], language)
        rows.append(
            {
                "code": code,
                "check": name,
                "found": book.badge if code == "answered" else found[code],
                "level": level,
                "verdict": verdict,
                "where": where.get(code, []),
                "advice": advice,
            }
        )
    return rows


def _where(checks: Checks, language: Language) -> dict[str, list[str]]:
    """Return the codes behind each finding."""
    result, framework = checks.result, checks.result.framework
    cities = [city.name.of(language) for city in framework.cities]
    lacking = (result.pillar_counting[:, None] & (result.pillar_counts == 0)).any(axis=0)

    def chosen(names: tuple[str, ...] | list[str], mask: np.ndarray) -> list[str]:
        return [name for name, hit in zip(names, mask, strict=True) if hit]

    pillars, indicators = framework.pillar_codes, framework.indicator_codes
    return {
        "counting": chosen(indicators, ~result.counting),
        "pillars": chosen(pillars, ~result.pillar_counting),
        "lacking": chosen(cities, lacking),
        "thin": [f"{pillars[p]} {cities[c]}" for p, c in zip(*np.nonzero(result.pillar_amber), strict=True)],
        "uneven": chosen(indicators, checks.year_sets_differ),
        "constant": chosen(indicators, result.spread.constant & result.counting),
        "steps": chosen(indicators, checks.steps > 0),
        "bound": chosen(indicators, checks.beyond_bound),
        "zero_sum": chosen(pillars, checks.not_zero),
    }


def _print_checks(listed: list[Document], language: Language) -> None:
    header = [say(key, language) for key in ("verdict", "check", "found", "items", "advice")]
    rows = []
    for row in listed:
        codes = row["where"]
        shown = " ".join(codes[:SHOWN]) + (" " + say("more", language, count=len(codes)) if len(codes) > SHOWN else "")
        advice = row["advice"] if row["level"] else ""
        rows.append([row["verdict"], row["check"], str(row["found"]), shown, advice])
    print_table("", header, rows, [2])


def _print_fixes(fixes: list[Fix], path: Path, language: Language) -> None:
    repaired = sum(fix.kind != "review" for fix in fixes)
    key = "fixed" if repaired else "nothing_to_fix"
    print_lines([say(key, language, count=repaired, path=path), *(f"  {fix}" for fix in fixes)])
