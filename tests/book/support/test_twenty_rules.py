"""A clean book breaks none of the twenty rules; a book with one planted fault breaks exactly that one."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from support import engines
from support.adds_up import LineSum, Ranks, Sums
from support.book_model import relative_form
from support.plant import FAULTS, plant
from support.rule_case import Expect
from support.small_book import EXPECT, ROLES, write_small_book
from support.twenty_rules import RULES, violations


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    """Write the small book once."""
    return write_small_book(tmp_path_factory.mktemp("small") / "small.xlsx")


def rules(path: Path, roles=ROLES, expect=EXPECT) -> list[int]:
    """Numbers of the rules that a book breaks."""
    return sorted({violation.rule for violation in violations(path, roles=roles, expect=expect)})


def test_the_small_book_keeps_all_rules(clean):
    """The list itself is compared, so that a failure shows what is broken."""
    assert violations(clean, roles=ROLES, expect=EXPECT) == []


@pytest.mark.gnumeric
def test_the_small_book_says_the_truth(clean, tmp_path):
    """Its cached values are what its formulas compute."""
    engines.need("gnumeric")
    found = engines.compare(clean, engines.recalculate_gnumeric(clean, tmp_path / "g.xlsx"))
    assert found.ok
    assert found.n_formulas == 58


@pytest.mark.parametrize("rule", range(1, 21))
def test_a_planted_fault_is_reported_under_its_rule(clean, tmp_path, rule):
    """One fault, one rule, and a message that says something."""
    bad = plant(clean, rule, tmp_path / "bad.xlsx", roles=ROLES, expect=EXPECT)
    found = violations(bad, roles=ROLES, expect=EXPECT)
    assert {violation.rule for violation in found} == {rule}
    assert all(violation.message for violation in found)


def test_rules_are_numbered_as_in_the_notes():
    """Twenty rules; each docstring begins with its number; each can be broken."""
    assert [int(rule.__doc__.partition(".")[0]) for rule in RULES] == list(range(1, 21)) == sorted(FAULTS)


def write(path: Path, change) -> Path:
    """Write a book of one calculation sheet 'x' with a title."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("x")
        sheet.write_string("A1", "title")
        change(book, sheet)
    return path


def broken(path: Path, role: str = "calculation", expect: Expect = EXPECT) -> dict[int, set[str]]:
    """Say which cells of the sheet 'x' break which rules."""
    found: dict[int, set[str]] = {}
    for violation in violations(path, roles={"x": role}, expect=replace(expect, filled={}, adds_up=(), free=())):
        found.setdefault(violation.rule, set()).add(violation.ref)
    return found


@pytest.mark.parametrize(
    ("formula", "rule"),
    [
        ("=A1*2", 6),
        ("=SUM({1,3})", 6),
        ('=COUNTIF(A1:A3,">=5")', None),
        ("=A100+Sheet3!B22*100-1", None),
        ("=1E-9+A1", 6),
        ("=IF(A1>0,1,SUM(IF(A2>0,1,0)))", 8),
        ("=IFERROR(IF(A1>0,1,0),0)", None),
        ("=TODAY()", 8),
        ("=SUM(OFFSET(A1,0,0))", 8),
        ("=" + "+".join(["A1"] * 86), 8),
        ("=" + "+".join(["A1"] * 85), None),
        ("='[other.xlsx]s'!A1", 19),
    ],
)
def test_formulas_are_judged_by_their_tokens(tmp_path, formula, rule):
    """Numbers inside texts and references are no literals; IF in IFERROR is not nested."""
    found = broken(write(tmp_path / "x.xlsx", lambda _, sheet: sheet.write_formula("C3", formula, None, 1)))
    assert {r for r in found if "C3" in found[r]} == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("change", "rule", "ref"),
    [
        (lambda b, s: s.write_blank("C3", None, b.add_format({"locked": False})), 3, "C3"),
        (lambda b, s: s.set_column("C:C", 9, b.add_format({"locked": False})), 3, "C"),
        (lambda _, s: s.write_formula("C3", "=1/0", None, "#DIV/0!"), 16, "C3"),
        (lambda _, s: s.set_column("C:C", None, None, {"hidden": True}), 19, "C"),
        (lambda _, s: s.set_row(4, None, None, {"hidden": True}), 19, "5"),
        (lambda b, _: b.add_worksheet("y").very_hidden(), 19, ""),
        (lambda _, s: s.protect("secret"), 15, ""),
        (lambda b, s: b.define_name("flow_t", f"={s.name}!$A$3:$B$4"), 11, "A3"),
    ],
)
def test_further_faults_are_found(tmp_path, change, rule, ref):
    """Other ways of breaking rules than those that are planted."""
    assert ref in broken(write(tmp_path / "x.xlsx", change))[rule]


