"""Areas of the Baidu Index: which is a city of the framework, which a province, which the whole country."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from flowxl.core.framework import Framework
from flowxl.frameworks.observations import Names, fold_name
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.yearbook.baidu_words import plain

AreaKind = Literal["place", "province", "country", "other", "wrong_province", "unknown_code", "none"]

_CITIES_AS_WELL = ("北京", "上海", "天津", "重庆", "香港", "澳门")
# Baidu's own numbers: 901 to 934 are provinces, others cities. Seen in exports that carry numbers instead of names.
_FIRST_PROVINCE = 901
_PROVINCES = tuple(
    "山东 贵州 江西 重庆 内蒙古 湖北 辽宁 湖南 福建 上海 北京 广西 广东 四川 云南 江苏 浙江 青海 宁夏 河北 黑龙江 吉林"
    " 天津 陕西 甘肃 新疆 河南 安徽 山西 海南 台湾 西藏 香港 澳门".split()
)
_CITY_CODES = {
    1: "济南", 2: "贵阳", 5: "南昌", 20: "呼和浩特", 22: "通辽", 28: "武汉", 29: "大连", 43: "长沙", 50: "福州",
    54: "厦门", 77: "青岛", 90: "南宁", 94: "深圳", 95: "广州", 97: "成都", 117: "昆明", 125: "南京", 126: "苏州",
    127: "无锡", 133: "东莞", 138: "杭州", 139: "西宁", 140: "银川", 141: "石家庄", 147: "廊坊", 150: "沈阳",
    151: "盘锦", 152: "哈尔滨", 154: "长春", 162: "常州", 165: "西安", 166: "兰州", 168: "郑州", 169: "镇江",
    189: "合肥", 196: "佛山", 198: "江门", 199: "惠州", 200: "珠海", 207: "中山", 209: "肇庆", 215: "鞍山",
    231: "太原", 239: "海口", 261: "唐山", 289: "宁波", 466: "拉萨", 467: "乌鲁木齐",
}  # fmt: skip
_PROVINCE_OF = {
    city: province
    for province, cities in {
        "山东": "济南 青岛", "贵州": "贵阳", "江西": "南昌", "内蒙古": "呼和浩特 通辽", "湖北": "武汉", "湖南": "长沙",
        "辽宁": "大连 沈阳 盘锦 鞍山", "福建": "福州 厦门", "广西": "南宁", "四川": "成都", "云南": "昆明",
        "广东": "深圳 广州 东莞 佛山 江门 惠州 珠海 中山 肇庆", "江苏": "南京 苏州 无锡 常州 镇江", "浙江": "杭州 宁波",
        "青海": "西宁", "宁夏": "银川", "河北": "石家庄 廊坊 唐山", "黑龙江": "哈尔滨", "吉林": "长春", "陕西": "西安",
        "甘肃": "兰州", "河南": "郑州", "安徽": "合肥", "山西": "太原", "海南": "海口", "西藏": "拉萨",
        "新疆": "乌鲁木齐",
    }.items()
    for city in cities.split()
}  # fmt: skip
_COUNTRY = {"全国", "中国", "全国范围", "china", "0"}
_SUFFIX = re.compile(r"(?:省|自治区|壮族自治区|回族自治区|维吾尔自治区|特别行政区)$")
_BETWEEN = re.compile(r"\s*[-－—–/·_,，|]\s*")


@dataclass(frozen=True)
class Area:
    """An area as a table names it; ``place`` is the code of a place of the framework where it is one."""

    text: str
    kind: AreaKind
    place: str | None = None
    name: str = ""


@dataclass(frozen=True)
class Areas:
    """Finds out what an area is; ``declared`` are pairs of a text and the place that it is said to be."""

    framework: Framework
    declared: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a declared place that the framework does not have.

        Raises
        ------
        FlowXLError
            With a fault for each.
        """
        faults = [
            Fault("place.area", Place(name=f"--area {text}={place}"), found=place)
            for text, place in self.declared
            if self._names.place(place) is None
        ]
        if faults:
            raise FlowXLError(Message("baidu.place"), faults)

    @cached_property
    def _names(self) -> Names:
        return Names(self.framework)

    @cached_property
    def _declared(self) -> dict[str, str]:
        return {fold_name(plain(text)): self._names.place(place) or "" for text, place in self.declared}

    @property
    def default(self) -> str | None:
        """Code of the place that tables are about which name none."""
        return self._declared.get("")

    def find(self, text: str) -> Area:
        """Return what a text is."""
        cleaned = plain(text)
        folded = fold_name(cleaned)
        if not folded:
            return Area(text, "none")
        if folded in self._declared:
            return Area(text, "place", self._declared[folded], folded)
        if re.fullmatch(r"\d{1,4}(\.0)?", folded):
            return self._by_code(text, int(float(folded)))
        if folded in _COUNTRY:
            return Area(text, "country", None, folded)
        return self._by_name(text, cleaned)

    def _by_code(self, text: str, code: int) -> Area:
        if code == 0:
            return Area(text, "country", None, "全国")
        if 0 <= code - _FIRST_PROVINCE < len(_PROVINCES):
            name = _PROVINCES[code - _FIRST_PROVINCE]
            return self._by_name(text, name)
        name = _CITY_CODES.get(code, "")
        return self._by_name(text, f"{name}市") if name else Area(text, "unknown_code", None, str(code))

    def _by_name(self, text: str, name: str) -> Area:
        province, city = _split(name)
        if city is None:
            return self._one(text, name)
        known = _PROVINCE_OF.get(fold_name(city))
        found = self._names.place(city)
        if found and known and known != province:
            return Area(text, "wrong_province", None, city)
        if found is None and city == "":
            return Area(text, "province", None, province)
        return Area(text, "place" if found else "other", found, city)

    def _one(self, text: str, name: str) -> Area:
        """Return what a single name is; 吉林 alone is the province, 吉林市 the city."""
        bare = _SUFFIX.sub("", name)
        if bare in _PROVINCES and bare not in _CITIES_AS_WELL:
            return Area(text, "province", None, bare)
        found = self._names.place(bare)
        return Area(text, "place" if found else "other", found, fold_name(bare))


def _split(name: str) -> tuple[str, str | None]:
    """Return province and city of a name that has both, such as ``广东-广州`` or ``广东省广州市``; else no city."""
    parts = _BETWEEN.split(name)
    if len(parts) == 2 and _SUFFIX.sub("", parts[0]) in (*_PROVINCES, ""):
        return _SUFFIX.sub("", parts[0]), parts[1]
    joined = re.fullmatch(rf"({'|'.join(_PROVINCES)})(?:省|\S{{0,3}}自治区)(\S+)", name)
    return (joined[1], joined[2]) if joined else (name, None)
