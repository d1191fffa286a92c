"""What commands say of a book: in the language of the book, or the one asked for; figures and codes stay."""

import csv
import io
import json
from pathlib import Path

import pytest
from support.command import KEY, SMALL, Ran, edit
from support.wording import chinese, english

from flowxl.cli import main
from flowxl.cli.exits import OK, VALUE_FAULTS

BOTH = pytest.mark.parametrize(("speaks", "foreign"), [("zh", english), ("en", chinese)])
COMMANDS = {
    "compute": ("compute", "{book}"),
    "check": ("check", "{book}"),
    "split": ("split", "{book}", "--by", "pillar", "-o", "{folder}/parts"),
    "diff": ("diff", "{book}", "{changed}"),
    "same": ("diff", "{book}", "{book}"),
    "repaired": ("check", "{book}", "--fix", "{folder}/fixed.xlsx"),
    "reproduce": ("reproduce",),
}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory, small_book: Path) -> dict[str, Path]:
    """Return a small book in each language."""
    path = tmp_path_factory.mktemp("books") / "small.xlsx"
    main(["build", *SMALL, "--output", str(path), "--lang", "en", "--json", str(path.with_suffix(".json"))])
    return {"zh": small_book, "en": path}


@BOTH
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_all_in_the_language_of_the_book(name, speaks, foreign, books, small_book, tmp_path, flowxl):
    """Whatever the system speaks; names of the index and the paper are names."""
    changed = edit(small_book, 12345, tmp_path / "changed.xlsx") if name == "diff" else small_book
    given = {"book": books[speaks], "changed": changed, "folder": tmp_path}
    lang = ("--lang", speaks) if name in ("reproduce", "diff") else ()
    ran = flowxl(*(word.format(**given) for word in COMMANDS[name]), *lang)
    assert ran.code in (OK, VALUE_FAULTS)
    assert ran.out
    told = "" if name in ("reproduce", "diff") and speaks == "en" else ran.out  # names of the paper are Chinese
    assert foreign(told) == []
    assert foreign(ran.err) == []


def test_building_speaks_the_language_of_the_book(flowxl, tmp_path):
    """That of the framework where none is asked for, on any system."""
    for lang, told in (((), "已写入"), (("--lang", "zh"), "已写入"), (("--lang", "en"), "Wrote ")):
        ran = flowxl(
            "build",
            "--cities",
            "SH",
            "--years",
            "2015-2015",
            "--output",
            tmp_path / f"{len(lang)}{told[0]}.xlsx",
            *lang,
        )
        assert ran.out.startswith(told)


def document(ran: Ran) -> object:
    """Return what stays the same in a document: everything but texts."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            words = ("where", "found", "expected", "remedy", "check", "verdict", "advice")
            return {key: plain(one) for key, one in value.items() if key not in words}
        return [plain(one) for one in value] if isinstance(value, list) else value

    return plain(json.loads(ran.out))


@pytest.mark.parametrize("command", ["compute", "check"])
def test_json_has_the_same_keys_kinds_and_codes_in_every_language(command, small_book, tmp_path, flowxl):
    """Only its texts follow the language."""
    book = edit(small_book, "12a", tmp_path / "typed.xlsx")
    zh, en = (flowxl(command, book, "--json", "--lang", language) for language in ("zh", "en"))
    assert command == "compute" or zh.out != en.out
    assert document(zh) == document(en)
    assert [fault["kind"] for fault in json.loads(zh.out)["faults"]] == ["value"]


def test_titles_of_csv_stay_unless_chinese_ones_are_asked_for(small_book, tmp_path, flowxl):
    """The figures under them are the same."""
    codes = ("diff", small_book, edit(small_book, 12345, tmp_path / "changed.xlsx"))
    for command in (("compute", small_book), codes):
        zh, en, titled = (
            list(csv.reader(io.StringIO(flowxl(*command, "--csv", "-", *options).out)))
            for options in (("--lang", "zh"), ("--lang", "en"), ("--lang", "en", "--csv-titles", "zh"))
        )
        assert zh == en
        assert titled[1:] == en[1:]
        assert english(" ".join(titled[0])) == []
        assert not any(title.isascii() for title in titled[0])
    assert any(KEY.partition(".")[0] in row for row in titled)


def test_the_system_has_no_part_in_a_build(tmp_path, flowxl, monkeypatch):
    """Built on a Chinese and an English computer, a book has the same bytes."""
    for system in ("zh_CN.UTF-8", "en_GB.UTF-8"):
        monkeypatch.setenv("LC_ALL", system)
        flowxl("build", "--cities", "SH", "--years", "2015-2015", "--output", tmp_path / f"{system}.xlsx")
    first, second = sorted(tmp_path.glob("*.xlsx"))
    assert first.read_bytes() == second.read_bytes()
