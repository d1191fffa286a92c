"""``flowxl check``: what the sheet 校验 shows, for a file on disk; repairs on request, always into a new file."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from flowxl import __version__
from flowxl.cli.compute import formulas_at_fault, print_findings, unusable
from flowxl.cli.exits import OK, VALUE_FAULTS, UsageError
from flowxl.cli.language import message_language
from flowxl.cli.output import Document, fault_rows, give_json, print_lines, print_table, writing
from flowxl.cli.words import WORDS, coverage_sentence
from flowxl.core.checks import Checks
from flowxl.reading.fix import Fix, fix_book
from flowxl.reading.formula_results import OTHER_SHOWN
from flowxl.reading.read_book import BookData, read_book
from flowxl.voice.faults import Fault
from flowxl.voice.message import Message
from flowxl.voice.text import Language
from flowxl.workbook import texts
from flowxl.workbook.sheets import checks_declared
from flowxl.workbook.sheets.check_spec import Examined

SHOWN = 6
"""So many codes stand in a line of the table; ``--json`` gives all."""


def run(arguments: argparse.Namespace) -> int:
    """List the checks of a workbook, and its faults and notes."""
    fixes: list[Fix] | None = None
    path: Path = arguments.file
    if arguments.fix:
        fixes, path = _fix(path, arguments.fix), arguments.fix
    book = read_book(path)
    language = message_language(arguments, book.language)
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
        "faults": fault_rows(book.faults, language),
        "remark_faults": fault_rows(book.remark_faults, language),
        "weighting_faults": fault_rows(book.weighting_faults, language),
        "differences": fault_rows(differences, language),
        "outdated": fault_rows(outdated, language),
        "notes": fault_rows(book.notes, language),
    }
    if fixes is not None:
        document["fixes"] = [asdict(fix) for fix in fixes]
    if not give_json(document, arguments.json):
        if fixes is not None:
            _print_fixes(fixes, path, language)
            if book.formulas:
                print_lines([WORDS["kept_formulas"].say(language, count=book.formulas)])
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
        raise UsageError(Message("cli.check.ending", out=out, book=path.name, ending=path.suffix))
    if out.exists():
        raise UsageError(Message("cli.check.exists", out=out))
    with writing(out):
        return fix_book(path, out)


def check_rows(
    book: BookData, checks: Checks, differences: list[Fault], language: Language, outdated: Sequence[Fault] = ()
) -> list[Document]:
    """Return one row per check: code, what it asks, number found, level, verdict, where, advice."""
    made_with = book.version or __version__  # of that version 校验 asks as well
    file = Examined(
        checks,
        language,
        book.faults,
        book.remark_faults,
        apart=[fault.where for fault in differences if fault.kind == OTHER_SHOWN],
        stored=[fault.where for fault in differences if fault.kind != OTHER_SHOWN],
        formulas_at_fault=formulas_at_fault(differences),
        outdated=outdated,
        badge=book.badge,
        badge_is_known=book.badge in {texts.badge(engine, book.language, made_with) for engine in texts.ENGINES},
        choices=book.choices,
    )
    rows, unit = [], book.framework.unit
    for one in checks_declared.CHECKS:
        outcome = one.outcome(file)
        level = outcome.level or 0
        rows.append(
            {
                "code": one.code,
                "check": unit.named(one.asks).of(language),
                "found": outcome.found,
                "level": level,
                "verdict": texts.VERDICTS[level].of(language),
                "where": list(outcome.where),
                "advice": unit.named(one.advice).of(language),
            }
        )
    return rows


def _print_checks(listed: list[Document], language: Language) -> None:
    header = [WORDS[key].of(language) for key in ("verdict", "check", "found", "items", "advice")]
    rows = []
    for row in listed:
        codes = row["where"]
        shown = " ".join(codes[:SHOWN]) + (
            " " + WORDS["more"].say(language, count=len(codes)) if len(codes) > SHOWN else ""
        )
        advice = row["advice"] if row["level"] else ""
        rows.append([row["verdict"], row["check"], str(row["found"]), shown, advice])
    print_table("", header, rows, [2])


def _print_fixes(fixes: list[Fix], path: Path, language: Language) -> None:
    repaired = sum(fix.kind != "review" for fix in fixes)
    key = "fixed" if repaired else "nothing_to_fix"
    print_lines([WORDS[key].say(language, count=repaired, path=path), *(f"  {fix}" for fix in fixes)])
