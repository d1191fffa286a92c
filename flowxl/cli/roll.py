"""``flowxl roll``: next year's book from this year's, and why each index moved."""

import argparse
from dataclasses import asdict
from pathlib import Path

from flowxl.cli.carried import carried_rows, print_carried
from flowxl.cli.exits import ATTENTION, OK
from flowxl.cli.language import message_language
from flowxl.cli.output import Document, fault_rows, give_json, number, number_or_none, print_lines, print_table
from flowxl.cli.progress import progress
from flowxl.cycle.explain import STEPS
from flowxl.cycle.roll import Rolled, RollOptions, roll
from flowxl.cycle.roll_report import CHANGES, SUMMARY, changes_of, summary
from flowxl.voice.text import Language, Text
from flowxl.workbook.sheets.changes import CAPTIONS, FIELDS

SHOWN = 12
"""So many findings are shown; all of them stand in 变更."""
WORDS: dict[str, Text] = {
    "wrote": Text("已写入 {path}；{old} 未作改动。", "Wrote {path}; {old} was not changed."),
    "backup": Text("原来的 {path} 已备份为 {backup}。", "What was there as {path} is kept as {backup}."),
    "own": Text("您自己的工作表已原样带入：{names}。", "Your own sheets are carried as they are: {names}."),
    "more": Text("其余 {count} 条见工作表“变更”。", "{count} more are listed on the sheet Changes."),
    "trend": Text(
        "看各年之间的趋势，请用“按上一册基准的指数”：它用上一册的均值和标准差；本册指数每年重新标准化，只表示当年的相对位置。",
        "For a trend over the years use the index on last year's base (its means and standard deviations); the index "
        "of the book is normalised anew every year and tells where a city stands in that year.",
    ),
    "left_out": Text(
        "没有上一册基准、因此未计入该列的指标：{names}。",
        "Indicators without a base of last year, which that column leaves out: {names}.",
    ),
    "unusable": Text(
        "有 {count} 个单元格不是数字，已原样带入，按空缺处理：",
        "{count} cell(s) hold something other than a number; they are carried as they are and count as missing:",
    ),
    "item": Text("事项", "What"),
    "count": Text("数量", "Count"),
}


def run(arguments: argparse.Namespace) -> int:
    """Roll the book that the arguments name."""
    options = RollOptions(
        to=arguments.to,
        keep_start=arguments.keep_start,
        framework=arguments.framework,
        revised=arguments.revised,
        force=arguments.force,
        date=arguments.date,
    )
    with progress() as report:
        rolled = roll(arguments.file, arguments.output, options, report)
    language = message_language(arguments, rolled.language)
    if not give_json(document(rolled, arguments.file, arguments.output, language), arguments.json):
        _print(rolled, arguments.file, arguments.output, language)
    return ATTENTION if rolled.needs_a_look else OK


def _print(rolled: Rolled, old: Path, new: Path, language: Language) -> None:
    def say(key: str, **values: object) -> str:
        return WORDS[key].say(language, **values)

    print_lines([say("wrote", path=new, old=old)])
    if rolled.backup:
        print_lines([say("backup", path=new, backup=rolled.backup)])
    if rolled.people_sheets:
        print_lines([say("own", names=rolled.people_sheets)])
    counts = summary(rolled.plan, rolled.explanation, rolled.plan.kept)
    rows = [(SUMMARY[code].of(language), str(value)) for code, value in counts.items()]
    print_table("", (say("item"), say("count")), rows, numbers=(1,))
    _print_moves(rolled, language)
    print_lines([say("trend")])
    if rolled.explanation.base.left_out:
        print_lines([say("left_out", names=rolled.explanation.base.left_out)])
    unit = rolled.plan.new.framework.unit
    for change in rolled.plan.changes:
        word = unit.named(CHANGES[change.what]).of(language)
        print_lines([f"{change.code} {change.name}: {word} {change.old} → {change.new}"])
    if rolled.unusable:
        told = [f"  {fault.of(language)}" for fault in rolled.unusable[:SHOWN]]
        print_lines([say("unusable", count=len(rolled.unusable)), *told])
    print_carried(rolled.findings[:SHOWN], language)
    if len(rolled.findings) > SHOWN:
        print_lines([say("more", count=len(rolled.findings) - SHOWN)])


def _print_moves(rolled: Rolled, language: Language) -> None:
    moves = changes_of(rolled.plan, rolled.explanation, language).rows["flow_moves"]
    unit = rolled.plan.new.framework.unit
    titles = [unit.named(pair).of(language) for pair, _ in FIELDS["flow_moves"].values()]
    rows = [
        tuple(number(v) if isinstance(v, float) else "—" if v is None else str(v) for v in row[1:]) for row in moves
    ]
    print_table(unit.named(CAPTIONS["flow_moves"]).of(language), titles[1:], rows, numbers=range(1, len(titles)))


def document(rolled: Rolled, old: Path, new: Path, language: Language) -> Document:
    """Return everything as plain data."""
    explanation = rolled.explanation
    cities = {
        code: {
            "before": number_or_none(float(explanation.indices[0, n])),
            **{step: number_or_none(float(explanation.steps[k, n])) for k, step in enumerate(STEPS)},
            "after": number_or_none(float(explanation.indices[-1, n])),
            "total": number_or_none(float(explanation.total[n])),
            "rank_before": int(explanation.ranks[0, n]) or None,
            "rank_after": int(explanation.ranks[-1, n]) or None,
            "fixed_base": number_or_none(float(explanation.fixed[n])),
        }
        for n, code in enumerate(explanation.cities)
    }
    return {
        "old": str(old),
        "output": str(new),
        "backup": str(rolled.backup) if rolled.backup else None,
        "summary": summary(rolled.plan, explanation, rolled.plan.kept),
        "cities": cities,
        "base_left_out": list(explanation.base.left_out),
        "framework": [asdict(change) for change in rolled.plan.changes],
        "to_fill": rolled.plan.to_fill(),
        "kept": [asdict(series) for series in rolled.plan.kept],
        "findings": carried_rows(rolled.findings, language),
        "people_sheets": list(rolled.people_sheets),
        "unusable": fault_rows(rolled.unusable, language),
    }
