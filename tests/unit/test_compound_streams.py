"""Compound files from outside: read as our own writer means them, and refused within bounds where they are hostile."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.vba_container import Container

from flowxl.compound_streams import DamagedError, streams
from flowxl.vba.compound import compound_file

CONTENTS = {"Workbook": bytes(range(256)) * 40, "Small": b"small", "Empty": b""}
FILE = compound_file(CONTENTS)


def test_streams_are_those_that_another_reader_finds() -> None:
    """Large ones, those in small sectors, and by name alone."""
    assert streams(FILE) == Container(FILE).streams == CONTENTS
    assert streams(FILE, "Small", "nowhere") == {"Small": b"small"}


@pytest.mark.parametrize(
    ("at", "form", "value"),
    [(0, "<Q", 0), (30, "<H", 31), (44, "<I", 1 << 30), (72, "<I", 1 << 30), (76, "<I", 1 << 20), (48, "<I", 1 << 20)],
    ids=["signature", "sector size", "number of tables", "number of further tables", "table", "directory"],
)
def test_a_header_that_promises_what_is_not_there_is_refused(at: int, form: str, value: int) -> None:
    """Before anything of that size is read."""
    data = bytearray(FILE)
    struct.pack_into(form, data, at, value)
    with pytest.raises(DamagedError):
        streams(bytes(data))


@pytest.mark.parametrize("data", [b"", FILE[:511], FILE[:600]], ids=["empty", "half a header", "cut"])
def test_a_part_of_a_file_is_refused(data: bytes) -> None:
    """And never read as an empty one."""
    with pytest.raises(DamagedError):
        streams(data)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(FILE) - 4), st.integers(0, 0xFFFFFFFF))
def test_a_file_with_any_four_bytes_changed_is_read_or_refused(at: int, value: int) -> None:
    """Nothing else comes out, and never more than the file holds."""
    data = bytearray(FILE)
    struct.pack_into("<I", data, at, value)
    try:
        found = streams(bytes(data))
    except DamagedError:
        return
    assert sum(map(len, found.values())) <= len(data)
