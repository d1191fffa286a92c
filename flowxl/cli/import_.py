"""``flowxl import``: figures from outside, shown beside a workbook first; written only when asked to."""

import argparse
import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from flowxl.cli.exits import ATTENTION, OK, UsageError
from flowxl.cli.language import message_language
from flowxl.cli.output import Document, check_targets, give_json, plain, print_lines, print_table
from flowxl.cycle.importing import VERDICTS, Line, Options, Preview, Unused
from flowxl.cycle.importing_apply import Applied
from flowxl.cycle.importing_run import Import, run_import
from flowxl.cycle.importing_words import TITLES, VERDICT_WORDS, reason_in, reasons_in
from flowxl.voice.faults import Findings, counted
from flowxl.voice.message import Message
from flowxl.voice.text import Language, Text
from flowxl.yearbook.baidu_settings import CHOICES, BaiduSettings
from flowxl.yearbook.context import Given
from flowxl.yearbook.readings import said

SHOWN = 30
"""So many figures of one verdict are shown; ``--preview`` and ``--json`` give all."""
REASONS_SHOWN = 12
_BAIDU_OPTIONS = (*CHOICES, "longest_gap")
WORDS: dict[str, Text] = {
    "read": Text(
        "读得 {read} 个数值，其中 {lines} 个在工作簿中有位置。",
        "{read} figures read; {lines} have a cell in the workbook.",
    ),
    "counts": Text(
        "新增 {new}，相同 {same}，冲突 {conflict}（保留原值），待定 {review}。",
        "{new} new, {same} the same, {conflict} in conflict (what is there stays), {review} for review.",
    ),
    "more": Text("{verdict}：另有 {count} 个，见 --preview。", "{verdict}: {count} more, see --preview."),
    "decisions": Text("百度指数的取舍：", "Decided on the Baidu Index:"),
    "changed": Text("（已改）", " (chosen)"),
    "faults": Text("需要核对（{count}）：", "To look at ({count}):"),
    "more_faults": Text("另有 {count} 条，见 --preview 或 --json。", "{count} more, see --preview or --json."),
    "unused": Text("未用（在工作簿中没有位置）：", "Not used (no cell in the workbook is for them):"),
    "more_unused": Text("另有 {count} 个，原因 {reasons} 种。", "{count} more, for {reasons} other reasons."),
    "nothing": Text(
        "没有一个数值能对上工作簿；请看上面的原因，可用 --indicator、--place、--measure、--year 或 --synonyms 补充。",
        "No figure fits the workbook; see why above. --indicator, --place, --measure, --year or --synonyms may help.",
    ),
    "preview": Text(
        "预览已写入 {path}；改好后用 --from 交回。", "Wrote the preview to {path}; give it back with --from."
    ),
    "not_written": Text(
        "尚未写入任何内容；用 --apply 或 --preview。",
        "Nothing was written yet; use --apply or --preview.",
    ),
    "applied": Text(
        "已写入 {count} 个数值（替换 {replaced} 个），备份为 {backup}。",
        "Wrote {count} figures ({replaced} in the place of others); the backup is {backup}.",
    ),
    "none": Text("没有要写入的数值。", "There was nothing to write."),
    "unlogged": Text(
        "导入记录没有空行（或旧工作簿没有这张表），本次未记入；来源已写在各行。",
        "The import log has no free row (or an older workbook has no such sheet), so this was not logged; the "
        "sources are in the rows.",
    ),
}


def run(arguments: argparse.Namespace) -> int:
    """Preview an import, and apply it where that was asked for.

    Raises
    ------
    UsageError
        If the options do not go together, or the preview would take the place of a file.
    """
    _check(arguments)
    given = Given(arguments.indicator, arguments.place, arguments.measure, arguments.year)
    job = Import(
        arguments.into,
        arguments.files,
        arguments.preview_from,
        arguments.preview,
        arguments.apply,
        Options(given, arguments.synonyms, arguments.accept),
        _baidu_settings(arguments) if arguments.baidu else None,
    )
    found = run_import(job, dt.date.today(), _tell if sys.stderr.isatty() else None)
    language = message_language(arguments, found.targets.book.language)
    if not give_json(_document(found.preview, found.lines, found.applied, language), arguments.json):
        _print(found.preview, found.lines, language)
        print_lines(_last_words(arguments, found.lines, found.applied, language))
    return ATTENTION if found.needs_a_look else OK


def _check(arguments: argparse.Namespace) -> None:
    if bool(arguments.files) == bool(arguments.preview_from):
        raise UsageError(Message("cli.import.what"))
    if arguments.preview_from and (arguments.preview or arguments.accept):
        raise UsageError(Message("cli.import.from"))
    if arguments.preview and arguments.preview.exists():
        raise UsageError(Message("cli.import.exists", path=arguments.preview))
    _check_baidu(arguments)
    check_targets(arguments.preview, arguments.json)


def _baidu_settings(arguments: argparse.Namespace) -> BaiduSettings:
    chosen = {name: value for name in _BAIDU_OPTIONS if (value := getattr(arguments, name)) is not None}
    return BaiduSettings(areas=tuple(arguments.area), synonyms=tuple(arguments.keyword), **chosen)


def _check_baidu(arguments: argparse.Namespace) -> None:
    """Refuse options that would do nothing."""
    own = [name for name in (*_BAIDU_OPTIONS, "area", "keyword") if getattr(arguments, name) not in (None, [])]
    if own and not arguments.baidu:
        raise UsageError(Message("cli.import.baidu_only", option=f"--{own[0].replace('_', '-')}"))
    if arguments.baidu and arguments.preview_from:
        raise UsageError(Message("cli.import.from_baidu"))
    if arguments.baidu and (arguments.measure or arguments.year):
        raise UsageError(Message("cli.import.baidu_given"))


