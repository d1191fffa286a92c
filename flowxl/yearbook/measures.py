"""Measures (units of measurement) and the one explicit table by which figures are converted; no exchange rates."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache


@dataclass(frozen=True)
class Measure:
    """A measure that is known: only measures of one family convert, each is ``factor`` times the family's first."""

    family: str
    factor: Decimal


_SCALES = {"": "1", "十": "10", "百": "100", "千": "1e3", "万": "1e4", "十万": "1e5", "百万": "1e6", "千万": "1e7",
           "亿": "1e8", "十亿": "1e9", "百亿": "1e10", "千亿": "1e11", "万亿": "1e12"}  # fmt: skip
_ENGLISH = {"": "1", "thousand": "1e3", "1000": "1e3", "10000": "1e4", "tenthousand": "1e4", "100000": "1e5",
            "million": "1e6", "100million": "1e8", "100000000": "1e8", "billion": "1e9",
            "trillion": "1e12"}  # fmt: skip
# family: (Chinese words that take a scale before them, English words that do)
_FAMILIES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "persons": (("人",), ("persons", "person", "people")),
    "yuan": (("元", "人民币元", "元人民币"), ("yuan", "rmb", "cny", "yuanrmb", "rmbyuan")),
    "us dollars": (("美元",), ("usdollars", "usdollar", "usd", "us$")),
    "tonnes": (("吨",), ("tonnes", "tons", "tonne", "ton", "metrictons")),
    "kilometres": (("公里", "千米"), ("km", "kilometres", "kilometers")),
    "square metres": (("平方米", "平米"), ("m2", "sq.m", "sqm", "squaremetres", "squaremeters")),
    "square kilometres": (("平方公里", "平方千米"), ("km2", "sq.km", "sqkm", "squarekilometres", "squarekilometers")),
    "cubic metres": (("立方米",), ("m3", "cu.m", "cubicmetres", "cubicmeters")),
    "trips": (("人次",), ("persontimes", "person-times", "trips", "passengers", "visits")),
    "person-years": (("人年",), ("person-years", "personyears", "man-years")),
    "households": (("户",), ("households", "subscribers", "accounts")),
    "items": (("件",), ("pieces", "items")),
    "counted": (("个", "家", "所", "座", "处"), ("units", "sites", "companies", "institutions", "schools", "stores")),
    "containers": (
        ("标准箱", "国际标准箱", "teu", "标箱"),
        ("teu", "teus", "standardcontainers"),
    ),
    "copies": (("册", "份"), ("copies",)),
}
_OTHERS = {
    "%": Measure("per cent", Decimal(1)),
    "percent": Measure("per cent", Decimal(1)),
    "百分比": Measure("per cent", Decimal(1)),
    "‰": Measure("per mille", Decimal(1)),
    "公顷": Measure("hectares", Decimal(1)),
    "米": Measure("metres", Decimal(1)),
}
_COUNTERS = (
    "辆 台 套 艘 架 次 篇 项 张 条 部 亩 种 场 间 本 只 头 株 度 千瓦时 千瓦 吨公里 人公里 箱 批 起 名 床 亩次 小时 天"
)
_HEAD = "/persons"
_PER = re.compile(r"\s*\bper\b\s*|\s*每\s*")


@lru_cache(maxsize=10_000)
def folded_measure(text: str) -> str:
    """Return a measure as it is looked up: half-width, small, without blanks and thousands separators.

    >>> folded_measure("10 000 persons"), folded_measure("（万 元）")
    ('10000persons', '万元')
    """
    plain = "".join(_PER.sub("/", unicodedata.normalize("NFKC", text).lower()).split())
    return plain.replace(",", "").strip("()[]【】。.")


def _table() -> dict[str, Measure]:
    table = dict(_OTHERS)
    for family, (chinese, english) in _FAMILIES.items():
        for words, scales in ((chinese, _SCALES), (english, _ENGLISH)):
            table |= {s + word: Measure(family, Decimal(factor)) for s, factor in scales.items() for word in words}
    for word in _COUNTERS.split():
        table |= {scale + word: Measure(word, Decimal(factor)) for scale, factor in _SCALES.items()}
    # written the other way round, as in 进出口总额（亿元人民币） and 人民币亿元
    table |= {f"人民币{s}元": Measure("yuan", Decimal(factor)) for s, factor in _SCALES.items()}
    return table


_MEASURES = _table()


def known_measure(text: str) -> Measure | None:
    """Return what a measure is, or None where the table does not have it.

    >>> known_measure("万人")
    Measure(family='persons', factor=Decimal('1E+4'))
    >>> known_measure("yuan per person") == known_measure("元/人"), known_measure("metres per hour")
    (True, None)
    """
    folded = folded_measure(text)
    if "/" not in folded:
        return _MEASURES.get(folded)
    above, _, below = folded.partition("/")
    one, other = _MEASURES.get(above), _MEASURES.get("persons" if below == "capita" else below)
    return Measure(f"{one.family}/{other.family}", one.factor / other.factor) if one and other else None


@lru_cache(maxsize=10_000)
def factor_between(found: str, wanted: str, *, per_head: bool = False) -> Decimal | None:
    """Return by what to multiply a figure in one measure to have it in another; None if they do not convert.

    Parameters
    ----------
    found, wanted
        Measures as written.
    per_head
        Whether the figure is one per head by its name: then ``元`` and ``元/人`` are the same.

    Examples
    --------
    >>> factor_between("人", "万人"), factor_between("亿美元", "亿元")
    (Decimal('0.0001'), None)
    """
    if folded_measure(found) == folded_measure(wanted):
        return Decimal(1)
    have, want = known_measure(found), known_measure(wanted)
    if have is None or want is None:
        return None
    families = [measure.family.removesuffix(_HEAD) if per_head else measure.family for measure in (have, want)]
    return have.factor / want.factor if families[0] == families[1] else None


def converted(value: float, factor: Decimal) -> float:
    """Return a figure in the other measure, computed in decimals so that 3 / 10 stays 0.3.

    >>> converted(20020.0, Decimal("0.0001"))
    2.002
    """
    return value if factor == 1 else float(Decimal(repr(value)) * factor)
