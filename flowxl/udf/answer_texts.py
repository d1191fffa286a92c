"""Words that functions give back, in the language of the workbook that asks."""

from flowxl.core.result import Coverage, Result
from flowxl.voice.text import Language, Text
from flowxl.voice.unit import CITY, Unit

TABLES: dict[str, tuple[Text, ...]] = {
    "table_index": (Text("{unit}", "{Unit}"), Text("指数", "Index"), Text("名次", "Rank")),
    "table_gap": (Text("二级指标", "Pillar"), Text("差距", "Gap"), Text("加权差距", "Weighted gap")),
    "table_delphi": (
        Text("条目", "Item"), Text("人数", "n"), Text("均值", "Mean"), Text("中位数", "Median"), Text("标准差", "sd"),
        Text("变异系数", "CV"), Text("Q1", "Q1"), Text("Q3", "Q3"), Text("四分位距", "IQR"),
        Text("满分率", "Full-score share"),
    ),
    "table_kendall": (
        Text("W", "W"), Text("χ²", "χ²"), Text("自由度", "df"), Text("p", "p"), Text("计入专家", "Experts used"),
        Text("漏评专家", "Experts left out"),
    ),
    "weight": (Text("权重", "Weight"),),
    "closing": (Text("指数", "Index"), Text("名次", "Rank")),
}  # fmt: skip
COVERAGE = Text(
    "二级指标 {r.pillars}/{r.of_pillars}，权重 {r.weight:g}/{r.of_weight:g}，三级指标 {r.indicators}/{r.of_indicators}",
    "pillars {r.pillars}/{r.of_pillars}, weight {r.weight:g}/{r.of_weight:g}, "
    "indicators {r.indicators}/{r.of_indicators}",
)
CITY_COVERAGE = Text(
    "权重 {weight:g}/{r.of_weight:g}，三级指标 {indicators}/{r.of_indicators}，年份 {years:.0%}",
    "weight {weight:g}/{r.of_weight:g}, indicators {indicators}/{r.of_indicators}, years {years:.0%}",
)


def of(key: str, language: Language, unit: Unit = CITY) -> tuple[str, ...]:
    """Return the titles of a table."""
    return tuple(unit.named(pair).of(language) for pair in TABLES[key])


def coverage(found: Coverage, language: Language) -> str:
    """Return the coverage of a result in one line."""
    return COVERAGE.say(language, r=found)


def city_coverage(result: Result, city: int, language: Language) -> str:
    """Return in one line how much stands behind a city."""
    return CITY_COVERAGE.say(
        language,
        r=result.coverage,
        weight=float(result.city_weight[city]),
        indicators=int(result.indicator_coverage[city]),
        years=float(result.year_coverage[city]),
    )
