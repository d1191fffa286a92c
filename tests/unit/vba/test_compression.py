"""Compressed text is what the specification says and what other readers get back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.vba_container import DamagedError, decompress
from support.vba_readers import decompress_stream

from flowxl.vba.compression import CHUNK, compress, has_raw_chunk

NORMAL = b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
# The published containers of [MS-OVBA] 3.2.1 to 3.2.3.
PUBLISHED = {
    b"abcdefghijklmnopqrstuv.": "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 "
    "2E",
    NORMAL: "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F "
    "70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C",
    b"a" * 73: "01 03 B0 02 61 45 00",
}
NOISE = bytes(byte for high in range(16) for low in range(128) for byte in (high, 128 + low))
# Runs, words that come back, and noise: what source text and what nothing else is made of.
PIECES = st.one_of(
    st.builds(lambda byte, count: bytes([byte]) * count, st.integers(0, 255), st.integers(1, 5000)),
    st.builds(lambda word, count: word * count, st.binary(min_size=1, max_size=40), st.integers(1, 200)),
    st.binary(max_size=300),
    st.builds(lambda random, size: random.randbytes(size), st.randoms(use_true_random=False), st.integers(0, 9000)),
)
DATA = st.lists(PIECES, max_size=6).map(b"".join)


@pytest.mark.parametrize("data", PUBLISHED, ids=["no compression", "normal", "maximum"])
def test_second_reader_reads_the_published_examples(data):
    """So that it may judge ours."""
    assert decompress(bytes.fromhex(PUBLISHED[data])) == data


@pytest.mark.parametrize("data", [data for data in PUBLISHED if data != NORMAL], ids=["no compression", "maximum"])
def test_published_examples(data):
    """They come out byte for byte."""
    assert compress(data) == bytes.fromhex(PUBLISHED[data])


def test_normal_example_by_the_published_procedure():
    """Three copies lie nearer than in the published bytes, which the published procedure does not make.

    By 2.4.1.3.19.4 a later candidate must be longer, so the nearest of equal length stays: offsets 5, 1 and 12 for 7,
    5 and 16. All else is equal.
    """
    ours, published = compress(NORMAL), bytes.fromhex(PUBLISHED[NORMAL])
    different = {at: (a, b) for at, (a, b) in enumerate(zip(ours, published, strict=True)) if a != b}
    assert different == {28: (0x20, 0x30), 38: (0x00, 0x10), 50: (0x2C, 0x3C)}


@settings(max_examples=150, deadline=None)
@given(data=DATA)
def test_any_bytes_come_back(data):
    """By two readers; zeros follow only where the last chunk had to be stored as it is."""
    container = compress(data)
    back = decompress(container)
    filled = back[len(data) :]
    assert back[: len(data)] == data
    assert not filled.strip(b"\0")
    assert not filled or (len(back) % CHUNK == 0 and len(filled) < CHUNK and has_raw_chunk(container))
    assert bytes(decompress_stream(bytearray(container))) == back


@pytest.mark.parametrize("size", [0, 1, 2, 3, 15, 16, 17, 18, 4095, 4096, 4097, 8191, 8192, 8193])
@pytest.mark.parametrize("word", [b"x", b"ab", b"Sub Main()\r\n"], ids=["run", "pair", "line"])
def test_sizes_around_the_limits(word, size):
    """Where the offset gets a bit more, and where a chunk ends."""
    data = (word * size)[:size]
    container = compress(data)
    assert decompress(container) == data
    assert bytes(decompress_stream(bytearray(container))) == data
    assert not has_raw_chunk(container)


def test_noise_is_stored_raw():
    """A chunk in which no three bytes come back does not get smaller."""
    container = compress(NOISE)
    assert (len(NOISE), len(container)) == (CHUNK, CHUNK + 3)
    assert container[1:3] == b"\xff\x3f"
    assert has_raw_chunk(container)
    assert has_raw_chunk(compress(b"x" * CHUNK + NOISE))


@pytest.mark.parametrize(("size", "raw"), [(3640, False), (3641, True)])
def test_most_noise_that_is_not_stored_raw(size, raw):
    """3640 bytes and their 455 flags leave one byte of a chunk; one more byte takes two."""
    container = compress(NOISE[:size])
    assert has_raw_chunk(container) is raw
    assert decompress(container) == NOISE[:size].ljust(CHUNK if raw else size, b"\0")


@pytest.mark.parametrize(("before", "longest"), [(3000, 18), (2040, 34), (504, 130)])
def test_longest_copies(before, longest):
    """So many bytes are one copy of two bytes; one more is a byte of its own ([MS-OVBA] 2.4.1.3.19.1)."""
    start = NOISE[:before] + b"x"
    plain, copied, more = (len(compress(start + b"x" * length)) for length in (0, longest, longest + 1))
    assert (copied - plain, more - copied) == (2, 1)


@pytest.mark.parametrize(
    "container", [b"\2", b"\1\3\xb0\2aE", b"\1\3\x90\2aE\0", b"\1\2\xb0\1E\0", b"\1\4\xb0\4ab\xff\x0f"]
)
def test_second_reader_refuses(container):
    """Wrong signatures, a chunk cut short, copies of what is not there."""
    with pytest.raises(DamagedError):
        decompress(container)
