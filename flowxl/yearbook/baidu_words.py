"""Words of Baidu Index exports: heads of columns, devices, keywords, and what a file name says."""

import ast
import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from flowxl.yearbook.baidu_settings import Device

Role = Literal["date", "area", "keyword", "device", "value", "year", "counter"]

_WORDS: dict[Role, tuple[str, ...]] = {
    "date": ("date", "time", "day", "week", "month", "datetime", "日期", "时间", "日", "周", "月", "月份", "年月"),
    "area": ("area", "province", "city", "region", "place", "地区", "地域", "区域", "省市", "省份", "城市", "省", "市"),
    "keyword": ("keyword", "keywords", "word", "kw", "关键词", "关键字", "搜索词", "词"),
    "device": ("type", "kind", "device", "source", "datasource", "数据源", "数据来源", "类型", "终端", "设备", "来源"),
    "value": ("index", "value", "baiduindex", "searchindex", "指数", "百度指数", "搜索指数", "日指数", "数值", "值"),
    "year": ("year", "年", "年份"),
    "counter": ("no", "id", "序号", "编号"),
}
_ROLES: dict[str, Role] = {word: role for role, words in _WORDS.items() for word in words}
_CORNER_PARTS: tuple[Role, ...] = ("area", "keyword")

_DEVICES: dict[str, Device] = {
    **dict.fromkeys(("all", "整体", "全部", "总体", "pc+移动", "pc+wise", "pc+mobile", "total", "整体趋势"), "all"),
    **dict.fromkeys(("pc", "pc端", "电脑", "电脑端", "pc趋势", "desktop"), "pc"),
    **dict.fromkeys(("wise", "mobile", "移动", "移动端", "手机", "手机端", "移动趋势", "无线"), "wise"),
}

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))
_LONGEST = 1000
_QUOTES = "\"'`“”‘’„‟「」『』《》〈〉«»＂＇"
_BETWEEN = re.compile(r"[\s_\-—–－~～,，;；+&()（）\[\]【】{}.。·|]+")
_GENERIC = re.compile(
    r"(?:月度|周度|日度|年度|每日|每周|每月|逐日|逐月|日均值?|搜索|百度|指数|数据|趋势|整体|全部|移动端?|手机|电脑|下载|导出|合并"
    r"|baidu|index|search|daily|weekly|monthly|all|pc端?|wise|mobile|merged?|export|data|sheet|工作表|\d年?月?日?)+"
)
_OTHER_INDEX = re.compile(r"(?:内容|资讯|媒体|新闻|feed|news).{0,6}(?:指数|index)", re.IGNORECASE)


def plain(text: object) -> str:
    """Return a text of a cell without what cannot be seen: full-width characters, byte order marks, odd blanks."""
    return " ".join(unicodedata.normalize("NFKC", str(text).translate(_INVISIBLE)).split())


def role_of(head: str) -> tuple[Role | None, Role | None]:
    """Return what a column holds by its head; for a corner such as 省市/月份 also what its other side names.

    >>> role_of("Time"), role_of("   省市 / 月份"), role_of("人工智能")
    (('date', None), ('date', 'area'), (None, None))
    """
    word = re.sub(r"[\s/\\|_-]+", "", plain(head).lower())
    if word in _ROLES:
        return _ROLES[word], None
    for part in _CORNER_PARTS:
        for first in _WORDS[part]:
            if word.startswith(first) and _ROLES.get(word.removeprefix(first)) == "date":
                return "date", part
    return None, None


def device_of(text: str) -> Device | None:
    """Return the device that a text names.

    >>> device_of("ALL"), device_of("移动"), device_of("平板")
    ('all', 'wise', None)
    """
    return _DEVICES.get(plain(text).lower().replace(" ", ""))


def fold_keyword(text: str, *, exact: bool = False) -> str:
    """Return a keyword as it is compared.

    >>> fold_keyword(" “一带一路”"), fold_keyword('"ＩＴ资讯"'), fold_keyword("['QQ']"), fold_keyword("['A', 'B']")
    ('一带一路', 'it资讯', 'qq', 'a+b')
    """
    text = "+".join(_listed(text))
    if exact:
        return text.translate(_INVISIBLE).strip()
    return "+".join(plain(part).strip(_QUOTES + " ").lower() for part in text.split("+"))


def _listed(text: str) -> list[str]:
    """Return the words of a list as Python prints it: several were summed by Baidu."""
    stripped = text.translate(_INVISIBLE).strip()
    if len(stripped) > _LONGEST or not (stripped.startswith("[") and stripped.endswith("]")):
        return [text]
    try:
        words = ast.literal_eval(stripped)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return [text]
    names = [word.get("name") if isinstance(word, dict) else word for word in words]
    return names if names and all(isinstance(name, str) for name in names) else [text]  # type: ignore[return-value]


def words_of(*names: str) -> tuple[str, ...]:
    """Return the parts of a file name or sheet name.

    >>> words_of("人工智能_2011-01-01-2020-12-31")
    ('人工智能', '2011', '01', '01', '2020', '12', '31')
    """
    return tuple(word for name in names for word in _BETWEEN.split(plain(name)) if word)


def telling(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a name that are not about the export itself: a keyword, a place.

    >>> telling(words_of("洪水-月度搜索百度指数-2020-2023"))
    ('洪水',)
    """
    return tuple(dict.fromkeys(word for word in words if not _GENERIC.fullmatch(word.lower())))


def other_index(*texts: str) -> str | None:
    """Return the words by which a table says that it is another index than that of searches.

    >>> other_index("洪水-月度内容百度指数-2020"), other_index("月度搜索百度指数")
    ('内容百度指数', None)
    """
    found = (_OTHER_INDEX.search(plain(text)) for text in texts)
    return next((match.group() for match in found if match), None)
