"""``flowxl merge``: bring the parts of colleagues back into the book."""

import argparse
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from flowxl.cli.arguments import BOOKS
from flowxl.cli.exits import OK, VALUE_FAULTS, UsageError
from flowxl.cli.language import message_language
from flowxl.cli.output import Document, fault_rows, give_json, print_faults, print_lines, print_table
from flowxl.cli.progress import progress
from flowxl.core.panel import Remark
from flowxl.cycle.merge import Merge, MergeOptions, merge_parts
from flowxl.cycle.merge_compare import Conflict, Proposal
from flowxl.cycle.merge_places import Held
from flowxl.voice.faults import Fault
from flowxl.voice.message import Message
from flowxl.voice.text import Language, Text
from flowxl.workbook import texts

MOST = 50
"""So many entries are shown in the terminal; JSON has them all."""
WORDS: dict[str, Text] = {
    "parts": Text("分表 {0} 个：", "{0} part(s):"),
    "part": Text("分表", "Part"),
    "file": Text("文件", "File"),
    "author": Text("填报人", "Author"),
    "taken": Text("采用", "Taken"),
    "conflict": Text("冲突", "Conflict"),
    "changes": Text("采用 {0} 处改动：", "{0} change(s) taken:"),
    "would": Text("将采用 {0} 处改动（仅预览，未写入）：", "{0} change(s) would be taken (nothing was written):"),
    "entry": Text("行码与年份", "Row and year"),
    "cell": Text("单元格", "Cell"),
    "before": Text("总表原值", "In the book"),
    "after": Text("分表值", "In the part"),
    "more": Text("…… 共 {0} 处；用 --json 看全部。", "… {0} in all; --json has them all."),
    "conflicts": Text("{0} 处冲突，总表保持不变：", "{0} conflict(s); the book stays as it is there:"),
    "settled": Text("{0} 处冲突按 --prefer {1} 处理：", "{0} conflict(s) settled by --prefer {1}:"),
    "line": Text(
        "{entry}：总表 {book} {book_cell}＝{held}（{book_author}）；{parts}。{reason}",
        "{entry}: book {book} {book_cell} = {held} ({book_author}); {parts}. {reason}",
    ),
    "proposal": Text(
        "分表 {file} {cell}＝{value}（{author}；分发时 {given}）",
        "part {file} {cell} = {value} ({author}; handed out as {given})",
    ),
    "both": Text("拆分后两边都改过。", "Both were changed since the split."),
    "parts_differ": Text("各分表不一致。", "The parts differ."),
    "text": Text("总表此处不是数字。", "The book holds something other than a number there."),
    "formula": Text("总表此处是公式。", "The book holds a formula there."),
    "not_applicable": Text("备注为“不适用”，却有数值。", "The remark says not applicable, beside a figure."),
    "prefer": Text(
        "核对后可用 --prefer part 采用分表的值，或 --prefer book 保留总表的值。",
        "Look at them; then --prefer part takes the parts' values, --prefer book keeps the book's.",
    ),
    "review": Text(
        "分表中有 {0} 处未合并，请查看：", "{0} thing(s) in the parts were not merged; please look at them:"
    ),
    "same": Text("{0} 处改动总表已有。", "{0} change(s) are in the book already."),
    "newer": Text(
        "{0} 个数值拆分后只在总表中改过，保持不变。",
        "{0} figure(s) changed in the book alone since the split; they stay.",
    ),
    "weights": Text(
        "{0}：权重或设置与总表不同，不合并。",
        "{0}: weights or settings differ from the book's; they are not merged.",
    ),
    "nothing": Text("没有可合并的改动，{0} 未作改动。", "Nothing to merge; {0} was left as it is."),
    "wrote": Text("已写入 {0}。", "Wrote {0}."),
    "backup": Text("原文件备份为 {0}。", "The book as it was: {0}."),
    "recalculate": Text(
        "各公式的结果由表格程序打开时重算。",
        "A spreadsheet program recalculates the formulas on opening.",
    ),
    "no_log": Text(
        "此总表没有“导入记录”表，未作记录。",
        "This book has no sheet Import log, so nothing was noted there.",
    ),
    "full_log": Text("“导入记录”已满，未作记录。", "The sheet Import log is full, so nothing was noted there."),
    "empty": Text("空", "nothing"),
}