def test_inputs_without_fill_are_found(tmp_path):
    """Where no unlocked cell is filled, none looks like an input."""
    path = write(tmp_path / "x.xlsx", lambda b, s: s.write_number("B3", 1, b.add_format({"locked": False})))
    assert {4, 14} <= set(broken(path, "input"))


def test_books_without_cached_values_are_found(clean, tmp_path):
    """What openpyxl saves has formulas and nothing beside them (24 of the 58 might give an empty text)."""
    openpyxl.load_workbook(clean).save(tmp_path / "saved.xlsx")
    found = violations(tmp_path / "saved.xlsx", roles=ROLES, expect=EXPECT)
    assert sum(v.rule == 16 and v.message == "a formula without a cached value" for v in found) == 34


def test_missing_roles_and_missing_sheets_are_found(clean):
    """Roles are given for the sheets that are there, and for no others."""
    assert rules(clean, roles={**ROLES, "没有": "input"}) == [3]
    assert 3 in rules(clean, roles={name: role for name, role in ROLES.items() if name != "输入"})


@pytest.mark.parametrize(
    ("check", "message"),
    [
        (LineSum(("flow_weights", "weight"), 2.0), "adds up to 1.0, expected 2.0"),
        (Sums((("flow_index", "人流"),), ("flow_index", "index")), "parts of '上海'"),
        (Ranks(("flow_index", "人流"), ("flow_index", "物流")), "rank of '上海'"),
    ],
)
def test_sums_that_do_not_hold_are_reported(clean, check, message):
    """Each kind of check says where and what."""
    found = violations(clean, roles=ROLES, expect=replace(EXPECT, adds_up=(check,)))
    assert {violation.rule for violation in found} == {20}
    assert message in found[0].message


@pytest.mark.parametrize(
    ("formula", "ref", "form"),
    [
        ("=A1+$B$2", "C3", "=R[-2]C[-2]+R2C2"),
        ("='a b'!A$5*LOG10(B5)", "B5", "='a b'!R5C[-1]*LOG10(R[0]C[0])"),
        ("=SUM(A:A,$3:3)+flow_x", "B2", "=SUM(C[-1]:C[-1],R3:R[1])+flow_x"),
        ('{=SUM(IF(A1:A3="A1",1,0))}', "D1", '{=SUM(IF(R[0]C[-3]:R[2]C[-3]="A1",1,0))}'),
        ("=1E10+1E+5*人流!A1+A1_x+flow_A1+TRUE", "A1", "=1E10+1E+5*人流!R[0]C[0]+A1_x+flow_A1+TRUE"),
    ],
)
def test_relative_forms(formula, ref, form):
    """Sheets, names, functions and texts stay; only cell references become relative."""
    assert relative_form(formula, ref) == form


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["aaaaa"], ""),
        (["aabaa"], "A3"),
        (["aaaab"], "A5"),
        (["aabbaa"], "A3 A4"),
        (["aaabbb"], ""),
        (["aaat", "bbbt"], ""),
        (["abcde"], ""),
        (["aaaa", "abaa", "aaaa"], "B2"),
    ],
)
def test_blocks(tmp_path, columns, found):
    """Borders between groups, total rows and lists of different formulas are no faults; holes in blocks are."""

    def fill(_, sheet):
        for column, letters in enumerate(columns):
            for row, letter in enumerate(letters):
                sheet.write_formula(row, column, f"=$Z$1+{letter}_name", None, 0)

    assert " ".join(sorted(broken(write(tmp_path / "x.xlsx", fill)).get(7, ()))) == found
