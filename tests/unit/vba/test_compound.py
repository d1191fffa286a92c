"""Compound files are what the specification says and what other readers get back."""

import io
import struct

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.vba_container import Container, DamagedError

from flowxl.vba.compound import Entries, compound_file

FAT_OF_HEADER = 109 * 128  # sectors that the table listed in the header can tell of
NAMES = st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="/\\:!"), min_size=1, max_size=31)
SIZES = st.one_of(st.integers(0, 130), st.sampled_from([4032, 4095, 4096, 4097, 4608, 20_000]))


def storages(contents: st.SearchStrategy[Entries | bytes], most: int) -> st.SearchStrategy[Entries]:
    """Return storages with names that differ in more than case."""
    pairs = st.lists(st.tuples(NAMES, contents), max_size=most, unique_by=lambda pair: pair[0].upper())
    return pairs.map(dict)


STREAMS = st.builds(lambda size, byte: bytes([byte]) * size, SIZES, st.integers(1, 255))
TREES = storages(st.one_of(STREAMS, storages(st.one_of(STREAMS, storages(STREAMS, 3)), 4)), 40)


def flat(entries: Entries, path: str = "") -> dict[str, bytes]:
    """Return streams by path."""
    found = {}
    for name, content in entries.items():
        found |= {path + name: content} if isinstance(content, bytes) else flat(content, f"{path}{name}/")
    return found


def olefile_streams(data: bytes) -> dict[str, bytes]:
    """Return streams by path as olefile reads them, which is told to forgive nothing."""
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE) as ole:
        return {"/".join(path): ole.openstream(path).read() for path in ole.listdir()}


@settings(max_examples=100, deadline=None)
@given(entries=TREES)
def test_any_tree_comes_back(entries):
    """By two readers, of which one checks every sector and every entry."""
    data = compound_file(entries)
    read = Container(data)
    assert read.faults == []
    assert read.streams == flat(entries) == olefile_streams(data)


@pytest.mark.parametrize("size", [FAT_OF_HEADER - 115, FAT_OF_HEADER - 105, 2 * FAT_OF_HEADER, 250 * 128])
def test_files_of_many_megabytes(size):
    """From 7 MB on the header no longer lists every sector of the table; further lists follow."""
    entries = {"big": b"x" * (512 * size), "small": b"y"}
    data = compound_file(entries)
    read = Container(data)
    assert read.faults == []
    assert read.streams == entries == olefile_streams(data)
    assert (read.difat_count > 0) == (size > FAT_OF_HEADER - 112)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 6, 7, 8, 100, 255, 256, 300])
def test_directories_of_any_size(count):
    """Full and partly filled levels of the tree, full and partly filled sectors of the directory."""
    read = Container(compound_file({f"Sheet{number}": b"" for number in range(count)}))
    assert read.faults == []
    assert len(read.streams) == count
    assert len(read.entries) % 4 == 0


def test_same_entries_same_bytes():
    """In whatever order they come, but for the numbers of their sectors."""
    entries = {"b": b"1", "VBA": {"dir": b"2"}, "a": b""}
    assert compound_file(entries) == compound_file(dict(entries))
    assert Container(compound_file(dict(reversed(entries.items())))).streams == flat(entries)


@pytest.mark.parametrize("name", ["", "x" * 32, "a/b", "a\\b", "a:b", "a!b", "总体"])
def test_names_that_are_refused(name):
    """They are a mistake of the program."""
    with pytest.raises(ValueError, match="expected 1 to 31 ASCII characters"):
        compound_file({name: b""})


def test_names_that_differ_in_case_only():
    """Excel takes them for the same."""
    with pytest.raises(ValueError, match="differ in nothing but case"):
        compound_file({"VBA": {"Dir": b"", "dir": b""}})


SOUND = compound_file({"VBA": {f"Sheet{number}": b"text" for number in range(1, 5)}, "big": b"x" * 5000})


def entry_at(name: str) -> int:
    """Return where the directory entry of a name stands in ``SOUND``."""
    return SOUND.index(name.encode("utf-16-le") + b"\0\0")


DIRECTORY = entry_at("Root Entry")
FAT = 512 * (struct.unpack_from("<I", SOUND, 76)[0] + 1)
SHEET4, SHEET1 = entry_at("Sheet4"), entry_at("Sheet1")
PATCHES = {  # rule: where, old bytes, new bytes
    "header": (26, b"\3\0", b"\4\0"),
    "tree_order": (SHEET4, b"S\0h\0", b"A\0h\0"),
    "tree_red": (entry_at("Sheet3") + 67, b"\1", b"\0"),
    "tree_black": (SHEET1 + 67, b"\0", b"\1"),
    "chains": (FAT, b"\1\0\0\0", b"\2\0\0\0"),
    "directory": (SHEET4 + 100, bytes(8), b"12345678"),
}


@pytest.mark.parametrize("rule", PATCHES)
def test_second_reader_finds(rule):
    """Each rule of the reader that judges our files fails on a fault that was planted."""
    at, old, new = PATCHES[rule]
    assert SOUND[at : at + len(old)] == old
    found = Container(SOUND[:at] + new + SOUND[at + len(old) :]).faults
    assert {fault.partition(":")[0] for fault in found} >= {rule}
    assert Container(SOUND).faults == []


@pytest.mark.parametrize("damaged", [b"", SOUND[:-1], b"PK" + SOUND[2:], SOUND[:48] + b"\xff\0\0\0" + SOUND[52:]])
def test_second_reader_gives_up(damaged):
    """Where the file leads nowhere."""
    with pytest.raises(DamagedError):
        Container(damaged)
