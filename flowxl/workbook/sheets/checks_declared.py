"""Every check, declared once: its words, what it counts by formula, in a fresh book and in a file, and what it means.

A new one is one entry here. It stands on 校验 and in ``flowxl check``.
"""

from collections.abc import Callable, Sequence

import numpy as np

from flowxl import __version__
from flowxl.core.checks import Checks
from flowxl.voice.faults import Fault, counted
from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Value
from flowxl.workbook.sheets import check_formulas as formulas
from flowxl.workbook.sheets.check_spec import CheckSpec, Examined, Outcome
from flowxl.workbook.sheets.remark_checks import problems


def _places(faults: Sequence[Fault]) -> list[str]:
    return [fault.where for fault in faults]


def _core(code: str, where: Callable[[Examined], Sequence[str]]) -> Callable[[Examined], Outcome]:
    """Return a count of the core, with the names of what it counted."""
    return lambda file: Outcome(file.checks.counts[code], where(file))


def _indicators(mask: Callable[[Checks], np.ndarray]) -> Callable[[Examined], list[str]]:
    return lambda file: _chosen(file.checks.result.framework.indicator_codes, mask(file.checks))


def _pillars(mask: Callable[[Checks], np.ndarray]) -> Callable[[Examined], list[str]]:
    return lambda file: _chosen(file.checks.result.framework.pillar_codes, mask(file.checks))


def _chosen(names: Sequence[str], mask: np.ndarray) -> list[str]:
    return [name for name, hit in zip(names, mask, strict=True) if hit]


def _lacking(file: Examined) -> list[str]:
    result = file.checks.result
    cities = [city.name.of(file.language) for city in result.framework.cities]
    return _chosen(cities, (result.pillar_counting[:, None] & (result.pillar_counts == 0)).any(axis=0))


def _thin(file: Examined) -> list[str]:
    result = file.checks.result
    pillars, cities = result.framework.pillar_codes, [c.name.of(file.language) for c in result.framework.cities]
    return [f"{pillars[p]} {cities[c]}" for p, c in zip(*np.nonzero(result.pillar_amber), strict=True)]


def _remarks(file: Examined) -> Outcome:
    """Count rows of 数据备注, as the sheet does; a row may have several faults."""
    where = _places(file.remark_faults)
    return Outcome(len({place.rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for place in where}), where)


def _stored(file: Examined) -> Outcome:
    # Formulas that were never computed are no fault of theirs.
    grave = 2 if file.formulas_at_fault else 1
    return Outcome(len(file.stored), file.stored, grave if file.stored else 0)


def _known_engine(book: Book, badge: str) -> str:
    """Return a formula part: whether the badge is that of this version, of the stored values or of the formulas."""
    words = [texts.badge(engine, book.language, __version__) for engine in texts.ENGINES]
    return "+".join(f'({badge}="{word}")' for word in words) + ">0"


def _badge(book: Book) -> Value:
    return texts.badge("stored" if book.functions else "native", book.language, __version__)


