"""``flowxl diff``: what differs between two books, and what that does to scores and ranks."""

import argparse
import csv
import io
import math
from collections.abc import Iterator

from flowxl.cli.csv_titles import TITLES
from flowxl.cli.exits import OK, VALUE_FAULTS
from flowxl.cli.language import message_language
from flowxl.cli.output import (
    Document,
    check_targets,
    fault_rows,
    give_csv,
    give_json,
    number,
    number_or_none,
    print_faults,
    print_lines,
    print_table,
)
from flowxl.cycle.diff import KINDS, Difference, Effect, Revision, diff_books
from flowxl.frameworks.csv_rows import plain_number
from flowxl.reading.read_book import BookData
from flowxl.voice.faults import Fault
from flowxl.voice.text import Language, Text

MOST = 50
"""So many lines of a table are shown in the terminal; CSV and JSON have them all."""
COLUMNS = ("kind", "table", "item", "place", "year", "field", "old", "new", "change", "relative")
WORDS: dict[str, Text] = {
    "same": Text(
        "{0} 与 {1} 的数值、备注、体系、权重和设置都相同。",
        "{0} and {1} hold the same figures, texts, framework, weights, settings.",
    ),
    "counts": Text(
        "{0} → {1}：新增数值 {added} 个，删去 {removed} 个，修订 {revised} 个；"
        "文字改动 {texts} 处，体系、权重、设置改动 {structure} 处。",
        "{0} → {1}: {added} figures added, {removed} removed, {revised} revised; {texts} texts; "
        "{structure} changes of framework, weights, settings.",
    ),
    "added": Text("新增数值", "Figures added"),
    "removed": Text("删去数值", "Figures removed"),
    "revised": Text("修订数值", "Figures revised"),
    "structure": Text("体系、权重与设置", "Framework, weights, settings"),
    "texts": Text("来源与备注", "Sources, notes and remarks"),
    "effects": Text("对指数与名次的影响（各自全部重算）", "Effect on index and ranks (each computed in full)"),
    "scores": Text("二级得分的变化", "Changes of pillar scores"),
    "indicator": Text("指标", "Indicator"),
    "place": Text("地区", "Place"),
    "year": Text("年份", "Year"),
    "old": Text("原值", "Old"),
    "new": Text("现值", "New"),
    "relative": Text("变动", "Change"),
    "table": Text("表", "Table"),
    "item": Text("项", "Item"),
    "field": Text("内容", "Field"),
    "city": Text("{unit}", "{Unit}"),
    "old_index": Text("原指数", "Old index"),
    "new_index": Text("现指数", "New index"),
    "change": Text("变动", "Change"),
    "rank": Text("名次", "Rank"),
    "more": Text("…… 共 {0} 项；用 --csv 或 --json 看全部。", "… {0} in all; --csv or --json has them all."),
    "unmoved": Text("指数与名次没有变化。", "Index and ranks are the same."),
    "faults": Text("{0} 中有 {1} 处不能采用，按空缺处理：", "{0}: {1} thing(s) cannot be used and count as missing:"),
    "pillars": Text("二级指标", "Pillars"),
    "indicators": Text("三级指标", "Indicators"),
    "dimensions": Text("一级指标", "Dimensions"),
    "cities": Text("{unit}", "{Units}"),
    "regions": Text("区域", "Regions"),
    "settings": Text("设置", "Settings"),
    "series": Text("填报行", "Rows"),
    "remarks": Text("数据备注", "Remarks"),
    "none": Text("无", "none"),
}


def run(arguments: argparse.Namespace) -> int:
    """Compare two books."""
    check_targets(arguments.csv, arguments.json)
    difference = diff_books(arguments.old, arguments.new)
    language = message_language(arguments, difference.new.language)
    quiet = [
        give_csv(_csv(difference, arguments.csv_titles), arguments.csv),
        give_json(_document(difference, language), arguments.json),
    ]
    if not any(quiet):
        _print(difference, language)
    books = (difference.old, difference.new)
    for book in books:
        faults = _faults(book)
        if faults:
            print_faults(WORDS["faults"].say(language, book.path.name, sum(f.count for f in faults)), faults, language)
    return VALUE_FAULTS if any(_faults(book) for book in books) else OK


