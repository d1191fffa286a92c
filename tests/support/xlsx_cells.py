"""Cells of an .xlsx as they stand in the file, formulas and cached values, and how two files compare.

No spreadsheet library stands between: what a library drops or repairs would not be seen.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

Value = str | float | bool
Cells = dict[tuple[str, str], tuple[str | None, Value]]

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")


def column_number(letters: str) -> int:
    """Turn the letters of a column into its number, 1 for A."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Turn the number of a column into its letters."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def split(ref: str) -> tuple[int, int]:
    """Row and column number of a cell reference such as AB12."""
    letters, digits = REFERENCE.fullmatch(ref).groups()
    return int(digits), column_number(letters)


def is_error(value: Value) -> bool:
    """Whether a cell value is an error of the spreadsheet (LibreOffice has some of its own)."""
    return isinstance(value, str) and (value in ERRORS or value.startswith("Err:"))


@dataclass(frozen=True)
class Part:
    """A worksheet of the package: its name, its part and its state (visible, hidden, veryHidden)."""

    name: str
    path: str
    state: str


def sheet_parts(package: zipfile.ZipFile) -> list[Part]:
    """List the worksheets in the order of the tabs (chart sheets have no cells and are left out)."""
    relations = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): posixpath.normpath(posixpath.join("/xl", r.get("Target"))) for r in relations}
    sheets = ET.fromstring(package.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    parts = [Part(s.get("name"), targets[s.get(f"{RELATION}id")][1:], s.get("state", "visible")) for s in sheets]
    return [part for part in parts if "/chartsheets/" not in part.path]


def _unescape(text: str) -> str:
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n")


def _text(element: ET.Element) -> str:
    """Join the runs of a rich text; phonetic guides (rPh) are no part of it."""
    runs = [element.find(f"{MAIN}t")] + [run.find(f"{MAIN}t") for run in element.findall(f"{MAIN}r")]
    return _unescape("".join(run.text or "" for run in runs if run is not None))


def _value(cell: ET.Element, strings: list[str]) -> Value:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{MAIN}is")
        return "" if inline is None else _text(inline)
    raw = cell.findtext(f"{MAIN}v") or ""
    if raw == "":
        return ""
    if kind == "s":
        return strings[int(raw)]
    if kind == "n":
        return float(raw)
    return raw == "1" if kind == "b" else _unescape(raw)


def _array_cells(formula: ET.Element) -> Iterator[str]:
    first, _, last = formula.get("ref", "").partition(":")
    (top, left), (bottom, right) = split(first), split(last or first)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield f"{column_letters(column)}{row}"


def _read_sheet(stream, name: str, strings: list[str], cells: Cells) -> None:
    shared: dict[str, str] = {}
    arrays: dict[str, str] = {}
    for _, row in ET.iterparse(stream):
        if row.tag != f"{MAIN}row":
            continue
        for cell in row:
            formula, ref = cell.find(f"{MAIN}f"), cell.get("r")
            text = arrays.get(ref)
            if formula is not None:
                text = "=" + (formula.text or shared.get(formula.get("si"), ""))
                if formula.get("t") == "shared" and formula.text:
                    shared[formula.get("si")] = formula.text
                if formula.get("t") == "array":
                    text = "{" + text + "}"
                    arrays.update(dict.fromkeys(_array_cells(formula), text))
            value = _value(cell, strings)
            if text is not None or value != "":
                cells[name, ref] = (text, value)
        row.clear()


def read_cells(path: Path) -> Cells:
    """Read every cell that is not blank.

    Parameters
    ----------
    path
        An .xlsx of any program.

    Returns
    -------
    dict
        (sheet, reference) → (formula or None, cached value). Formulas begin with ``=``, array formulas
        with ``{=`` in every cell of their range; a cell that shares a formula carries the text of the
        first cell. Errors are texts (``#N/A``), a missing value is ``""``.
    """
    cells: Cells = {}
    with zipfile.ZipFile(path) as package:
        strings: list[str] = []
        if "xl/sharedStrings.xml" in package.namelist():
            items = ET.fromstring(package.read("xl/sharedStrings.xml")).findall(f"{MAIN}si")
            strings = [_text(item) for item in items]
        for part in sheet_parts(package):
            with package.open(part.path) as stream:
                _read_sheet(stream, part.name, strings, cells)
    return cells


@dataclass(frozen=True)
class Mismatch:
    """A formula whose cached value is not what the program computes."""

    sheet: str
    ref: str
    formula: str
    cached: Value
    recalculated: Value


@dataclass(frozen=True)
class Comparison:
    """What a program thinks of the cached values of a workbook.

    `largest_difference` is |cached − recalculated| ÷ scale over the number cells, found at `where`.
    `errors` are the cells (``sheet!ref value``) whose cached or recalculated value is an error.
    """

    n_formulas: int
    largest_difference: float
    where: str
    errors: tuple[str, ...]
    mismatches: tuple[Mismatch, ...]

    @property
    def ok(self) -> bool:
        """Whether every value agrees and none is an error, in a workbook that has formulas at all."""
        return self.n_formulas > 0 and not self.errors and not self.mismatches


def is_number(value: Value) -> bool:
    """Whether a cell value is a number; TRUE is none."""
    return isinstance(value, float) and not isinstance(value, bool)


def compare(
    original: Path,
    recalculated: Path,
    tolerance: float = 1e-9,
    scale: Callable[[str, str], float] | None = None,
) -> Comparison:
    """Compare the cached value of every formula cell with the one that a program has computed.

    Parameters
    ----------
    original
        The workbook as it was written.
    recalculated
        The same, saved by another program.
    tolerance
        Numbers agree up to tolerance × scale; texts and booleans agree exactly; blank and ``""`` are equal.
    scale
        Scale of a cell, by sheet and reference; max(1, |cached value|) unless given.

    Returns
    -------
    Comparison
        With every mismatch and every error.
    """
    new = read_cells(recalculated)
    n_formulas, largest, where, errors, mismatches = 0, 0.0, "", [], []
    for (sheet, ref), (formula, cached) in read_cells(original).items():
        if formula is None:
            continue
        n_formulas += 1
        found = new.get((sheet, ref), (None, ""))[1]
        errors += [f"{sheet}!{ref} {value}" for value in dict.fromkeys((cached, found)) if is_error(value)]
        agree = type(cached) is type(found) and cached == found
        if is_number(cached) and is_number(found):
            difference = abs(cached - found) / (scale(sheet, ref) if scale else max(1.0, abs(cached)))
            agree = difference <= tolerance
            if difference > largest:
                largest, where = difference, f"{sheet}!{ref}"
        if not agree:
            mismatches.append(Mismatch(sheet, ref, formula, cached, found))
    return Comparison(n_formulas, largest, where, tuple(errors), tuple(mismatches))
