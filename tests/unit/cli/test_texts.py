"""Every text of the command line is there in both languages, with the same places for values."""

import ast
from collections.abc import Iterator
from string import Formatter

import pytest
from support.command import ROOT
from support.wording import chinese, english

ROOM = ROOT / "flowxl" / "cli"
FILES = sorted(path.relative_to(ROOM).as_posix() for path in ROOM.rglob("*.py"))
SAME = {"—", "A", "B"}
"""What is written alike in both."""
UNIT = {"unit", "units", "Unit", "Units", "a unit"}
"""Places for what is compared, which English declines and Chinese may leave out."""


def texts(name: str) -> Iterator[tuple[str, str]]:
    """Yield the texts that a module writes, in Chinese and English."""
    for node in ast.walk(ast.parse((ROOM / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Text", "Words") and node.args:
            written = [ast.literal_eval(one) for one in node.args if isinstance(one, ast.Constant)]
            if len(written) == 2:
                yield written[0], written[1]


def gaps(text: str) -> list[str]:
    """Return the names of the values in a text."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None and name not in UNIT)


@pytest.mark.parametrize("name", FILES)
def test_both_languages_say_the_same(name: str) -> None:
    """Chinese without English sentences, English without Chinese, and no value in one alone."""
    for zh, en in texts(name):
        assert zh, en
        assert en, zh
        assert gaps(zh) == gaps(en), en
        assert english(zh) == [], zh
        assert chinese(en) == [], en
        assert zh != en or zh in SAME, en


def test_the_texts_are_found() -> None:
    """Hundreds of them."""
    assert sum(1 for name in FILES for _ in texts(name)) > 300
