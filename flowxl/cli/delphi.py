"""``flowxl delphi``: send the questionnaires of a study, collect the answers, begin the next round."""

import argparse
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from flowxl.carry.findings import Finding
from flowxl.cli.carried import carried_code, carried_rows, print_carried
from flowxl.cli.delphi_words import STATES, WORDS
from flowxl.cli.exits import VALUE_FAULTS
from flowxl.cli.language import message_language
from flowxl.cli.output import Document, fault_rows, give_json, print_faults, print_lines, print_table, write_text
from flowxl.cli.progress import progress
from flowxl.core.delphi.study import Study
from flowxl.cycle import delphi_book
from flowxl.cycle.delphi_collect import Choice, Collected, collect
from flowxl.cycle.delphi_experts import Experts, read_experts
from flowxl.cycle.delphi_files import Plan, Sending, Sent, items_of, next_round, start
from flowxl.ooxml.safely import book_lock
from flowxl.reading.read_book import BookData, OpenBook
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.refusing import refusing_in
from flowxl.voice.text import Language


def run_start(arguments: argparse.Namespace) -> int:
    """Begin a study."""
    path: Path = arguments.book
    with book_lock(path), OpenBook.open(path) as book:
        data = book.data
        with refusing_in(data.language):
            _refuse_study(data, force=arguments.force)
        experts = read_experts(arguments.experts)
        name = arguments.name or data.framework.name.of(arguments.language or data.language)
        plan = Plan(name, items_of(data.framework, arguments.level), arguments.scale, arguments.level)
        with progress() as report:
            sending = _sending(arguments, data.language, report)
            saver = _Saver(book, arguments.output, experts)
            sent = start(plan, experts.codes, sending, saver.save)
    return _tell_sent(arguments, sent, saver, message_language(arguments, data.language))


def run_next(arguments: argparse.Namespace) -> int:
    """Begin the next round."""
    path: Path = arguments.book
    with book_lock(path), OpenBook.open(path) as book:
        language = book.data.language
        study = delphi_book.need_study(book.data)
        experts = read_experts(arguments.experts, study.experts) if arguments.experts else None
        saver = _Saver(book, arguments.output, experts)
        with progress() as report:
            sent = next_round(
                study,
                _sending(arguments, language, report),
                experts.codes if experts else (),
                again=arguments.again,
                save=saver.save,
            )
    return _tell_sent(arguments, sent, saver, message_language(arguments, language))


def run_collect(arguments: argparse.Namespace) -> int:
    """Collect answers."""
    path: Path = arguments.book
    with book_lock(path), OpenBook.open(path) as book:
        language = message_language(arguments, book.data.language)
        choice = Choice(arguments.partial, arguments.late, arguments.replace)
        found = collect(delphi_book.need_study(book.data), arguments.files, _today(), choice)
        findings = delphi_book.save_study(book, found.study).findings if found.changed else ()
    if not give_json(_collected(found, language) | {"findings": carried_rows(findings, language)}, arguments.json):
        _print_collected(found, path, language)
        print_carried(findings, language)
    return VALUE_FAULTS if any(entry.faults or entry.doubts for entry in found.entries) else carried_code(findings)


def _today() -> str:
    return dt.date.today().isoformat()


def _sending(arguments: argparse.Namespace, language: Language, report: object) -> Sending:
    return Sending(
        arguments.output,
        _today(),
        arguments.language or language,
        arguments.due or "",
        arguments.force,
        report,  # type: ignore[arg-type]
    )


def _refuse_study(data: BookData, *, force: bool) -> None:
    """Refuse to begin a study where one is: one with answers is never replaced."""
    study = delphi_book.study_of(data)
    answers = sum(len(one.answers) for one in study.rounds) if study else 0
    if study and (answers or not force):
        place, name, code = Place(str(data.path)), study.name, study.code
        if answers:
            fault = Fault("study.answers", place, study=name, code=code, answers=answers)
        else:
            fault = Fault("study.no_answers", place, study=name, code=code)
        raise FlowXLError(Message("cli.delphi.has_study", book=data.path.name), [fault])


def _tell_sent(arguments: argparse.Namespace, sent: Sent, saver: "_Saver", language: Language) -> int:
    experts = saver.experts
    listed = _list_path(arguments.output, experts, len(sent.study.rounds))
    if not give_json(_sent(sent, listed) | {"findings": carried_rows(saver.findings, language)}, arguments.json):
        _print_sent(sent, listed, experts, arguments.book, language)
        print_carried(saver.findings, language)
    low = sent.response_rate is not None and sent.response_rate < sent.study.choices.response_limit
    return VALUE_FAULTS if low else carried_code(saver.findings)


