"""Compression after [MS-OVBA] 2.4.1: source text and the ``dir`` stream are stored in this form."""

import struct

CHUNK = 4096
SHORTEST = 3  # a copy takes two bytes, so a shorter one would gain nothing
_SIGNATURE = b"\x01"
_HEADER = struct.Struct("<H")
_PACKED, _RAW = 0xB000, 0x3000  # the flag "compressed" or not, and three bits that are always 0b011


def compress(data: bytes) -> bytes:
    """Return the compressed container of any bytes.

    Follows the pseudocode of [MS-OVBA] 2.4.1.3.6 to 2.4.1.3.19.4: of the longest matches the nearest is taken. Office
    itself chooses otherwise (the example in 3.2.2 was not made by this pseudocode); readers take either. A chunk that
    cannot be made smaller is stored raw and filled up with zeros, as 2.4.1.3.10 says; see ``has_raw_chunk``.

    >>> compress(b"a" * 73).hex(" ")
    '01 03 b0 02 61 45 00'
    """
    return _SIGNATURE + b"".join(_chunk(data[start : start + CHUNK]) for start in range(0, len(data), CHUNK))


def has_raw_chunk(container: bytes) -> bool:
    """Return whether a part was stored as it is, which Excel itself never does.

    The authors of the Rust crate visi-core report that Excel drops a module stored in that way without a word.
    """
    at = len(_SIGNATURE)
    while at < len(container):
        (header,) = _HEADER.unpack_from(container, at)
        if not header & (_PACKED ^ _RAW):
            return True
        at += (header & (CHUNK - 1)) + 1 + _HEADER.size
    return False


def _chunk(data: bytes) -> bytes:
    packed = _tokens(data)
    if len(packed) > CHUNK:
        return _HEADER.pack(_RAW | (CHUNK - 1)) + data.ljust(CHUNK, b"\0")
    return _HEADER.pack(_PACKED | (len(packed) - 1)) + packed


def _tokens(data: bytes) -> bytes:
    """Return groups of up to eight tokens, each group after a byte that tells copies (1) from single bytes (0)."""
    packed, position = bytearray(), 0
    while position < len(data):
        flags, group = 0, bytearray()
        for bit in range(8):
            offset, length = _match(data, position)
            if length:
                flags |= 1 << bit
                group += _HEADER.pack((offset - 1) << (16 - _offset_bits(position)) | (length - SHORTEST))
            else:
                group += data[position : position + 1]
            position += length or 1
        packed.append(flags)
        packed += group
    return bytes(packed)


def _offset_bits(position: int) -> int:
    """Return how many of a copy's 16 bits hold its offset ([MS-OVBA] 2.4.1.3.19.1)."""
    return max(4, (position - 1).bit_length())


def _match(data: bytes, position: int) -> tuple[int, int]:
    """Return how far back the longest copy of what comes next lies, and its length; 0, 0 if there is none.

    Copies may overlap what they make. ``rfind`` asks for one byte more each time, ever further back: the nearest place
    of the greatest length comes out last.
    """
    longest = min((0xFFFF >> _offset_bits(position)) + SHORTEST, len(data) - position)
    found, length = position, SHORTEST - 1
    while length < longest:
        at = data.rfind(data[position : position + length + 1], 0, found + length)
        if at < 0:
            break
        found, length = at, length + 1
        while length < longest and data[found + length] == data[position + length]:
            length += 1
    return (position - found, length) if length >= SHORTEST else (0, 0)
