"""Words that functions give back, in the language of the workbook that asks."""

from flowxl.core.result import Coverage, Result
from flowxl.voice.text import Language
from flowxl.workbook.texts import pick

TABLES: dict[str, tuple[tuple[str, str], ...]] = {
    "table_index": (("城市", "City"), ("指数", "Index"), ("名次", "Rank")),
    "table_gap": (("二级指标", "Pillar"), ("差距", "Gap"), ("加权差距", "Weighted gap")),
    "table_delphi": (
        ("条目", "Item"), ("人数", "n"), ("均值", "Mean"), ("中位数", "Median"), ("标准差", "sd"), ("变异系数", "CV"),
        ("Q1", "Q1"), ("Q3", "Q3"), ("四分位距", "IQR"), ("满分率", "Full-score share"),
    ),
    "table_kendall": (
        ("W", "W"), ("χ²", "χ²"), ("自由度", "df"), ("p", "p"), ("计入专家", "Experts used"),
        ("漏评专家", "Experts left out"),
    ),
    "weight": (("权重", "Weight"),),
    "closing": (("指数", "Index"), ("名次", "Rank")),
}  # fmt: skip
COVERAGE = (
    "二级指标 {r.pillars}/{r.of_pillars}，权重 {r.weight:g}/{r.of_weight:g}，三级指标 {r.indicators}/{r.of_indicators}",
    "pillars {r.pillars}/{r.of_pillars}, weight {r.weight:g}/{r.of_weight:g}, "
    "indicators {r.indicators}/{r.of_indicators}",
)
CITY_COVERAGE = (
    "权重 {weight:g}/{r.of_weight:g}，三级指标 {indicators}/{r.of_indicators}，年份 {years:.0%}",
    "weight {weight:g}/{r.of_weight:g}, indicators {indicators}/{r.of_indicators}, years {years:.0%}",
)


def of(key: str, language: Language) -> tuple[str, ...]:
    """Return the titles of a table."""
    return tuple(pick(pair, language) for pair in TABLES[key])


def coverage(found: Coverage, language: Language) -> str:
    """Return the coverage of a result in one line."""
    return pick(COVERAGE, language).format(r=found)


def city_coverage(result: Result, city: int, language: Language) -> str:
    """Return in one line how much stands behind a city."""
    return pick(CITY_COVERAGE, language).format(
        r=result.coverage,
        weight=float(result.city_weight[city]),
        indicators=int(result.indicator_coverage[city]),
        years=float(result.year_coverage[city]),
    )
