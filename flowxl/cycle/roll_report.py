"""What a roll tells: rows of the sheet 变更, in the language of the book."""

from collections.abc import Sequence

from flowxl.carry.findings import Finding
from flowxl.core.panel import Remark
from flowxl.cycle.explain import Explanation
from flowxl.cycle.roll_plan import KeptSeries, Plan
from flowxl.reading.book_tables import Tables
from flowxl.reading.read_book import BookData
from flowxl.reading.read_remarks import REMARK_FIELDS
from flowxl.voice.text import Language, Text
from flowxl.workbook.sheets.changes import KEPT, Changes, Row

KINDS: dict[str, Text] = {
    "reference": Text("引用已改写", "reference rewritten"),
    "span": Text("跨表引用：所跨的表或单元格有变，请核对", "reference across sheets or cells that changed: check it"),
    "moved": Text("内容已移动", "moved"),
    "not_carried": Text("未能带入，请另行处理", "not carried: see to it yourself"),
    "returned": Text(
        "指标又有了：以往数值存于该处，未自动填入，请核对后自行填入",
        "the series is back: its figures are kept there and were not filled in; check them and do so",
    ),
    "comment": Text("批注所在单元格已不存在", "comment whose cell is gone"),
    "look": Text("外观未带入，请重新设置", "look not carried: set it again"),
    "macros": Text("自有宏已保留", "macros of your own are kept"),
    "remark": Text("数据备注未能采用", "remark that could not be used"),
    "revision": Text("数值已修订", "figure revised"),
}
REASONS: dict[str, Text] = {
    "dropped": Text("指标已取消", "indicator dropped"),
    "place": Text("不再需要该地区", "place not needed any more"),
    "measure": Text("计量单位已变", "measure changed"),
}
CHANGES: dict[str, Text] = {
    "new": Text("新增指标", "new indicator"),
    "gone": Text("取消指标", "indicator dropped"),
    "renamed": Text("更名", "renamed"),
    "moved": Text("移至另一二级指标", "moved to another pillar"),
    "measure": Text("计量单位改变，数值未带入", "measure changed, figures not carried"),
    "direction": Text("方向改变", "direction changed"),
    "entry": Text("填报方式改变", "entry changed"),
    "weight": Text("沿用本簿权重（另列新体系权重）", "the book's weight stays; the framework says"),
    "city_new": Text("体系有、本簿未选的{unit}", "{unit} of the framework that the book does not have"),
    "city_gone": Text("取消{unit}", "{unit} dropped"),
}
SUMMARY: dict[str, Text] = {
    "window": Text("计入年份", "Years that count"),
    "carried": Text("带入的数值", "Figures carried"),
    "revised": Text("修订的数值", "Figures revised"),
    "new": Text("新增指标", "Indicators that are new"),
    "gone": Text("取消指标", "Indicators that are gone"),
    "to_fill": Text("待填单元格", "Cells to fill"),
    "kept": Text("不再填报而保存的序列", "Series kept without a place"),
    "left_out": Text("无上一册基准的指标", "Indicators without a base of last year"),
}


def changes_of(
    plan: Plan,
    explanation: Explanation,
    language: Language,
    kept: Sequence[KeptSeries] = (),
    findings: Sequence[Finding] = (),
) -> Changes:
    """Return the tables of 变更."""

    def say(text: Text) -> str:
        return plan.new.framework.unit.named(text).of(language)

    to_fill, counts = plan.to_fill(), summary(plan, explanation, kept)
    keys = kept_keys(kept)
    pillars = {pillar.code: pillar.name.of(language) for pillar in plan.new.framework.pillars}
    rows: dict[str, Sequence[Row]] = {
        "flow_summary": [(code, say(SUMMARY[code]), value) for code, value in counts.items()],
        "flow_moves": _moves(explanation, language),
        "flow_changes": [(c.code, c.name, say(CHANGES[c.what]), c.old, c.new) for c in plan.changes],
        "flow_to_fill": [(code, pillars[code], count) for code, count in to_fill.items() if count],
        KEPT: [
            (key, _name(s), s.measure, say(REASONS.get(s.reason, Text(s.reason, s.reason))), s.source, s.note)
            for key, s in zip(keys, kept, strict=True)
        ],
        "flow_listed": [
            (number, where, say(KINDS[kind]), found, now)
            for number, (where, kind, found, now) in enumerate(_listed(plan, findings, language), start=1)
        ],
    }
    return Changes(rows, (), {key: dict(series.values) for key, series in zip(keys, kept, strict=True)})


