"""A framework whose units are countries: no sheet says city, and the book is read, rolled, split and merged."""

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from support.command import Ran
from support.frameworks import SECOND
from support.hands import typed
from support.ranges import ranges_of
from support.shared import shared

from flowxl.api import BuildOptions, build
from flowxl.core.index import compute
from flowxl.cycle.merge import MergeOptions, merge_parts
from flowxl.cycle.merge_places import Entry
from flowxl.cycle.roll import RollOptions, roll
from flowxl.cycle.split import split_book
from flowxl.reading.read_book import read_book
from flowxl.udf import functions as f
from flowxl.voice.text import LANGUAGES, Language
from flowxl.voice.unit import CITY, Unit

COUNTRY = Unit("国家", "country")
LINES = 'unit_zh = "国家"\nunit_en = "country"\n'
SAID = {"zh": re.compile("城市"), "en": re.compile(r"\b[Cc]it(?:y|ies)\b")}
PLACE = re.compile(r"\{(?:[Uu]nits?|a unit)\}")
TEXTS = re.compile(r">([^<>]+)<|=\"([^\"]*)\"")


def framework(folder: Path) -> None:
    """Make the second framework one of countries; its own words say nothing of cities."""
    shutil.copytree(SECOND, folder)
    toml = folder / "framework.toml"
    toml.write_text(LINES + toml.read_text(encoding="utf-8"), encoding="utf-8")


def options(language: Language) -> BuildOptions:
    """Return how the books of these tests are built: few countries, all their figures."""
    folder = shared("second of countries", framework, LINES)
    return BuildOptions(framework=folder, language=language, cities=("AMBE", "ASTE", "BIRC", "CEDA"))


def book_in(language: Language) -> Path:
    """Return a book of countries."""
    return shared(f"countries {language}.xlsx", lambda path: build(path, options(language)), LINES)


@pytest.fixture
def book(language: Language, tmp_path: Path) -> Path:
    """Return a copy of the book that a test may change."""
    return Path(shutil.copy(book_in(language), tmp_path / "book.xlsx"))


def texts(path: Path) -> Iterator[str]:
    """Yield every text and every formula of a file, whichever part holds it."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            content = package.read(name).decode("utf-8", errors="replace")
            yield from (one or other for one, other in TEXTS.findall(content))


def odd(path: Path, language: Language) -> list[str]:
    """Return the texts of a file that say city, or have a place that nobody filled."""
    return [text for text in texts(path) if SAID[language].search(text) or PLACE.search(text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sheet_says_city(language: Language, book: Path) -> None:
    """Neither a text nor a formula; the sheet of the units has their name, and so have columns and settings."""
    assert odd(book, language) == []
    title, column, focus = {
        "zh": ("国家", "国家代码", "目标国家"),
        "en": ("Countries", "Country code", "Focus country"),
    }[language]
    sheets = openpyxl.load_workbook(book, read_only=True)
    assert title in sheets.sheetnames
    said = set(texts(book))
    assert {column, focus} <= said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_book_is_read_with_its_name(language: Language, book: Path) -> None:
    """With the figures that it was built from, and nothing to tell."""
    data = read_book(book)
    assert data.framework.unit == COUNTRY
    assert (len(data.faults), len(data.notes)) == (0, 0)
    compared = {"focus", "benchmark", "gap", "weighted_gap"}
    assert {seen.column for seen in data.shown if seen.table == "flow_gap"} == compared
    built = build(book.with_name("again.xlsx"), options(language))
    np.testing.assert_array_equal(data.observations.values, built.observations.values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_with_the_usual_name_are_found_too(language: Language, book: Path) -> None:
    """In a book of countries whose header says city, as one does that was put together from another."""
    sheets = openpyxl.load_workbook(book)
    usual, own = {"zh": ("城市代码", "国家代码"), "en": ("City code", "Country code")}[language]
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value == own]
    for cell in cells:
        cell.value = usual
    sheets.save(book)
    assert len(cells) > 0
    assert read_book(book).framework.unit == COUNTRY


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_roll_carries_the_name(language: Language, book: Path, tmp_path: Path) -> None:
    """Nothing of ours is taken for a person's, pictures are not doubled, and 变更 says countries as well."""
    rolled = roll(book, tmp_path / "new.xlsx", RollOptions(2025))
    assert [finding for finding in rolled.findings if finding.kind == "not_carried"] == []
    assert read_book(tmp_path / "new.xlsx").framework.unit == COUNTRY
    assert odd(tmp_path / "new.xlsx", language) == []
    charts = [
        sum(name.startswith("xl/charts/chart") for name in zipfile.ZipFile(path).namelist())
        for path in (book, tmp_path / "new.xlsx")
    ]
    assert charts[0] == charts[1] > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_parts_have_the_name_and_are_merged(language: Language, book: Path, tmp_path: Path) -> None:
    """A figure that was typed into a part arrives in the book."""
    parts = split_book(book, "pillar", tmp_path / "parts").files
    assert [odd(part, language) for part in parts] == [[] for _ in parts]
    key = read_book(parts[0]).framework.series[0].key
    entry = Entry(key, "value", read_book(book).observations.years[-1])
    typed(parts[0], {entry: 12.5})
    merged = merge_parts(book, parts, MergeOptions())
    assert [part.not_merged for part in merged.parts] == [() for _ in parts]
    data = read_book(book)
    assert data.framework.unit == COUNTRY
    assert data.observations.values[data.framework.series_position[key], -1] == 12.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_weights_compared_and_messages_say_it(language: Language, book: Path, flowxl: Callable[..., Ran]) -> None:
    """The sheet on methods too; and what check, compute and weights print."""
    ran = [flowxl(*command, "--lang", language) for command in (("weights", book), ("check", book), ("compute", book))]
    assert [one.code for one in ran] == [0, 0, 0]
    assert [SAID[language].findall(one.out + one.err) for one in ran] == [[], [], []]
    assert odd(book, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_functions_find_the_tables(language: Language, book: Path) -> None:
    """In ranges whose titles say country; the index is that of the book, and the answer has the name."""
    data = read_book(book)
    result = compute(data.observations.panel(), data.settings)
    head, *rows = f.flowindex(None, *ranges_of(book))
    assert head[0] == COUNTRY.named(Unit("{unit}", "{Unit}")).of(language)
    assert dict(row[:2] for row in rows) == {
        city.name.of(language): pytest.approx(value, abs=1e-9)
        for city, value in zip(data.framework.cities, result.index, strict=True)
    }


def test_a_usual_book_says_nothing_of_it(tmp_path: Path) -> None:
    """Its table of what the book is has no more rows than ever, and old books read as books of cities."""
    build(tmp_path / "book.xlsx", BuildOptions(framework=SECOND, cities=("AMBE", "ASTE", "BIRC", "CEDA")))
    ((rows,),) = (ranges_of(tmp_path / "book.xlsx", "flow_meta"),)
    assert not {"unit_zh", "unit_en", "units_en"} & {row[0] for row in rows}
    assert read_book(tmp_path / "book.xlsx").framework.unit == CITY
