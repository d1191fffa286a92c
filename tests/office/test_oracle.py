"""The oracle: LibreOffice and Gnumeric compute every formula of our books anew and find the values stored in them."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support import engines
from support.books import Built, built
from support.edits import Scales
from support.engines import Comparison, compare, recalculate_gnumeric, recalculate_libreoffice
from support.oracle_books import EVERY_DAY
from support.patch import address_of, set_cells
from support.tiers import amount
from support.xlsx_cells import split

from flowxl.ooxml.addresses import a1
from flowxl.reading.read_book import read_book

ENGINES = [
    pytest.param("always", marks=pytest.mark.libreoffice),
    pytest.param("default", marks=pytest.mark.libreoffice),
    pytest.param("gnumeric", marks=pytest.mark.gnumeric),
]
SEEN: dict[str, list[tuple[str, int, float, str]]] = {}


@pytest.fixture(scope="module", autouse=True)
def _figures() -> Iterator[None]:
    """Say at the end how much was compared (shown by ``pytest -s``)."""
    yield
    for engine, rows in SEEN.items():
        name, _, largest, where = max(rows, key=lambda row: row[2])
        cells = sum(row[1] for row in rows)
        text = f"{engine}: {len(rows)} books, {cells} formula cells, largest difference {largest:.2g} ({name}, {where})"
        print(f"\n{text}")  # noqa: T201


def recalculate(paths: list[Path], folder: Path, engine: str) -> dict[Path, Path]:
    """Let a program compute books anew, and save them."""
    if engine == "gnumeric":
        engines.need("gnumeric")
        return {path: recalculate_gnumeric(path, folder / path.name) for path in paths}
    engines.need("libreoffice")
    return recalculate_libreoffice(paths, folder, engine)


def scales(made: Built) -> dict[tuple[str, int, int], float]:
    """Return the scale of the cells of an indicator or a pillar; others have max(1, |value|), as `compare` does."""
    book, found = made.book, {}
    scale = Scales.of(book.observations, book.result)
    rows = {
        "flow_scores": scale.indicator,
        "flow_check_indicators": scale.indicator,
        "flow_pillars": scale.pillar,
        "flow_check_pillars": scale.pillar,
    }
    for name, values in rows.items():
        area = book.layout.areas[name]
        for item, value in enumerate(values):
            for field in area.grid.fields:
                found[area.sheet, *area.position(item, field.key)] = float(value)
    return found


def judge(made: Built, saved: Path) -> Comparison:
    """Compare the stored values of a book with those that a program computed."""
    known, cells = scales(made), engines.read_cells(made.path)
    top = Scales.of(made.book.observations, made.book.result).index
    results = {made.book.layout.title(key) for key in ("result", "gap", "charts", "checks")}

    def scale(sheet: str, ref: str) -> float:
        row, column = split(ref)
        value = cells[sheet, ref][1]
        size = max(1.0, abs(value)) if isinstance(value, float) else 1.0
        return max(size, known.get((sheet, row - 1, column - 1), top if sheet in results else 1.0))

    return compare(made.path, saved, scale=scale)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Recalculate all books with one program, once."""
    done: dict[str, dict[Path, Path]] = {}

    def get(engine: str, path: Path) -> Path:
        engines.need("gnumeric" if engine == "gnumeric" else "libreoffice")
        if engine not in done:
            paths = [built(name).path for name in CHOSEN[engine]]
            done[engine] = recalculate(paths, tmp_path_factory.mktemp(engine), engine)
        return done[engine][path]

    return get


# Gnumeric 1.12 gives #REF! for INDEX into a range of one cell, which a book of one city has; LibreOffice judges it.
CHOSEN = amount("books", EVERY_DAY)
JUDGED = [
    pytest.param(*engine.values, name, marks=engine.marks)
    for engine in ENGINES
    for name in CHOSEN[engine.values[0]]
    if (*engine.values, name) != ("gnumeric", "one city")
]


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "name"), JUDGED)
def test_every_formula_gives_its_stored_value(saved, engine, name):
    """No cell differs by more than rounding allows, and none is an error."""
    made = built(name)
    found = judge(made, saved(engine, made.path))
    SEEN.setdefault(engine, []).append((name, found.n_formulas, found.largest_difference, found.where))
    assert found.errors == ()
    assert found.mismatches == ()
    assert found.n_formulas > 500