def _parts(paths: Sequence[Path], whole: Path) -> list[Path]:
    """Return the workbooks that were named, and those in a folder that was, but for the whole book itself.

    Raises
    ------
    UsageError
        If there is none in a folder, or no such folder.
    """
    found: list[Path] = []
    for path in paths:
        books = (p for p in path.glob("[!.~]*") if p.suffix.lower() in BOOKS and p.resolve() != whole.resolve())
        inside = [path] if path.suffix and not path.is_dir() else sorted(books)
        if not inside:
            raise UsageError(Message("cli.merge.no_folder", folder=path))
        found += inside
    return found


def run(arguments: argparse.Namespace) -> int:
    """Merge parts; tell what was taken, what is in conflict, what nobody could read."""
    today = dt.datetime.now().astimezone().date().isoformat()
    options = MergeOptions(arguments.output, arguments.prefer, arguments.partial, dry_run=arguments.dry_run, date=today)
    with progress() as report:
        merge = merge_parts(arguments.book, _parts(arguments.parts, arguments.book), options, report)
    language = message_language(arguments, merge.whole.data.language)
    review = _review(merge)
    if not give_json(_document(merge, review, language), arguments.json):
        _print(merge, language, review, dry=arguments.dry_run)
    open_conflicts = any(not conflict.settled for conflict in merge.comparison.conflicts)
    return VALUE_FAULTS if open_conflicts or review or _other_weights(merge) else OK


def _review(merge: Merge) -> list[Fault]:
    """Return what in the parts cannot be used, or has no place in the book."""
    found: list[Fault] = []
    for part in merge.parts:
        found += [fault.within(part.path.name) for fault in (*part.data.faults, *part.data.remark_faults)]
        found += part.not_merged
    return found


def _other_weights(merge: Merge) -> list[str]:
    """Return the files whose weights or settings are not those of the book: a part is no place to change them."""
    weights = {p.code: p.weight for p in merge.whole.data.framework.pillars}
    found = []
    for part in merge.parts:
        settings, book = vars(part.data.settings), vars(merge.whole.data.settings)
        other = any(value != book[name] for name, value in settings.items() if name not in ("focus", "benchmark"))
        if other or any(weights.get(p.code) != p.weight for p in part.data.framework.pillars):
            found.append(part.path.name)
    return found


def _print(merge: Merge, language: Language, review: list[Fault], *, dry: bool) -> None:
    comparison = merge.comparison
    _print_parts(merge, language)
    if comparison.taken:
        _print_taken(merge, language, "would" if dry else "changes")
    for settled in ("", "book", "part"):
        conflicts = [conflict for conflict in comparison.conflicts if conflict.settled == settled]
        if conflicts:
            key = "settled" if settled else "conflicts"
            lines = [_conflict(merge, conflict, language) for conflict in conflicts]
            shown = lines[:MOST] + ([WORDS["more"].say(language, len(lines))] if len(lines) > MOST else [])
            print_lines([WORDS[key].say(language, len(conflicts), settled), *(f"  {line}" for line in shown)])
    lines = []
    if any(not c.settled and c.reason != "parts" for c in comparison.conflicts):
        lines.append(WORDS["prefer"].of(language))
    lines += [WORDS[key].say(language, n) for key, n in (("same", comparison.same), ("newer", comparison.newer)) if n]
    lines += [WORDS["weights"].say(language, name) for name in _other_weights(merge)]
    print_lines([*lines, *_end(merge, language, dry=dry)])
    if review:
        print_faults(WORDS["review"].say(language, sum(fault.count for fault in review)), review, language)


def _end(merge: Merge, language: Language, *, dry: bool) -> list[str]:
    if merge.written is None:
        return [] if dry and merge.comparison.taken else [WORDS["nothing"].say(language, merge.whole.path)]
    lines = [WORDS["wrote"].say(language, merge.written)]
    if merge.backup:
        lines.append(WORDS["backup"].say(language, merge.backup.name))
    if merge.comparison.taken:
        lines.append(WORDS["recalculate"].of(language))
        if not merge.logged:
            lines.append(WORDS["no_log" if merge.logged is None else "full_log"].of(language))
    return lines


