"""What macros say: in both languages, ASCII in the source, and nothing else is shown."""

import re
from string import Formatter

import pytest

from flowxl.udf.addin import ribbon_module
from flowxl.udf.macro_texts import SAMPLE, TEXTS, both
from flowxl.udf.macros import own_modules

HELD = re.compile(r'FxBoth\("([0-9A-F]+)", "((?:[^"]|"")*)"\)')
SENTENCE = re.compile(r'"[^"]*[a-z]+ [a-z]+ [a-z]+[^"]*"')
BEHIND = re.compile(r"^\s*'.*$|^Attribute .*$", re.MULTILINE)


def sources(language):
    """Return the text of every module of ours, of a workbook and of the add-in."""
    modules = (*own_modules(language), *own_modules(language, addin=True))
    return [*(module.source for module in modules), ribbon_module(language)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_text_stands_in_the_macros_in_both_languages(language):
    """The digits are its Chinese; all of them are used."""
    held = {
        (bytes.fromhex(chinese).decode("utf-16-be"), english.replace('""', '"'))
        for text in sources(language)
        for chinese, english in HELD.findall(text)
    }
    assert held == {(text.zh, text.en) for text in TEXTS.values()}
    for text in sources(language):
        assert text.isascii()
        assert max(map(len, text.splitlines())) < 1023


def test_each_text_has_the_same_values_in_both_languages():
    """A macro puts them in by name."""
    for key, text in TEXTS.items():
        found = [sorted(name for _, name, _, _ in Formatter().parse(one) if name) for one in (text.zh, text.en)]
        assert found[0] == found[1], key
    assert both("error").endswith('"error {number}")')


def test_no_english_sentence_is_shown_past_the_texts():
    """Neither in a message box nor as an error or a status."""
    for text in sources("zh"):
        code = BEHIND.sub("", HELD.sub("", text))
        assert [line for line in code.splitlines() if SENTENCE.search(line) and "import sys" not in line] == []
        for line in code.splitlines():
            if "MsgBox" in line and "question" not in line:
                assert "FxSay(" in line or "FLOWSTATUS()" in line, line


def test_only_a_workbook_in_chinese_speaks_it_and_the_code_page_decides_on_message_boxes():
    """The letters that are tried are those of simplified Chinese: other code pages lack them."""
    chinese, english = (own_modules(language)[0].source for language in ("zh", "en"))
    assert "    FxChinese = True\n" in chinese
    assert "    FxChinese = False\n" in english
    assert f'FxText("{SAMPLE.encode("utf-16-be").hex().upper()}")' in chinese
    assert SAMPLE.encode("gbk")
    for code_page in ("cp1252", "cp950", "cp932", "cp949"):
        with pytest.raises(UnicodeEncodeError):
            SAMPLE.encode(code_page)