def _name(series: KeptSeries) -> str:
    return f"{series.indicator}, {series.place}" if series.place else series.indicator


def kept_keys(kept: Sequence[KeptSeries]) -> list[str]:
    """Return a key for each series, all different: the last of several has its own, an earlier one keeps its number."""
    taken = {series.key for series in kept if "~" in series.key}
    keys: list[str] = []
    for n, series in enumerate(kept):
        key, number = series.key, 1
        if "~" not in key and key in {later.key for later in kept[n + 1 :]}:
            while f"{series.key}~{number}" in taken:
                number += 1
            key = f"{series.key}~{number}"
            taken.add(key)
        keys.append(key)
    return keys


def _listed(plan: Plan, findings: Sequence[Finding], language: Language) -> list[tuple[str, str, str, str]]:
    said = [(f.kind, f.words(language)) for f in findings]
    rows: list[tuple[str, str, str, str]] = [(words.where, kind, words.found, words.now) for kind, words in said]
    rows += [(f"{key} {year}", "remark", remark_text(remark), "") for (key, year), remark in plan.lost_remarks]
    rows += [(f"{one.key} {one.year}", "revision", _figure(one.old), _figure(one.new)) for one in plan.revisions]
    return rows


def _figure(value: float | None) -> str:
    return "" if value is None else repr(value)


def remark_text(remark: Remark) -> str:
    """Return what a remark says."""
    return " ".join(filter(None, (remark.status or "", remark.source, remark.note)))


def summary(plan: Plan, explanation: Explanation, kept: Sequence[KeptSeries]) -> dict[str, str | int]:
    """Return the figures of the summary by their codes."""
    old, new = plan.old.observations, plan.new.observations
    shared = new.fitted(new.framework, old.years).values
    what = [change.what for change in plan.changes]
    return {
        "window": "{}–{} → {}–{}".format(*plan.old.settings.window, *plan.new.settings.window),
        "carried": int((shared == shared).sum()),  # noqa: PLR0124 - NaN is unlike itself
        "revised": len(plan.revisions),
        "new": what.count("new"),
        "gone": what.count("gone"),
        "to_fill": sum(plan.to_fill().values()),
        "kept": len(kept),
        "left_out": len(explanation.base.left_out),
    }


def _moves(explanation: Explanation, language: Language) -> list[Row]:
    frameworks = [explanation.results[-1].framework, explanation.results[0].framework]
    names = {c.code: c.name.of(language) for framework in reversed(frameworks) for c in framework.cities}
    rows: list[Row] = []
    for n, code in enumerate(explanation.cities):
        steps = [float(step) for step in explanation.steps[:, n]]
        ranks = [int(rank) or None for rank in explanation.ranks[[0, -1], n]]
        rows.append(
            (
                code,
                names[code],
                float(explanation.indices[0, n]),
                *steps,
                float(explanation.indices[-1, n]),
                float(explanation.total[n]),
                *ranks,
                float(explanation.fixed[n]),
            )
        )
    return rows


def unread_remarks(tables: Tables, data: BookData) -> list[Finding]:
    """Return the rows of 数据备注 that the reader could not use: they are listed, for the table is written anew."""
    table = tables.find("flow_remarks", REMARK_FIELDS)
    if table is None:
        return []
    bad = {fault.place for fault in data.remark_faults}
    found = []
    for row in table.rows:
        cells = [table.field(row, key) for key in REMARK_FIELDS]
        if bad.intersection(cell.place for cell in cells):
            text = " | ".join(cell.text for cell in cells)
            found.append(Finding("not_carried", cells[0].where, text))
    return found