def _faults(book: BookData) -> list[Fault]:
    return [*book.faults, *book.remark_faults]


def _print(difference: Difference, language: Language) -> None:
    names = difference.old.path.name, difference.new.path.name
    if difference.same:
        print_lines([WORDS["same"].say(language, *names)])
        return
    counts: dict[str, int] = {kind: len(_of_kind(difference, kind)) for kind in KINDS}
    counts |= {"texts": len(difference.texts), "structure": len(difference.structure)}
    print_lines([WORDS["counts"].say(language, *names, **counts)])
    _print_changes("structure", difference, language)
    for kind in KINDS:
        _print_revisions(difference, kind, language)
    _print_changes("texts", difference, language)
    _print_effects(difference, language)


def _of_kind(difference: Difference, kind: str) -> list[Revision]:
    return [revision for revision in difference.revisions if revision.kind == kind]


def _name(difference: Difference, revision: Revision, language: Language) -> tuple[str, str]:
    for framework in (difference.new.framework, difference.old.framework):
        indicator, place = framework.indicator.get(revision.indicator), framework.places.get(revision.place)
        if indicator and place:
            return f"{revision.indicator} {indicator.name.of(language)}", place.name.of(language)
    return revision.indicator, revision.place


def _percent(value: float) -> str:
    return "—" if math.isnan(value) else f"{value:+.2%}"


def _value(value: float) -> str:
    return "—" if math.isnan(value) else f"{value:.10g}"


def _print_revisions(difference: Difference, kind: str, language: Language) -> None:
    revisions = _of_kind(difference, kind)
    if kind == "revised":
        revisions.sort(key=lambda r: (-abs(r.relative) if not math.isnan(r.relative) else -math.inf))
    rows = [
        [*_name(difference, r, language), str(r.year), _value(r.old), _value(r.new), _percent(r.relative)]
        for r in revisions[:MOST]
    ]
    header = [WORDS[key].of(language) for key in ("indicator", "place", "year", "old", "new", "relative")]
    _print_some(kind, header, rows, len(revisions), language, numbers=(3, 4, 5))


def _print_changes(title: str, difference: Difference, language: Language) -> None:
    changes = difference.structure if title == "structure" else difference.texts
    unit = difference.new.framework.unit
    rows = [
        [
            unit.named(WORDS[c.table]).of(language),
            c.item,
            c.field,
            c.old or WORDS["none"].of(language),
            c.new or WORDS["none"].of(language),
        ]
        for c in changes[:MOST]
    ]
    header = [WORDS[key].of(language) for key in ("table", "item", "field", "old", "new")]
    _print_some(title, header, rows, len(changes), language)


def _print_some(  # noqa: PLR0913 - a table in its language
    title: str, header: list[str], rows: list[list[str]], count: int, language: Language, numbers: tuple[int, ...] = ()
) -> None:
    if not rows:
        return
    print_table(f"{WORDS[title].of(language)} ({count})", header, rows, numbers=numbers)
    if count > len(rows):
        print_lines([WORDS["more"].say(language, count)])


def _print_effects(difference: Difference, language: Language) -> None:
    if not any(effect.moved for effect in difference.effects):
        print_lines([WORDS["unmoved"].of(language)])
        return
    rows = [
        [
            _city(difference, effect, language),
            number(effect.old_index),
            number(effect.new_index),
            _signed(effect.new_index - effect.old_index),
            f"{effect.old_rank or '—'} → {effect.new_rank or '—'}",
        ]
        for effect in difference.effects
    ]
    unit = difference.new.framework.unit
    header = [unit.named(WORDS[key]).of(language) for key in ("city", "old_index", "new_index", "change", "rank")]
    print_table(WORDS["effects"].of(language), header, rows, numbers=(1, 2, 3))
    pillars = {p.code: p for f in (difference.old.framework, difference.new.framework) for p in f.pillars}
    moved = [code for code in pillars if any(effect.score_moved(code) for effect in difference.effects)]
    if moved and len(difference.effects) <= MOST:
        lines = [
            [pillars[code].short.of(language) or pillars[code].name.of(language)]
            + [_signed(e.new_scores.get(code, math.nan) - e.old_scores.get(code, math.nan)) for e in difference.effects]
            for code in moved
        ]
        cities = [_city(difference, effect, language) for effect in difference.effects]
        places = tuple(range(1, len(cities) + 1))
        print_table(WORDS["scores"].of(language), [WORDS["pillars"].of(language), *cities], lines, numbers=places)