CHECKS: tuple[CheckSpec, ...] = (
    CheckSpec(
        "faults",
        Text("数值格中不是数的内容", "Cells that hold something else than a number"),
        Text(
            "按空缺处理；见各填报表“问题数”列，或运行 flowxl check",
            "They count as missing; see Faults on the input sheets",
        ),
        lambda on: f"=SUM({on.by_pillar.span('faults')})",
        # Where they are is listed apart from the checks.
        in_file=lambda file: Outcome(counted(file.faults)),
        fresh=lambda book: sum(book.faulty.values()),
    ),
    CheckSpec(
        "rows",
        Text("行码缺失、重复或与名称不符", "Rows missing, repeated or under another name"),
        Text("恢复填报表左侧的行码与名称", "Restore key and names on the left of the input sheet"),
        formulas.rows,
        grave=True,
    ),
    CheckSpec(
        "remarks",
        Text("无法采用的数据备注", "Remarks that cannot be used"),
        Text(
            "数值照常计入；在“数据备注”中核对行码、年份、状态",
            "The figures count all the same; check key, year and status in Remarks",
        ),
        lambda on: problems(on.book, on.here),
        in_file=_remarks,
    ),
    CheckSpec(
        "counting",
        Text("未计入的三级指标", "Indicators that do not count"),
        Text("有数的{unit}或年份太少；补充数据", "Too few {units} or years; add figures"),
        lambda on: f"=COUNTIF({on.scores.span('counting')},0)",
        in_file=_core("counting", _indicators(lambda checks: ~checks.result.counting)),
    ),
    CheckSpec(
        "pillars",
        Text("整项略去的二级指标", "Pillars left out for all {units}"),
        Text("没有一个指标计入", "No indicator of them counts"),
        lambda on: f"=COUNTIF({on.pillars.span('counting_indicators')},0)",
        in_file=_core("pillars", _pillars(lambda checks: ~checks.result.pillar_counting)),
    ),
    CheckSpec(
        "lacking",
        Text("缺少二级指标的{unit}", "{Units} that lack a pillar"),
        Text("补充数据，或在“设置”中选择按其余计算", "Add figures, or choose to take the rest in the settings"),
        formulas.lacking,
        in_file=_core("lacking", _lacking),
    ),
    CheckSpec(
        "thin",
        Text("指标不足的二级得分", "Pillar scores from few indicators"),
        Text("得分仅依据少数指标，引用时请说明", "They rest on few indicators; say so when quoting"),
        formulas.thin,
        in_file=_core("thin", _thin),
    ),
    CheckSpec(
        "uneven",
        Text("各{unit}年份不同的指标", "Indicators averaged over different years"),
        Text("{unit}间可比性较差；补齐年份", "{Units} compare badly; complete the years"),
        lambda on: f"=SUM({on.by_indicator.span('uneven')})",
        in_file=_core("uneven", _indicators(lambda checks: checks.year_sets_differ)),
    ),
    CheckSpec(
        "constant",
        Text("{unit}间无差异的指标", "Indicators equal in all {units}"),
        Text("得分取中性值", "They score the neutral value"),
        lambda on: f'=COUNTIFS({on.scores.span("constant")},1,{on.scores.span("counting")},1)',
        in_file=_core("constant", _indicators(lambda checks: checks.result.spread.constant & checks.result.counting)),
    ),
    CheckSpec(
        "steps",
        Text("相邻两年的可疑跳变", "Suspicious steps between years"),
        Text("核对单位（十、百、万）与统计口径", "Check units (10, 100, 10000) and definitions"),
        lambda on: f"=SUM({on.by_indicator.span('steps')})",
        in_file=_core("steps", _indicators(lambda checks: checks.steps > 0)),
    ),
    CheckSpec(
        "bound",
        Text("z 分数超过 (n−1)/√n", "z-scores beyond (n-1)/sqrt(n)"),
        Text("公式或数据有误", "A formula or figure is wrong"),
        formulas.bound,
        in_file=_core("bound", _indicators(lambda checks: checks.beyond_bound)),
        grave=True,
    ),
    CheckSpec(
        "zero_sum",
        Text("齐全而合计不为零的二级指标", "Complete pillars that do not sum to zero"),
        Text("公式有误", "A formula is wrong"),
        formulas.zero_sum,
        in_file=_core("zero_sum", _pillars(lambda checks: checks.not_zero)),
        grave=True,
    ),
    CheckSpec(
        "weights",
        Text("无法使用的权重", "Weights that cannot be used"),
        Text("权重须为正数", "A weight is a number above 0"),
        formulas.bad_weights,
        grave=True,
    ),
    CheckSpec(
        "settings",
        Text("无法使用的设置", "Settings that cannot be used"),
        Text("按下拉选项与说明填写", "Use the lists and ranges given"),
        formulas.bad_settings,
        grave=True,
    ),
    CheckSpec(
        "weighting",
        Text("权重依据须核对之处", "What the weights rest on: to be checked"),
        Text(
            "德尔菲、层次分析、权重比较的行列次序已变，或权重比较早于现有权重、数据：运行 flowxl check、flowxl weights",
            "Rows or columns of Delphi, AHP or the comparison were moved, or it is older than weights and figures: "
            "run flowxl check and flowxl weights",
        ),
        formulas.weighting,
        in_file=lambda file: Outcome(len(file.outdated), _places(file.outdated)),
    ),
    CheckSpec(
        "stored",
        Text("公式与核心存档值的最大差异", "Largest difference between formulas and the core"),
        Text("重新运行 flowxl compute 核对", "Run flowxl compute to compare"),
        formulas.stored,
        in_file=_stored,
        grave=True,
        difference=True,
    ),
    CheckSpec(
        "engine",
        Text("函数与公式的最大差异", "Largest difference between functions and formulas"),
        Text("函数或公式有误；以 flowxl compute 为准", "One of them is wrong; flowxl compute decides"),
        formulas.apart,
        in_file=lambda file: Outcome(len(file.apart), file.apart),
        grave=True,
        difference=True,
    ),
    CheckSpec(
        "answered",
        Text("由谁计算", "Computed by"),
        Text(
            "函数版本与本工作簿不同，或未作答；原因见 =FLOWSTATUS()",
            "Another version, or no answer: see =FLOWSTATUS()",
        ),
        formulas.answered,
        in_file=lambda file: Outcome(file.badge, (), 0 if file.badge_is_known else 1),
        fresh=_badge,
        good=_known_engine,
    ),
)
