"""Positions of cells are a set, whatever the order in which they come and wherever a block of a file ends."""

import random

import pytest

from flowxl.ooxml.package_positions import Positions
from flowxl.ooxml.package_sheet import position

CORNERS = [b"A1", b"Z9", b"AA10", b"AZ99", b"XFD1048576", b"ZZ1", b"AAA1"]


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("ordered", [True, False])
def test_positions_are_those_of_the_addresses(size: int, ordered: bool) -> None:
    """In batches of any size; another way to read an address, letter by letter, gives the same."""
    chance = random.Random(size)
    letters = ["A", "B", "C", "AA", "XFD"]
    addresses = CORNERS + [f"{chance.choice(letters)}{chance.randint(1, 60)}".encode() for _ in range(300)]
    if ordered:
        addresses.sort(key=position)
    found = Positions()
    for start in range(0, len(addresses), size):
        found.add_all(addresses[start : start + size])
    expected = set(map(position, addresses))
    assert set(found) == expected
    assert all(at in found for at in expected)
    assert (2, 3000) not in found
    assert found.last == (1048576, 16384)
    by_row: dict[int, set[int]] = {}
    for row, column in expected:
        by_row.setdefault(row, set()).add(column)
    other = Positions()
    other.add_rows(by_row)
    assert set(other) == expected
    assert found.rows == other.rows


def test_none_are_none() -> None:
    """An empty set has no last row."""
    found = Positions()
    found.add_all([])
    assert (list(found), found.last, bool(found)) == ([], (0, 0), False)
