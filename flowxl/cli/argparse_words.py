"""What argparse says of arguments at fault, in Chinese.

argparse asks ``gettext`` for each of its sentences, by the English one. While FlowXL parses, it is answered from here;
a sentence that a later Python has and this table lacks stays English.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from flowxl.voice.text import Language, Text

CHINESE = {
    "show this help message and exit": "显示本帮助后退出",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s：%(message)s",
    "the following arguments are required: %s": "缺少参数：%s",
    "one of the arguments %s is required": "须给出以下参数之一：%s",
    "unrecognized arguments: %s": "无法识别的参数：%s",
    "not allowed with argument %s": "不能与参数 %s 同用",
    "ignored explicit argument %r": "此选项不带值，却给出了 %r",
    "expected one argument": "须带一个值",
    "expected at most one argument": "至多带一个值",
    "expected at least one argument": "至少须带一个值",
    "expected %s argument": "须带 %s 个值",
    "expected %s arguments": "须带 %s 个值",
    "ambiguous option: %(option)s could match %(matches)s": "选项 %(option)s 不明确，可能是 %(matches)s",
    "unexpected option string: %s": "多余的选项：%s",
    "invalid choice: %(value)r (choose from %(choices)s)": "无效的取值 %(value)r（可取：%(choices)s）",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": (
        "无效的取值 %(value)r，是否为 %(closest)r？（可取：%(choices)s）"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": "未知的命令 %(parser_name)r（可用：%(choices)s）",
    "invalid %(type)s value: %(value)r": "无效的值 %(value)r",
    "option '%(option)s' is deprecated": "选项 %(option)s 已不推荐使用",
    "command '%(parser_name)s' is deprecated": "命令 %(parser_name)s 已不推荐使用",
    "argument '%(argument_name)s' is deprecated": "参数 %(argument_name)s 已不推荐使用",
}
ARGPARSE = {english: Text(chinese, english) for english, chinese in CHINESE.items()}


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Let argparse speak a language while something is parsed."""
    names = vars(argparse)
    before = names["_"], names["ngettext"]
    names["_"] = lambda english: _said(english, language)
    names["ngettext"] = lambda one, many, count: _said(one if count == 1 else many, language)
    try:
        yield
    finally:
        names["_"], names["ngettext"] = before


def _said(english: str, language: Language) -> str:
    known = ARGPARSE.get(english)
    return known.of(language) if known else english
