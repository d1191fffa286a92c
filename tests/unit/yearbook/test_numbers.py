"""A text is read as a number only where no other reading is possible."""

import csv
import math
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command import ROOT

from flowxl.yearbook.number_texts import read_text

SAMPLES = Path(os.environ.get("FLOWXL_SAMPLES", ROOT.parent / "shared" / "samples"))
BAD_CELLS = SAMPLES / "messy" / "14_bad_cells_in_yearbooks.csv"

CLEAR = [
    ("12.5", 12.5, "plain"),
    ("+12.5", 12.5, "plain"),
    ("-3", -3.0, "plain"),
    ("252777.", 252777.0, "plain"),
    ("0.140000000596046", 0.140000000596046, "plain"),
    ("１２．５", 12.5, "full_width"),
    ("－１２", -12.0, "full_width"),
    ("\u00a012.5\u3000", 12.5, "spaces"),
    ("\u200912.5\u200b", 12.5, "spaces"),
    ("\ufeff5267 \t\r\n", 5267.0, "spaces"),
    ("\u221212.5", -12.5, "minus"),
    ("36,365.38", 36365.38, "thousands"),
    ("-1,234,567", -1234567.0, "thousands"),
    ("１，２３４．５", 1234.5, "thousands"),
    ("1，234", 1234.0, "thousands"),
    ("    1 164.60", 1164.6, "thousands"),
    ("1\u202f234\u202f567.8", 1234567.8, "thousands"),
    ("1\u00a0234", 1234.0, "thousands"),
    ("1\u2009234", 1234.0, "thousands"),
    ("1'234.5", 1234.5, "thousands"),
    ("1’234’567", 1234567.0, "thousands"),
    ("20,020", 20020.0, "thousands"),
]
PERCENT = [
    ("12.5%", 12.5),
    ("１２．５％", 12.5),
    ("12.5 %", 12.5),
    ("-3%", -3.0),
    ("1,234.5%", 1234.5),
    ("\u22123%", -3.0),
]
BLANK = [
    ("", "empty"),
    (" \t\u3000\u200b\ufeff\n", "empty"),
    *[(dash, "dash") for dash in ("-", "—", "–", "－", "−", "——", " - ", "--")],
    *[(mark, "not_available") for mark in ("n.a.", "N/A", "na", "NA", "n/a", " N.A. ", "Ｎ／Ａ")],
]
REVIEW = [
    ("…", "ellipsis"),
    ("...", "ellipsis"),
    ("……", "ellipsis"),
    ("(123)", "brackets"),
    ("（123）", "brackets"),
    ("0．O9", "letters"),
    ("45.2l", "letters"),
    ("1.2万", "wan"),
    ("3亿", "wan"),
    ("335,2", "groups"),
    ("5,97", "groups"),
    ("0,335", "groups"),
    ("1,2345", "groups"),
    ("1234,567", "groups"),
    ("1,234 567", "groups"),
    ("1.234,5", "groups"),
    ("1,234,56", "groups"),
    ("0.05.", "groups"),
    ("0.0.20", "groups"),
    (",18.51", "groups"),
    ("1.36,", "groups"),
    ("12 3", "groups"),
    ("1\u3000234", "groups"),
    ("0:68", "text"),
    ("0.81\n0.14", "several"),
    ("0.81\r\n0.14", "several"),
    ("1\n164", "several"),
    ("3~5", "several"),
    ("=H13/10000", "formula"),
    ("1e5", "exponent"),
    ("约12", "text"),
    ("12*", "text"),
    (">5", "text"),
    ("12.5%", "percent"),
    ("5‰", "percent"),
    ("- 5", "groups"),
    ("–5", "text"),
    ("一", "text"),
    ("无", "text"),
    ("10²", "text"),
    ("½", "text"),
    ("١٢", "text"),
    ("'12", "groups"),
    ("1\u200b2", "text"),
    ("nan", "text"),
    ("Infinity", "text"),
    ("1_000", "text"),
    ("0x10", "letters"),
    ("9" * 400, "too_large"),
    ("9" * 101, "too_large"),
    ("0." + "0" * 140 + "1", "too_small"),
    ("0." + "0" * 400 + "1", "too_small"),
    ("#N/A", "text"),
    ("%", "percent"),
]