def _tell(path: Path) -> None:
    print(plain(f"… {path.name}"), file=sys.stderr)


def _print(preview: Preview | None, lines: Sequence[Line], language: Language) -> None:
    columns = ("verdict", "key", "year", "value", "now", "text", "file", "reasons")
    rows, left = [], []
    for verdict in VERDICTS:
        own = [line for line in lines if line.verdict == verdict and verdict != "same"]
        rows += [_row(line, language) for line in own[:SHOWN]]
        if len(own) > SHOWN:
            word = VERDICT_WORDS[verdict].of(language)
            left.append(WORDS["more"].say(language, verdict=word, count=len(own) - SHOWN))
    if rows:
        print_table("", [TITLES[column].of(language) for column in columns], rows, [2, 3, 4])
    print_lines(left)
    if preview:
        _print_faults(preview, language)
        _print_unused(preview.unused, language)
        print_lines([WORDS["read"].say(language, read=sum(preview.files.values()), lines=len(lines))])
    counts = Counter(line.verdict for line in lines)
    print_lines([WORDS["counts"].say(language, **{str(verdict): counts[verdict] for verdict in VERDICTS})])


def _row(line: Line, language: Language) -> list[str]:
    now = "" if line.now is None else f"{line.now:.15g}" if isinstance(line.now, float) else line.now
    value = "" if line.value is None else f"{line.value:.15g}"
    verdict = VERDICT_WORDS[line.verdict].of(language)
    text = f"{line.reading.text} {line.reading.measure}".strip()
    reasons = reasons_in(line.reasons, language)
    return [verdict, line.key, str(line.year), value, now, text, line.reading.where, reasons]


def _print_faults(preview: Preview, language: Language) -> None:
    """Tell what was decided and what needs a look; only exports of the Baidu Index have these."""
    if preview.decisions:
        print_lines([WORDS["decisions"].of(language)])
        changed = WORDS["changed"].of(language)
        _print_indented(
            f"{one.name} = {one.value}: {one.meaning.of(language)}{'' if one.is_default else changed}"
            for one in preview.decisions
        )
    if preview.faults:
        print_lines([WORDS["faults"].say(language, count=counted(preview.faults))])
        told = list(Findings(preview.faults))
        _print_indented([fault.of(language) for fault in told[:SHOWN]])
        if len(told) > SHOWN:
            _print_indented([WORDS["more_faults"].say(language, count=len(told) - SHOWN)])


def _print_unused(unused: Sequence[Unused], language: Language) -> None:
    """Tell what is not used, reason by reason: the most frequent first."""
    counts: Counter[Message] = Counter()
    for one in unused:
        counts[one.reason] += one.count
    if not counts:
        return
    print_lines([WORDS["unused"].of(language)])
    told = counts.most_common(REASONS_SHOWN)
    _print_indented([f"{reason.of(language)}: {count}" for reason, count in told])
    left = counts.total() - sum(count for _, count in told)
    if left:
        _print_indented([f"{WORDS['more_unused'].say(language, count=left, reasons=len(counts) - len(told))}"])


def _print_indented(lines: Iterable[str]) -> None:
    print(*(f"  {plain(line)}" for line in lines), sep="\n")


def _last_words(
    arguments: argparse.Namespace, lines: Sequence[Line], applied: Applied | None, language: Language
) -> list[str]:
    told = []
    if not lines:
        told.append(WORDS["nothing"].of(language))
    if arguments.preview:
        told.append(WORDS["preview"].say(language, path=arguments.preview))
    if applied and applied.backup:
        told.append(
            WORDS["applied"].say(language, count=applied.figures, replaced=applied.replaced, backup=applied.backup)
        )
        if not applied.logged:
            told.append(WORDS["unlogged"].of(language))
    elif applied:
        told.append(WORDS["none"].of(language))
    elif not arguments.preview and lines:
        told.append(WORDS["not_written"].of(language))
    return told


def _document(preview: Preview | None, lines: Sequence[Line], applied: Applied | None, language: Language) -> Document:
    counts = Counter(line.verdict for line in lines)
    document: Document = {
        "counts": {verdict: counts[verdict] for verdict in VERDICTS},
        "lines": [_line_document(line, language) for line in lines],
    }
    if preview:
        document["read"] = [{"file": f, "sheet": s, "figures": count} for (f, s), count in preview.files.items()]
        document["unused"] = [_unused_document(one, language) for one in preview.unused]
        document["decisions"] = [{**vars(one), "meaning": one.meaning.of(language)} for one in preview.decisions]
        document["faults"] = [fault.to_json(language) for fault in Findings(preview.faults)]
        document["notes"] = [{"file": f, "sheet": s, "note": said(note, language)} for f, s, note in preview.remarks]
    if applied:
        backup = str(applied.backup) if applied.backup else None
        document["applied"] = {**asdict(applied), "backup": backup}
    return document


def _unused_document(one: Unused, language: Language) -> Document:
    return {
        "file": one.file,
        "sheet": one.sheet,
        "reason": one.reason.of(language),
        "code": one.reason.key,
        "count": one.count,
        "cell": one.cell,
    }


def _line_document(line: Line, language: Language) -> Document:
    reading = line.reading
    return {
        "verdict": line.verdict,
        "decision": line.decision,
        "key": line.key,
        "year": line.year,
        "value": line.value,
        "now": line.now,
        "target": f"{line.sheet}!{line.address}",
        "reasons": [reason_in(reason, language) for reason in line.reasons],
        "codes": [reason.key for reason in line.reasons],
        "text": reading.text,
        "measure": reading.measure,
        "file": reading.file,
        "sheet": reading.sheet,
        "cell": reading.cell,
    }
