"""The finished workbook: the same bytes for the same input, valid, and true to the twenty rules."""

import functools
import re
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.formula import Tokenizer
from support.adds_up import LineSum, Ranks
from support.books import built
from support.command import ROOT
from support.engines import need, validate
from support.plant import plant
from support.rule_case import Expect, Violation
from support.tiers import amount
from support.twenty_rules import violations
from xlsxwriter.worksheet import Worksheet

from flowxl.api import BuildOptions, build
from flowxl.voice.unit import CITY
from flowxl.workbook import texts
from flowxl.workbook.book import Book
from flowxl.workbook.writing.writer import contents

COMMITTED = ROOT / "workbook" / "FlowIndex.xlsm"
RULES = tuple(range(1, 21))


def parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook, unzipped: how they are compressed may differ between machines."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def roles(book: Book) -> dict[str, str]:
    """Return the role of every sheet by its title."""
    return {sheet.title: sheet.role for sheet in book.layout.sheets}


def expectations(book: Book) -> Expect:
    """Return what the file itself does not say."""
    language = book.language

    def title(key: str) -> str:
        return CITY.named(texts.FIELDS[key]).of(language)

    names = [city.name.of(language) for city in book.framework.cities]
    pillars = book.framework.pillar_codes
    return Expect(
        stored=(
            "flow_stored", "flow_check_indicators", "flow_settings", "flow_weights", "flow_framework", "flow_regions",
            "flow_chart", "flow_years", *(name for name in book.layout.areas if name == "flow_bars"),
        ),
        mixed=(
            "flow_years", "flow_native", "flow_result", "flow_checks", "flow_check_pillars", "flow_derived",
            "flow_data", "flow_steps", "flow_chart",
            *(f"flow_in_{i.pillar}" for i in book.framework.indicators if i.same_as),
        ),
        filled={"flow_framework": (title("measure"), title("direction"), title("publisher"))},
        free=("flow_remarks", "flow_log"),
        state=title("verdict"),
        passing=tuple(pair.of(language) for pair in texts.VERDICTS[:2]),
        adds_up=(
            LineSum(("flow_weights", title("share")), 1.0),
            *(
                LineSum(("flow_contributions", name), float(index), only=pillars)
                for name, index in zip(names, book.result.index, strict=True)
            ),
            Ranks(of=("flow_result", "index"), ranks=("flow_result", "rank"), only=tuple(names)),
        ),
    )  # fmt: skip


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the clock or of chance is in the file."""
    for name in ("one", "two"):
        build(tmp_path / f"{name}.xlsx", BuildOptions())
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_the_committed_workbook_is_up_to_date(tmp_path: Path) -> None:
    """`python build_workbook.py --force` makes it anew."""
    build(tmp_path / "now.xlsm", BuildOptions())
    now, kept = parts(tmp_path / "now.xlsm"), parts(COMMITTED)
    assert sorted(now) == sorted(kept)
    assert [name for name in now if now[name] != kept[name]] == []


@pytest.mark.validator
def test_the_open_xml_sdk_finds_no_error() -> None:
    """Real figures in both languages, demo, empty, and cities in rows."""
    need("validator")
    assert validate([built(name).path for name in ("real", "english", "demo", "empty", "second")]) == []


@pytest.mark.parametrize("name", amount("books", ["real", "english"]))
def test_the_twenty_rules_hold(name: str) -> None:
    """No rule is broken, except that people paste into input sheets, which are therefore not protected (rule 15)."""
    made = built(name)
    found = violations(made.path, roles=roles(made.book), expect=expectations(made.book))
    inputs = {sheet.title for sheet in made.book.layout.sheets if sheet.role == "input"}
    assert [v for v in found if not (v.rule == 15 and v.sheet in inputs)] == []


@functools.cache
def found_in_sound_book(mixed: tuple[str, ...]) -> list[Violation]:
    """Return what the rules find in the sound book that faults are planted in."""
    made = built("mixed real")
    return violations(made.path, roles=roles(made.book), expect=replace(expectations(made.book), mixed=mixed))


@pytest.mark.parametrize("rule", amount("rules", RULES[::6]))
def test_a_broken_rule_is_found(rule: int, tmp_path: Path) -> None:
    """One fault is planted per rule, in a book with real figures; for rule 7 no block may be mixed on purpose."""
    made = built("mixed real")
    mixed = () if rule == 7 else expectations(made.book).mixed
    expect = replace(expectations(made.book), mixed=mixed)
    broken = plant(made.path, rule, tmp_path / "broken.xlsx", roles=roles(made.book), expect=expect)
    sound = found_in_sound_book(mixed)
    assert rule in {v.rule for v in violations(broken, roles=roles(made.book), expect=expect) if v not in sound}


def test_no_formula_needs_a_prefix() -> None:
    """The writer hands formulas over as they are; XlsxWriter's own search would change none of them."""
    book = built("real").book
    seen: set[str] = set()
    worksheet = Worksheet()
    for columns in contents(book).values():
        for column in columns.values():
            if column.formula:
                formulas = (column.formula(n) for n in range(len(column.values)))
                seen |= {re.sub(r"\d+", "1", formula) for formula in formulas if formula}
    assert len(seen) > 100
    for formula in seen:
        expected = formula.removeprefix("{").removeprefix("=").removesuffix("}")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert worksheet._prepare_formula(formula, True) == expected


def test_flow_data_has_one_form_per_source_and_step() -> None:
    """Down a column of 数据汇总 a formula changes only with the sheet it reads and with the entry of the indicator."""
    book = built("real").book
    area = book.layout.areas["flow_data"]
    columns = contents(book)["flow_data"]
    for field in area.grid.fields:
        column = columns[field.key]
        if not column.formula:
            continue
        forms = {
            re.sub(
                rf"(?<![A-Z$\d])(\$?[A-Z]{{1,3}}){area.position(n, field.key)[0] + 1}(?!\d)", r"\1R", column.formula(n)
            )
            for n in range(area.grid.size)
        }
        assert len(forms) <= (len(book.framework.pillars) if field.key == "row" or field.key.startswith("year") else 2)
        assert all(Tokenizer(form).items for form in forms)
