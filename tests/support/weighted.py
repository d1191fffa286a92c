"""Data sets and recorded numbers for the tests of weights."""

import csv
from pathlib import Path

import numpy as np

DATA = Path(__file__).parents[1] / "data" / "weights"


def data_set(name):
    """Return a data set, shape (cities, items), as it stands in its file."""
    return np.loadtxt(DATA / f"{name}.csv", delimiter=",", skiprows=1)


def recorded(name):
    """Return recorded numbers by their two labels."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {(first, second): np.array([float(x) for x in numbers.split(";")]) for first, second, numbers in rows}


def codes(found):
    """Return the notes as pairs of code and positions."""
    return [(note.code, note.items) for note in found.notes]
