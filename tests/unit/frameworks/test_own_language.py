"""The language of a framework: what it says, else that of its name; the computer has no part in it."""

import shutil
from pathlib import Path

import pytest
from support.frameworks import SECOND

from flowxl.frameworks.load import load_framework
from flowxl.voice.faults import FlowXLError


def framework(tmp_path: Path, lines: str) -> Path:
    """Return the second framework with other lines in place of its language."""
    folder = Path(shutil.copytree(SECOND, tmp_path / "own"))
    toml = folder / "framework.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('language = "zh"\n', lines), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("lines", "language"),
    [
        ("", "en"),
        ('name_zh = "第二指数"\n', "zh"),
        ('name_zh = "第二指数"\nlanguage = "en"\n', "en"),
        ('language = "zh"\n', "zh"),
    ],
)
@pytest.mark.parametrize("system", ["zh_CN.UTF-8", "en_GB.UTF-8"])
def test_a_framework_has_a_language(lines, language, system, tmp_path, monkeypatch):
    """That which it names; else Chinese if its index has a Chinese name."""
    monkeypatch.setenv("LC_ALL", system)
    assert load_framework(framework(tmp_path, lines)).language == language


def test_the_shipped_framework_is_chinese():
    """As its books have always been."""
    assert load_framework().language == "zh"


@pytest.mark.parametrize("said", ['"fr"', "3", '["zh"]'])
def test_another_language_is_refused(said, tmp_path):
    """There are two."""
    with pytest.raises(FlowXLError) as refused:
        load_framework(framework(tmp_path, f"language = {said}\n"))
    assert [(fault.kind, fault.place.file) for fault in refused.value.faults] == [("language", "framework.toml")]
    assert "zh 或 en" in refused.value.of("zh")