def _print_parts(merge: Merge, language: Language) -> None:
    taken = Counter(proposal.part.path for proposal in merge.comparison.taken.values())
    conflicts = Counter(p.part.path for c in merge.comparison.conflicts if not c.settled for p in c.proposals)
    rows = [
        [part.handout.part, part.path.name, part.author, str(taken[part.path]), str(conflicts[part.path])]
        for part in merge.parts
    ]
    header = [WORDS[key].of(language) for key in ("part", "file", "author", "taken", "conflict")]
    print_table(WORDS["parts"].say(language, len(rows)), header, rows, numbers=(3, 4))


def _print_taken(merge: Merge, language: Language, title: str) -> None:
    comparison, where = merge.comparison, merge.whole.places.where
    rows = [
        [str(entry), where(entry), _shown(_before(merge, p), language), _shown(p.value, language), p.part.author]
        for entry, p in list(comparison.taken.items())[:MOST]
    ]
    header = [WORDS[key].of(language) for key in ("entry", "cell", "before", "after", "author")]
    print_table(WORDS[title].say(language, len(comparison.taken)), header, rows)
    if len(comparison.taken) > MOST:
        print_lines([WORDS["more"].say(language, len(comparison.taken))])


def _before(merge: Merge, proposal: Proposal) -> Held:
    """Return what the book held: what was handed out, or what a settled conflict says."""
    settled = {conflict.entry: conflict.held for conflict in merge.comparison.conflicts if conflict.settled == "part"}
    return settled.get(proposal.entry, proposal.given)


def _shown(held: Held, language: Language) -> str:
    if held is None or held == "":
        return WORDS["empty"].of(language)
    if isinstance(held, Remark):
        status = texts.STATUS_WORDS[held.status].of(language) if held.status else ""
        return " / ".join(filter(None, (status, held.source, held.note)))
    return f"{held:.15g}" if isinstance(held, float) else repr(held)


def _conflict(merge: Merge, conflict: Conflict, language: Language) -> str:
    parts = [
        WORDS["proposal"].say(
            language,
            file=p.part.path.name,
            cell=p.part.places.where(p.entry),
            value=_shown(p.value, language),
            author=p.part.author,
            given=_shown(p.given, language),
        )
        for p in conflict.proposals
    ]
    return WORDS["line"].say(
        language,
        entry=conflict.entry,
        book=merge.whole.path.name,
        book_cell=merge.whole.places.where(conflict.entry),
        held=_shown(conflict.held, language),
        book_author=merge.whole.author,
        parts="；".join(parts) if language == "zh" else "; ".join(parts),
        reason=WORDS["parts_differ" if conflict.reason == "parts" else conflict.reason].of(language),
    )


def _document(merge: Merge, review: list[Fault], language: Language) -> Document:
    comparison, where = merge.comparison, merge.whole.places.where
    return {
        "book": str(merge.whole.path),
        "written": str(merge.written) if merge.written else None,
        "backup": str(merge.backup) if merge.backup else None,
        "logged": merge.logged,
        "parts": [{"name": p.handout.part, "file": str(p.path), "author": p.author} for p in merge.parts],
        "taken": [
            {"entry": str(entry), "cell": where(entry), "before": _plain(_before(merge, p)), **_proposed(p)}
            for entry, p in comparison.taken.items()
        ],
        "conflicts": [
            {
                "entry": str(conflict.entry),
                "reason": conflict.reason,
                "settled": conflict.settled,
                "book": {
                    "file": str(merge.whole.path),
                    "cell": where(conflict.entry),
                    "value": _plain(conflict.held),
                    "author": merge.whole.author,
                },
                "parts": [_proposed(proposal) for proposal in conflict.proposals],
            }
            for conflict in comparison.conflicts
        ],
        "same": comparison.same,
        "newer_in_book": comparison.newer,
        "other_weights_or_settings": _other_weights(merge),
        "review": fault_rows(review, language),
    }


def _proposed(proposal: Proposal) -> Document:
    return {
        "file": str(proposal.part.path),
        "from": proposal.part.places.where(proposal.entry),
        "value": _plain(proposal.value),
        "given": _plain(proposal.given),
        "author": proposal.part.author,
    }


def _plain(held: Held) -> object:
    return dict(vars(held)) if isinstance(held, Remark) else held
