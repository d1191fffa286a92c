"""Titles of columns that say what stands below them, in Chinese and English."""

import re
from typing import Literal

from flowxl.yearbook.labels import plain

Role = Literal["place", "indicator", "year", "measure", "value", "ignored"]
AXES: tuple[Role, ...] = ("place", "indicator", "year")

_CITY = {"城市", "地市", "市", "city", "cities", "城市名称", "城市名"}
_WORDS: dict[Role, set[str]] = {
    "place": _CITY | {
        "地区", "省市", "省份", "省", "区域", "地区名称", "行政区", "省市区", "地名", "单位名称",
        "area", "region", "regions",
        "place", "province", "provinces", "country", "countries", "location",
    },
    "indicator": {"指标", "指标名称", "项目", "类别", "统计指标",
                  "indicator", "indicators", "item", "items", "variable"},
    "year": {"年份", "年度", "年", "时间", "日期", "月份", "year", "years", "time", "date", "period"},
    "measure": {"单位", "计量单位", "unit", "units", "measure"},
    "value": {"数值", "值", "数据", "指标值", "value", "values", "figure"},
    "ignored": {
        "序号", "编号", "no", "no.", "代码", "编码", "行政区划代码", "区划代码", "地区代码", "城市代码",
        "code", "isocode",
        "iso_code", "id", "备注", "注", "注释", "note", "notes", "remark", "来源",
        "数据来源", "source", "status", "状态",
    },
}  # fmt: skip
_ROLE_OF = {word: role for role, words in _WORDS.items() for word in words}
_PARTS = re.compile(r"[\\/|\n、]")


def roles_in(title: str) -> list[Role]:
    r"""Return the roles that a title names; a corner such as 省市＼月份 names two.

    >>> roles_in("城 市"), roles_in("省市\n月份"), roles_in("GDP")
    (['place'], ['place', 'year'], [])
    """
    whole = "".join(plain(title).lower().split())
    if whole in _ROLE_OF:
        return [_ROLE_OF[whole]]
    parts = ["".join(part.split()) for part in _PARTS.split(plain(title).lower())]
    return [_ROLE_OF[part] for part in parts if part in _ROLE_OF]


def names_city(title: str) -> bool:
    """Whether a title says city, which is nearer to the point than province or region."""
    return "".join(plain(title).lower().split()) in _CITY
