"""Names of places and indicators: folded, looked up, and what is near to them."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from flowxl.core.framework import Framework
from flowxl.frameworks.observations import fold_name
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.yearbook.text_files import read_list

SYNONYMS = "synonyms.csv"
KINDS = ("indicator", "place")
CLOSE = 0.72
"""From this likeness on a name is proposed; a proposal always waits for a person."""
_CITY_SUFFIX = re.compile(r"[(\[](?:city|市|city proper)[)\]]", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
# one romanised name of two cities: alone it names neither
HOMONYMS = {
    "suzhou": "苏州 / 宿州", "taizhou": "台州 / 泰州", "fuzhou": "福州 / 抚州", "yichun": "宜春 / 伊春",
    "yulin": "榆林 / 玉林",
}  # fmt: skip
PROVINCE_AND_CITY = "吉林"
_PROVINCES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 "
    "重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆"
).split()
_PROVINCE = re.compile(f"(?:{'|'.join(_PROVINCES)})(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)?")


@dataclass(frozen=True)
class Synonym:
    """Another name of a place or an indicator, declared by a person."""

    kind: str
    code: str
    name: str


def read_synonyms(path: Path, framework: Framework, *, strict: bool = True) -> list[Synonym]:
    """Read a list of synonyms: a CSV file with the columns kind, code and name.

    Without ``strict`` a code that the framework does not have is passed over: a book may have fewer cities.

    Raises
    ------
    FlowXLError
        With every line whose kind or code is not known.
    """
    faults: list[Fault] = []
    known = {"indicator": set(framework.indicator), "place": set(framework.places)}
    found = []
    for row in read_list(path, ("kind", "code", "name"), faults):
        if row["kind"] not in KINDS or not row["name"]:
            faults.append(Fault("synonym.kind", row.place, kind=row["kind"], name=row["name"]))
        elif row["code"] not in known[row["kind"]]:
            if strict:
                indicator = row["kind"] == "indicator"
                place = row.place
                faults.append(Fault("synonym.indicator" if indicator else "synonym.place", place, code=row["code"]))
        else:
            found.append(Synonym(row["kind"], row["code"], row["name"]))
    if faults:
        raise FlowXLError(Message("yearbook.synonyms", name=path.name, number=len(faults)), faults)
    return found


def folded(name: str) -> str:
    """Return a name as it is compared: half-width, small, without blanks, 市 and (city) at its end.

    >>> folded("  北 京　市"), folded("Karamay(city) "), folded("ＧＤＰ")
    ('北京', 'karamay', 'gdp')
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", name))
    return fold_name(_CITY_SUFFIX.sub("", text))


@dataclass
class Names:
    """Finds codes by code, name or declared synonym; a name of several things finds all of them."""

    framework: Framework
    synonyms: Iterable[Synonym] = ()
    indicators: dict[str, set[str]] = field(default_factory=dict)
    places: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index codes, names and synonyms; a code wins over names."""
        for indicator in self.framework.indicators:
            base = indicator.same_as or indicator.code
            for name in (indicator.name.zh, indicator.name.en):
                self._add(self.indicators, name, base)
        for place in self.framework.places.values():
            for name in (place.name.zh, place.name.en):
                self._add(self.places, name, place.code)
        for synonym in self.synonyms:
            if synonym.kind == "indicator":
                one = self.framework.indicator[synonym.code]
                self._add(self.indicators, synonym.name, one.same_as or one.code)
            else:
                self._add(self.places, synonym.name, synonym.code)
        for indicator in self.framework.indicators:
            self.indicators[folded(indicator.code)] = {indicator.same_as or indicator.code}
        for place in self.framework.places.values():
            self.places[folded(place.code)] = {place.code}

    def _add(self, index: dict[str, set[str]], name: str, code: str) -> None:
        if folded(name):
            index.setdefault(folded(name), set()).add(code)

    def is_place(self, text: str) -> bool:
        """Whether a label names a place of the framework."""
        return bool(self.place(text))

    def is_indicator(self, text: str) -> bool:
        """Whether a label names an indicator of the framework."""
        return bool(self.indicator(text))

    def indicator(self, text: str) -> set[str]:
        """Return the codes that a name may stand for."""
        return self.indicators.get(folded(text), set())

    def place(self, text: str) -> set[str]:
        """Return the codes of the places that a name may stand for; 广东-广州 is 广州."""
        name = folded(text)
        if name in self.places:
            return self.places[name]
        return self.places.get(_without_province(name), set())

    def full_name(self, text: str) -> str:
        """Return the names of the indicators that a label or code stands for, and the label."""
        names = [self.framework.indicator[code].name for code in sorted(self.indicator(text))]
        return " ".join([text, *(f"{name.zh} {name.en}" for name in names)])

    def is_same_place(self, one: str, other: str) -> bool:
        """Whether two labels name one place, known or not."""
        return folded(one) == folded(other) or bool(self.place(one) & self.place(other))

    def other_places(self, text: str, place: str) -> bool:
        """Whether a text has the Chinese name of a known place in it, and not that of this one."""
        own = self.place(place)
        found = [codes for name, codes in self.places.items() if len(name) > 1 and name in text and not name.isascii()]
        return bool(found) and not any(codes & own for codes in found)

    def homonym(self, text: str) -> str:
        """Return the cities that a romanised name may stand for; an empty text where it is one only.

        >>> from flowxl.frameworks.load import load_framework
        >>> Names(load_framework()).homonym("Suzhou (city)")
        '苏州 / 宿州'
        """
        if folded(text) == PROVINCE_AND_CITY and not text.strip().endswith("市"):
            return f"{PROVINCE_AND_CITY}省 / {PROVINCE_AND_CITY}市"
        return HOMONYMS.get(folded(text), "")

    def near_indicators(self, text: str) -> list[str]:
        """Return codes of indicators with a similar name, the most similar first."""
        return _near(folded(text), self.indicators)

    def near_places(self, text: str) -> list[str]:
        """Return codes of places with a similar name, the most similar first."""
        return _near(folded(text), self.places)


def is_province(text: str) -> bool:
    """Whether a text is the Chinese name of a province, short or long."""
    return bool(_PROVINCE.fullmatch("".join(text.split())))


def _without_province(name: str) -> str:
    """Take off the province before a city: 广东-广州, 广东省广州."""
    found = _PROVINCE.match(name)
    if not found or found.end() == len(name):
        return name
    rest = name[found.end() :]
    return rest.lstrip("-–—·/ ") if rest[0] in "-–—·/" or found[0][-1] in "省区" else name


def _near(name: str, index: dict[str, set[str]]) -> list[str]:
    if len(name) < 2:
        return []
    close = difflib.get_close_matches(name, index, n=3, cutoff=CLOSE)
    return list(dict.fromkeys(code for other in close for code in sorted(index[other])))
