"""``flowxl doctor``: what stands between Excel and Python on this computer, or on one that somebody described."""

import argparse

from flowxl.cli.desktop import addin_bytes
from flowxl.cli.desktop_words import WORDS
from flowxl.cli.exits import ATTENTION, OK, REFUSED, UsageError
from flowxl.cli.language import message_language
from flowxl.cli.output import Document, give_json, plain, print_lines, print_table
from flowxl.desktop.doctor import diagnose
from flowxl.desktop.environment import Environment
from flowxl.desktop.environment_file import read_environment
from flowxl.desktop.findings import STATES, Finding, State, worst
from flowxl.desktop.look import look
from flowxl.desktop.versions import XLWINGS
from flowxl.voice.message import Message
from flowxl.voice.text import Language

CODES: dict[State, int] = {"ok": OK, "attention": ATTENTION, "fault": REFUSED}


def run(arguments: argparse.Namespace) -> int:
    """Print what was found about each link, and what to do about it."""
    language = message_language(arguments)
    environment = _environment(arguments)
    findings = diagnose(environment)
    if not give_json(_document(environment, findings, language), arguments.json):
        _print(findings, language)
    return CODES[worst(findings)]


def _environment(arguments: argparse.Namespace) -> Environment:
    """Return the desktop in question.

    Raises
    ------
    UsageError
        If both a described desktop and a workbook of this one are given.
    """
    if arguments.environment:
        if arguments.file:
            raise UsageError(Message("cli.doctor.both"))
        return read_environment(arguments.environment)
    environment = look(arguments.file)
    # The add-in is built from xlwings' own module: without the right one there is nothing to compare with.
    if environment.addin.installed and environment.xlwings == XLWINGS and not environment.python.broken:
        return environment.with_shipped(addin_bytes())
    return environment


def _print(findings: list[Finding], language: Language) -> None:
    header = [WORDS[key].of(language) for key in ("verdict", "link", "found")]
    rows = [[_verdict(one, language), one.link.of(language), one.found.of(language)] for one in findings]
    print()
    print_table("flowxl doctor", header, rows)
    for one in findings:
        if one.state != "ok" or one.remedy.of(language):
            _print_advice(one, language)
    counts = {str(state): sum(one.state == state for one in findings) for state in STATES}
    print_lines([WORDS[f"all_{worst(findings)}"].say(language, **counts)])


def _verdict(one: Finding, language: Language) -> str:
    return WORDS[one.state if one.seen else "unseen"].of(language)


def _print_advice(one: Finding, language: Language) -> None:
    told = {"verdict": _verdict(one, language), "link": one.link.of(language), "found": one.found.of(language)}
    more = {"expected": one.expected.of(language), "remedy": one.remedy.of(language)}
    print_lines([WORDS["heading"].say(language, **told)])
    for key, text in more.items():
        if text:
            print(f"  {plain(WORDS[key].say(language, text=text))}")
    print()


def _document(environment: Environment, findings: list[Finding], language: Language) -> Document:
    rows = [
        {
            "code": one.code,
            "case": one.case,
            "state": one.state,
            "link": one.link.of(language),
            "found": one.found.of(language),
            "expected": one.expected.of(language),
            "remedy": one.remedy.of(language),
        }
        for one in findings
    ]
    return {"state": worst(findings), "findings": rows, "environment": environment.to_plain()}