class _Saver:
    """Keeps a study: first the list of who has which code, for without it nobody knows; then the book."""

    def __init__(self, book: OpenBook, folder: Path, experts: Experts | None) -> None:
        self.book, self.folder, self.experts = book, folder, experts
        self.findings: tuple[Finding, ...] = ()

    def save(self, study: Study) -> None:
        """Write list and book, or neither."""
        path = _list_path(self.folder, self.experts, len(study.rounds))
        if path is None or self.experts is None:
            self.findings = delphi_book.save_study(self.book, study).findings
            return
        before = path.read_bytes() if path.exists() else None
        write_text(path, self.experts.csv(), "utf-8-sig")
        try:
            self.findings = delphi_book.save_study(self.book, study).findings
        except BaseException:
            if before is None:
                path.unlink()
            else:
                path.write_bytes(before)
            raise


def _list_path(folder: Path, experts: Experts | None, number: int) -> Path | None:
    """Return where the list with codes goes; None where none was given."""
    return folder / f"experts-round{number}.csv" if experts and experts.given else None


def _print_sent(sent: Sent, listed: Path | None, experts: Experts | None, book: Path, language: Language) -> None:
    study, folder = sent.study, sent.files[0].parent
    names = dict(zip(experts.codes, experts.names, strict=True)) if experts else {}
    asked = study.rounds[-1].asked
    rows = [[code, names.get(code, ""), file.name] for code, file in zip(asked, sent.files, strict=True)]
    title = WORDS["sent"].say(language, len(study.rounds), study.name, study.code, len(rows), folder)
    columns = [0, 1, 2] if names else [0, 2]
    header = [WORDS[("code", "name", "file")[column]].of(language) for column in columns]
    print_table(title, header, [[row[column] for column in columns] for row in rows])
    lines = []
    if sent.response_rate is not None:
        values = (len(study.rounds) - 1, sent.answered, sent.asked, sent.response_rate)
        low = sent.response_rate < study.choices.response_limit
        lines.append(WORDS["rate"].say(language, *values))
        lines += [WORDS["low_rate"].say(language, study.choices.response_limit)] if low else []
        lines += [WORDS["joined"].say(language, sent.joined)] if sent.joined else []
        lines += [WORDS["again"].say(language, sent.again)] if sent.again else []
    if experts and not sent.joined:
        lines.append(WORDS["nobody_new"].of(language))
    lines += [WORDS["dropped"].say(language, sent.dropped)] if sent.dropped else []
    lines += [WORDS["listed"].say(language, listed)] if listed else []
    print_lines([*lines, WORDS["then"].say(language, book, folder)])


def _print_collected(found: Collected, book: Path, language: Language) -> None:
    rows = [
        [entry.file.name, entry.expert, str(entry.round or ""), STATES[entry.state].of(language)]
        for entry in found.entries
    ]
    header = [WORDS[key].of(language) for key in ("file", "code", "round", "state")]
    print_table(WORDS["collected"].say(language, len(rows)), header, rows, numbers=(2,))
    last = found.study.rounds[-1]
    late = {entry.round for entry in found.entries if entry.state in ("taken", "replaced")} - {last.number}
    shown = [*(found.study.rounds[number - 1] for number in sorted(late)), last]
    lines = [WORDS["so_far"].say(language, one.number, len(one.answers), len(one.asked)) for one in shown]
    lines += [WORDS["waiting"].say(language, found.waiting)] if found.waiting else []
    lines += [WORDS["left_out"].say(language, [path.name for path in found.left_out])] if found.left_out else []
    print_lines([*lines, WORDS["saved" if found.changed else "unchanged"].say(language, book)])
    for entry in found.entries:
        if entry.faults:
            print_faults(WORDS["refused"].say(language, entry.file.name), entry.faults, language)
        if entry.doubts:
            print_faults(WORDS["doubts"].say(language, entry.file.name), entry.doubts, language)


def _sent(sent: Sent, listed: Path | None) -> Document:
    study = sent.study
    return {
        "study": study.code,
        "name": study.name,
        "round": len(study.rounds),
        "questionnaires": _paired(study.rounds[-1].asked, sent.files),
        "joined": list(sent.joined),
        "dropped": list(sent.dropped),
        "again": list(sent.again),
        "response_rate": sent.response_rate,
        "list": str(listed) if listed else None,
    }


def _paired(codes: Sequence[str], files: Sequence[Path]) -> list[dict[str, str]]:
    return [{"expert": code, "file": str(file)} for code, file in zip(codes, files, strict=True)]


def _collected(found: Collected, language: Language) -> Document:
    last = found.study.rounds[-1]
    return {
        "study": found.study.code,
        "round": last.number,
        "answers": len(last.answers),
        "asked": len(last.asked),
        "waiting": list(found.waiting),
        "left_out": [str(path) for path in found.left_out],
        "files": [
            {
                "file": str(entry.file),
                "expert": entry.expert,
                "round": entry.round,
                "state": entry.state,
                "faults": fault_rows(entry.faults, language),
                "doubts": fault_rows(entry.doubts, language),
            }
            for entry in found.entries
        ],
    }
