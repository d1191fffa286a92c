"""Books that pass as workbooks and are made to cost time, memory or pages of messages; each is served or refused."""

import subprocess
import sys
from functools import partial
from pathlib import Path

from support import handmade
from support.command import ROOT
from support.limits import limit
from support.tiers import amount

RULES, BLOCK, SECONDS = amount("rules", 1_100_000), amount("block", 1 << 12), amount("seconds", 8)

READ = """
import sys
from flowxl.ooxml import package
from flowxl.ooxml.package import Package
from flowxl.ooxml.precheck import precheck
package._CHUNK = int(sys.argv[2])
precheck(sys.argv[1])
with Package.open(sys.argv[1]) as package:
    cells = package.sheet("S")
formulas = sum(cells.is_formula(row, 2) for row in range(1, cells.max_row + 1))
print(cells.max_row, cells.max_col, len(cells.uncached), len(cells.dated), formulas)
"""


def read_bounded(path: Path, seconds: int = 30, block: int = 1 << 20) -> str:
    """Read the sheet of a small book block by block, in a process that has so many seconds and little memory."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path), str(block)],
        cwd=ROOT,
        preexec_fn=partial(limit, seconds),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or done.stderr or f"killed by signal {-done.returncode}"


def test_blanks_between_tags_cost_no_time(tmp_path: Path) -> None:
    """Half a million blanks behind a formula were tried at each of their places."""
    cell = f'<c r="A1"><f>1</f>{" " * 500_000}<v>1</v></c>'
    book = handmade.parts(sheet=handmade.sheet(f'<row r="1">{cell}<c r="B1"><f>1</f> <v> </v> </c></row>'))
    assert read_bounded(handmade.write(tmp_path / "book.xlsx", book)) == "1 2 1 0 1"


def test_many_date_formats_cost_no_time(tmp_path: Path) -> None:
    """As many formats as Excel allows, over 4 MB of cells; each format was an alternative at every place."""
    formats = '<xf numFmtId="0"/>' + '<xf numFmtId="14"/>' * 64_000
    styles = f'<styleSheet xmlns="{handmade.MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>'
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" s="0"><v>1</v></c><c r="B{row}" s="{row}"><v>40000</v></c></row>'
        for row in range(1, 60_001)
    )
    book = handmade.parts(sheet=handmade.sheet(rows), styles=styles)
    assert read_bounded(handmade.write(tmp_path / "book.xlsx", book)) == "60000 2 0 60000 0"


def test_many_unclosed_brackets_in_a_format_cost_no_time(tmp_path: Path) -> None:
    """A bracket that is never closed was looked for from each of a million places."""
    styles = (
        f'<styleSheet xmlns="{handmade.MAIN}"><numFmts><numFmt numFmtId="176" formatCode="{"[" * 1_000_000}yy"/>'
        '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/></cellXfs></styleSheet>'
    )
    rows = '<row r="1"><c r="A1" s="1"><v>40000</v></c></row>'
    book = handmade.parts(sheet=handmade.sheet(rows), styles=styles)
    assert read_bounded(handmade.write(tmp_path / "book.xlsx", book)) == "1 1 0 1 0"


def test_what_follows_the_cells_is_looked_through_once(tmp_path: Path) -> None:
    """What is behind the last cell was carried along and copied with every block: 30 MB in small blocks, or 300 MB."""
    rules = "".join(f'<cfRule priority="{number}"/>' for number in range(RULES))
    book = handmade.parts(sheet=handmade.sheet(after=rules))
    assert read_bounded(handmade.write(tmp_path / "book.xlsx", book), SECONDS, BLOCK) == "1 1 0 0 0"


def test_many_array_formulas_cost_no_time(tmp_path: Path) -> None:
    """Whether a cell is a part of one of 60,000 array formulas was asked of each of them."""
    cell = '<row r="{0}"><c r="A{0}"><f t="array" ref="A{0}:B{0}">1</f><v>1</v></c><c r="B{0}"><v>1</v></c></row>'
    book = handmade.parts(sheet=handmade.sheet("".join(map(cell.format, range(1, 60_001)))))
    assert read_bounded(handmade.write(tmp_path / "book.xlsx", book)) == "60000 2 0 0 60000"


def test_array_formulas_that_overlap_are_refused(tmp_path: Path) -> None:
    """No program writes them; each would be marked over the whole sheet."""
    cell = '<row r="{0}"><c r="A{0}"><f t="array" ref="A1:B9000">1</f><v>1</v></c></row>'
    book = handmade.parts(sheet=handmade.sheet("".join(map(cell.format, range(1, 9_001)))))
    assert "array formulas that overlap" in read_bounded(handmade.write(tmp_path / "book.xlsx", book))
