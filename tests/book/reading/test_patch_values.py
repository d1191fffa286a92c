"""A large sheet is copied block by block; its bytes are those of a sheet that is looked at whole."""

import io
from pathlib import Path

import pytest

from flowxl.api import BuildOptions, build
from flowxl.ooxml import patch_values
from flowxl.ooxml.patch_sheet import patch_sheet
from flowxl.reading import patching
from flowxl.reading.patching import patch_book

START, END = b'<worksheet><cols/><sheetData><row r="1">', b"</row></sheetData><x>a</x></worksheet>"
FORMULA = b'<c r="B2"><f>A1</f><v>7</v></c>'
ROW = b'<row r="%d"><c r="A%d"><f>B1</f><v>%d</v></c><c r="B%d"><v>5</v></c></row>'
ROWS = b"".join(ROW % ((number,) * 4) for number in range(3, 90))
SHEETS = {
    "formulas": START + FORMULA + b"</row>" + ROWS + b'<row r="91">' + END,
    "an array behind a cell that it fills": START
    + b'<c r="C3"><v>8</v></c></row>'
    + ROWS
    + b'<row r="91"><c r="D91"><f t="array" ref="C3:D91">X</f><v>1</v></c>'
    + END,
    "words behind the rows": START + FORMULA + END.replace(b"<x>a", b"<c><f>1</f><v>2</v></c><!-- x --><x>a"),
}
WHOLE = {
    "a comment": START + b'<!-- <c r="A1"><f>1</f> --><v>1</v>' + END,
    "the word in a text": START + b"<c><is><t>sheetData</t></is></c>" + FORMULA + END,
    "attributes": (START + FORMULA + END).replace(b"<sheetData>", b'<sheetData a="b">'),
    "another end": (START + FORMULA + END).replace(b"</sheetData>", b"</sheetData >"),
    "no rows": b"<worksheet><sheetData/></worksheet>",
    "no sheet": b"<worksheet/>",
}


@pytest.mark.parametrize("block", [61, 97, 1000, 1 << 20])
@pytest.mark.parametrize("prefix", [b"", b"x:"])
@pytest.mark.parametrize("what", SHEETS)
def test_blocks_are_the_sheet(what: str, prefix: bytes, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a block ends, with and without formulas whose values stay."""
    monkeypatch.setattr(patch_values, "_BLOCK", block)
    xml = SHEETS[what].replace(b"</", b"\0").replace(b"<", b"<" + prefix).replace(b"\0", b"</" + prefix)
    for kept in ((), {"B2", "A5", "C3"}):
        found = patch_values.blocks_without_values(lambda: io.BytesIO(xml), kept)
        assert found is not None
        assert b"".join(found) == patch_sheet(xml, {}, kept).xml
    assert patch_sheet(xml, {}, ()).xml.count(b"v>7</") == 0


@pytest.mark.parametrize("what", WHOLE)
def test_unusual_sheets_are_looked_at_whole(what: str) -> None:
    """What could stand for something else is not cut."""
    assert patch_values.blocks_without_values(lambda: io.BytesIO(WHOLE[what]), ()) is None


def test_a_book_of_blocks_is_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte for byte; and no sheet without new cells is read whole."""
    path = tmp_path / "book.xlsm"
    build(path, BuildOptions(cities=("SH", "BJ"), window=(2014, 2016)))
    patch_book(path, tmp_path / "whole.xlsm", {})
    monkeypatch.setattr(patching, "LARGE", 0)
    monkeypatch.setattr(patch_values, "_BLOCK", 5000)
    monkeypatch.delattr("flowxl.reading.patching.patch_sheet")
    patch_book(path, tmp_path / "blocks.xlsm", {})
    assert (tmp_path / "blocks.xlsm").read_bytes() == (tmp_path / "whole.xlsm").read_bytes()
