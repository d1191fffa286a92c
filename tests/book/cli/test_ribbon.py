"""The buttons of the add-in: a command of the command line, and its report in a file that Windows' editor reads."""

from pathlib import Path

import pytest

from flowxl.cli import ribbon


@pytest.fixture
def report(tmp_path, monkeypatch):
    """Write reports into a folder of the test."""
    monkeypatch.setattr(ribbon.tempfile, "tempdir", str(tmp_path))
    return ribbon.report


@pytest.mark.parametrize(("command", "words"), [("check", "检查项"), ("compute", "指数")])
def test_a_button_writes_what_the_command_says(report, shipped_book, command, words):
    """Name of the workbook, everything that was printed, exit code."""
    path = Path(report(command, str(shipped_book)))
    text = path.read_text(encoding="utf-8-sig")
    assert text.startswith(f"flowxl {command} {shipped_book.name}\n")
    assert words in text
    assert text.endswith("(exit code 0)\n")


def test_what_cannot_be_read_is_told_in_the_report(report, tmp_path):
    """A file that is no workbook: the sentence and the code of the command line."""
    (tmp_path / "no.xlsx").write_text("no workbook")
    text = Path(report("check", str(tmp_path / "no.xlsx"))).read_text(encoding="utf-8-sig")
    assert "(exit code 3)" in text
    assert "no.xlsx" in text.partition("\n")[2]


def test_only_commands_with_a_button_are_run(report, tmp_path):
    """A macro cannot ask for others, such as one that writes files."""
    with pytest.raises(ValueError, match="none of check, compute"):
        report("build", str(tmp_path / "x.xlsx"))