@pytest.mark.parametrize(("text", "value", "rule"), CLEAR)
def test_clear_numbers(text: str, value: float, rule: str) -> None:
    """Each way of writing gives the number and names its rule, with or without a measure of per cent."""
    for percentage in (False, True):
        reading = read_text(text, percentage=percentage)
        assert (reading.kind, reading.value, reading.rule) == ("clear", value, rule)


@pytest.mark.parametrize(("text", "value"), PERCENT)
def test_per_cent_is_read_where_the_measure_is_per_cent(text: str, value: float) -> None:
    """12.5% is 12.5 of an indicator in per cent and a question for any other."""
    clear, review = read_text(text, percentage=True), read_text(text, percentage=False)
    assert (clear.kind, clear.value, clear.rule) == ("clear", value, "percent")
    assert (review.kind, review.value, review.rule) == ("review", None, "percent")


@pytest.mark.parametrize(("text", "rule"), BLANK)
def test_marks_for_missing_values(text: str, rule: str) -> None:
    """Dashes, n.a. and blanks say that there is no value."""
    reading = read_text(text, percentage=False)
    assert (reading.kind, reading.value, reading.rule) == ("blank", None, rule)


@pytest.mark.parametrize(("text", "rule"), REVIEW)
def test_nothing_is_guessed(text: str, rule: str) -> None:
    """What could be read in two ways is never read."""
    reading = read_text(text, percentage=False)
    assert (reading.kind, reading.value, reading.rule) == ("review", None, rule)


@pytest.mark.parametrize("text", ["12,5%", "%", "12.5%%", "(5%)", "12.5‰", "1.2万%"])
def test_odd_percentages_are_not_read(text: str) -> None:
    """A per cent sign makes nothing clear that was not clear before."""
    assert read_text(text, percentage=True).kind == "review"


@pytest.mark.skipif(not BAD_CELLS.exists(), reason="the real samples are not at hand")
def test_bad_cells_of_real_yearbooks() -> None:
    """The column of safe values was written by hand from the yearbooks."""
    with BAD_CELLS.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 30
    for row in rows:
        if row["raw"] == "#VALUE!":  # an error cell, which is no text
            continue
        reading = read_text(row["raw"].replace("_x000D_", "\r"), percentage=False)
        expected = "clear" if row["safe_value"] else "blank" if row["kind"] == "missing marker" else "review"
        assert (reading.kind, row["raw"]) == (expected, row["raw"])
        if row["safe_value"]:
            assert reading.value == float(row["safe_value"])


@given(st.floats(allow_nan=False, allow_infinity=False, width=32), st.integers(0, 4), st.sampled_from(" '\u00a0,"))
def test_formatted_numbers_come_back(number: float, digits: int, mark: str) -> None:
    """Python's own formatting with separators is read as the number that it shows."""
    shown = f"{number:,.{digits}f}"
    reading = read_text(shown.replace(",", mark), percentage=False)
    assert (reading.kind, reading.value) == ("clear", float(f"{number:.{digits}f}"))
    assert read_text(f"\u3000{number!r} ", percentage=False).value == (None if "e" in repr(number) else number)


@given(st.text() | st.text(alphabet="0123456789.,-+ '%()eEOl万\u00a0\u3000\u2212０９．，－％\n…"), st.booleans())
def test_clear_only_where_separators_are_all_that_is_odd(text: str, percentage: bool) -> None:
    """Whatever is read as a number is that number once blanks, separators and widths are taken away."""
    reading = read_text(text, percentage=percentage)
    assert (reading.kind == "clear") == (reading.value is not None)
    if reading.value is None:
        return
    bare = text.translate(str.maketrans("０１２３４５６７８９．，－＋％\u2212", "0123456789.,-+%-"))
    bare = re.sub(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff\u180e,'’＇]", "", bare)
    assert percentage or not bare.endswith("%")
    assert math.isfinite(reading.value)
    assert float(bare.removesuffix("%")) == reading.value