def _signed(value: float) -> str:
    return "—" if math.isnan(value) else f"{value:+z.3f}" if abs(value) >= 5e-4 else "0.000"


def _city(difference: Difference, effect: Effect, language: Language) -> str:
    for framework in (difference.new.framework, difference.old.framework):
        if effect.city in framework.places:
            return framework.places[effect.city].name.of(language)
    return effect.city


def _rows(difference: Difference) -> Iterator[tuple[object, ...]]:
    for change in difference.structure:
        yield "structure", change.table, change.item, "", "", change.field, change.old, change.new, "", ""
    for r in difference.revisions:
        old, new = _exact(r.old), _exact(r.new)
        step = _exact(r.new - r.old)
        yield r.kind, "observations", r.indicator, r.place, r.year, "value", old, new, step, _exact(r.relative)
    for said in difference.texts:
        yield "text", said.table, said.item, "", "", said.field, said.old, said.new, "", ""
    for e in difference.effects:
        for field, old_value, new_value in _standings(e):
            old, new, moved = _exact(old_value), _exact(new_value), _exact(new_value - old_value)
            yield "effect", "cities", e.city, "", "", field, old, new, moved, ""


def _exact(value: float) -> str:
    return "" if math.isnan(value) else repr(value)


def _standings(effect: Effect) -> Iterator[tuple[str, float, float]]:
    yield "index", effect.old_index, effect.new_index
    yield "rank", effect.old_rank or math.nan, effect.new_rank or math.nan
    for code in dict.fromkeys((*effect.new_scores, *effect.old_scores)):
        yield f"score {code}", effect.old_scores.get(code, math.nan), effect.new_scores.get(code, math.nan)


def _csv(difference: Difference, titles: Language) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([TITLES[column].of(titles) for column in COLUMNS])
    writer.writerows([[_harmless(cell) for cell in row] for row in _rows(difference)])
    return out.getvalue()


def _harmless(cell: object) -> object:
    """Keep a spreadsheet program from taking a text of a book for a formula."""
    text = isinstance(cell, str) and plain_number(cell) is None
    return f"'{cell}" if text and str(cell)[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _document(difference: Difference, language: Language) -> Document:
    return {
        "old": str(difference.old.path),
        "new": str(difference.new.path),
        "same": difference.same,
        "structure": [dict(vars(change)) for change in difference.structure],
        "observations": [
            {
                "kind": r.kind,
                "indicator": r.indicator,
                "place": r.place,
                "year": r.year,
                "old": number_or_none(r.old),
                "new": number_or_none(r.new),
                "relative": number_or_none(r.relative),
            }
            for r in difference.revisions
        ],
        "texts": [dict(vars(change)) for change in difference.texts],
        "effects": [
            {
                "city": e.city,
                "index": [number_or_none(e.old_index), number_or_none(e.new_index)],
                "rank": [e.old_rank or None, e.new_rank or None],
                "scores": {
                    code: [number_or_none(scores.get(code, math.nan)) for scores in (e.old_scores, e.new_scores)]
                    for code in dict.fromkeys((*e.new_scores, *e.old_scores))
                },
            }
            for e in difference.effects
        ],
        "unusable": {
            "old": fault_rows(_faults(difference.old), language),
            "new": fault_rows(_faults(difference.new), language),
        },
    }