def patched(made: Built, target: Path, cell: tuple[str, str], change: tuple[str, str]) -> Path:
    """Copy a book with a part of one cell replaced (pattern, text) in the XML of its sheet."""
    sheet, ref = cell
    number = [s.title for s in made.book.layout.sheets].index(sheet) + 1
    part = f"xl/worksheets/sheet{number}.xml"
    with zipfile.ZipFile(made.path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == part:
                text = content.decode()
                found = re.search(rf'<c r="{ref}"[^>]*>.*?</c>', text)
                changed, count = re.subn(change[0], change[1], found[0])
                assert count == 1
                content = (text[: found.start()] + changed + text[found.end() :]).encode()
            new.writestr(info, content)
    return target


def cell_of(made: Built, name: str, item: str, field: str) -> tuple[str, str]:
    """Return sheet and reference of a cell of a grid."""
    area = made.book.layout.areas[name]
    return area.sheet, a1(*area.position(area.grid.item_position[item], field))


WRONG = {
    "formula of a score": ("flow_scores", "TR01", "score:SH", r"<f>(.*?)</f>", r"<f>0+\1*2</f>"),
    "formula of the index": ("flow_result", "index", "score:SH", r"<f>(.*?)</f>", r"<f>1+\1</f>"),
    "value of a score": ("flow_scores", "TR01", "score:SH", r"<v>.*?</v>", "<v>0.125</v>"),
    "value of the index": ("flow_result", "index", "score:SH", r"<v>.*?</v>", "<v>0.125</v>"),
    "value, a blank for a number": ("flow_pillars", "TR", "score:SH", r"<v>.*?</v>", "<v></v>"),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("engine", [ENGINES[0], ENGINES[2]])
def test_a_wrong_formula_or_stored_value_is_caught(tmp_path, engine, wrong):
    """The oracle finds the cell, although the formula has the right value stored, or the value the right formula."""
    made = built("mixed")
    name, item, field, pattern, text = WRONG[wrong]
    cell = cell_of(made, name, item, field)
    path = patched(made, tmp_path / "wrong.xlsx", cell, (pattern, text))
    found = judge(Built(path, made.book), recalculate([path], tmp_path / "out", engine)[path])
    assert cell in {(m.sheet, m.ref) for m in found.mismatches}


EMPTY_TEXTS = (b' t="inlineStr"><is><t></t></is></c>', b' t="str"><v></v></c>', b' t="str"><f>""</f><v></v></c>')


@pytest.mark.parametrize("engine", [ENGINES[0], ENGINES[2]])
def test_an_empty_text_in_a_cell_for_figures_is_no_fault(tmp_path, engine):
    """As the core has it; a text of a blank is one, so that the count is known to be taken."""
    made = built("mixed")
    keys = [f"TR01.{city}" for city in made.book.framework.city_codes]
    cells = {
        address_of(made.book, key, "year:2018"): text for key, text in zip(keys, (*EMPTY_TEXTS, " "), strict=False)
    }
    path = set_cells(made.path, tmp_path / "texts.xlsx", cells)
    shown = engines.read_cells(recalculate([path], tmp_path / "out", engine)[path])
    found = [shown[address_of(made.book, key, "faults")][1] for key in keys]
    assert found == [0, 0, 0, 1, 0]
    assert len(read_book(path).faults) == 1


def test_scales_follow_the_figures():
    """The scale of an indicator is its largest figure over the sd, as design.md says."""
    made = built("mixed")
    scale, result = Scales.of(made.book.observations, made.book.result), made.book.result
    raw = result.means[0]
    size = np.abs(made.book.observations.panel().values[0]).max()
    assert scale.indicator[0] == pytest.approx(size / np.std(raw, ddof=1))
