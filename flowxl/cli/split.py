"""``flowxl split``: a workbook for each colleague."""

import argparse
from collections import Counter

from flowxl.cli.exits import OK, VALUE_FAULTS
from flowxl.cli.language import message_language
from flowxl.cli.output import Document, fault_rows, give_json, print_faults, print_lines, print_table
from flowxl.cli.progress import progress
from flowxl.cycle.split import Split, split_book
from flowxl.voice.text import Language, Text

WORDS: dict[str, Text] = {
    "title": Text("已写入 {0} 个分表，在 {1}：", "Wrote {0} parts to {1}:"),
    "part": Text("分表", "Part"),
    "file": Text("文件", "File"),
    "rows": Text("行数", "Rows"),
    "figures": Text("已有数值", "Figures"),
    "nobody": Text("有 {0} 行不在任何分表中：{1}。", "{0} rows are in no part: {1}."),
    "shared": Text(
        "有 {0} 行同时在几个分表中（{1}）；合并时各表须一致。",
        "{0} rows are in several parts ({1}); they must agree when merged.",
    ),
    "elsewhere": Text(
        "“{0}”不含 {1}：其序列在别的指标处填写。",
        "“{0}” lacks {1}: their series are entered at other indicators.",
    ),
    "unusable": Text(
        "总表有 {0} 个单元格不是数字，在分表中为空：",
        "{0} cell(s) of the book are not numbers and are blank in the parts:",
    ),
    "remarks": Text(
        "总表有 {0} 处数据备注无法采用，不在分表中：",
        "{0} remark(s) of the book cannot be used and are in no part:",
    ),
    "next": Text(
        "填好后合并：flowxl merge {0} {1}",
        "When they are filled in: flowxl merge {0} {1}",
    ),
}


def run(arguments: argparse.Namespace) -> int:
    """Split a book and say what was written."""
    with progress() as report:
        split = split_book(arguments.book, arguments.by, arguments.output, report)
    language = message_language(arguments, split.data.language)
    if not give_json(_document(split, language), arguments.json):
        _print(split, language)
    data = split.data
    return VALUE_FAULTS if data.faults or data.remark_faults or split.parts.nobody else OK


def _print(split: Split, language: Language) -> None:
    parts, folder = split.parts, split.files[0].parent
    rows = [
        [part.name, file.name, str(len(part.keys)), str(_figures(split, number))]
        for number, (part, file) in enumerate(zip(parts.parts, split.files, strict=True))
    ]
    header = [WORDS[key].of(language) for key in ("part", "file", "rows", "figures")]
    print_table(WORDS["title"].say(language, len(rows), folder), header, rows, numbers=(2, 3))
    lines = []
    if parts.nobody:
        lines.append(WORDS["nobody"].say(language, len(parts.nobody), _some(_indicators(parts.nobody))))
    if parts.shared:
        owners = list(dict.fromkeys(", ".join(names) for names in parts.shared.values()))
        lines.append(WORDS["shared"].say(language, len(parts.shared), _some(owners, "; ")))
    lines += [WORDS["elsewhere"].say(language, name, _some(codes)) for name, codes in parts.elsewhere.items()]
    lines.append(WORDS["next"].say(language, split.data.path, folder / f"*{split.files[0].suffix}"))
    print_lines(lines)
    for key, faults in (("unusable", split.data.faults), ("remarks", split.data.remark_faults)):
        if faults:
            print_faults(WORDS[key].say(language, sum(fault.count for fault in faults)), faults, language)


def _figures(split: Split, number: int) -> int:
    keys = split.parts.parts[number].keys
    position = split.data.framework.series_position
    values = split.data.observations.values[[position[key] for key in keys]]
    return int((values == values).sum())  # noqa: PLR0124 - a missing value is not itself


def _indicators(keys: tuple[str, ...]) -> list[str]:
    counts = Counter(key.partition(".")[0] for key in keys)
    return [f"{code} ({count})" for code, count in counts.items()]


def _some(names: list[str] | tuple[str, ...], between: str = ", ", most: int = 20) -> str:
    more = f" … {len(names)}" if len(names) > most else ""
    return between.join(names[:most]) + more


def _document(split: Split, language: Language) -> Document:
    parts = split.parts
    return {
        "book": str(split.data.path),
        "parts": [
            {"name": part.name, "file": str(file), "rows": len(part.keys), "figures": _figures(split, number)}
            for number, (part, file) in enumerate(zip(parts.parts, split.files, strict=True))
        ],
        "in_no_part": list(parts.nobody),
        "in_several_parts": {key: list(names) for key, names in parts.shared.items()},
        "entered_elsewhere": {name: list(codes) for name, codes in parts.elsewhere.items()},
        "unusable": fault_rows(split.data.faults, language),
        "unusable_remarks": fault_rows(split.data.remark_faults, language),
    }
