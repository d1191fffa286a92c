"""Ratings of two rounds, what base R says of them (tests/data/delphi/reference.R), and random ratings."""

import csv
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

FOLDER = Path(__file__).parents[1] / "data" / "delphi"


# NAG Library, routine G08DAF, section 10: three raters, ten items.
NAG = np.array(
    [
        [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
        [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
        [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
    ]
)


def table(name: str) -> np.ndarray:
    """Return a table of ratings; what is empty is NaN."""
    return np.genfromtxt(FOLDER / f"{name}.csv", delimiter=",", skip_header=1)


def reference() -> dict[str, float]:
    """Return R's figures by name."""
    with (FOLDER / "reference.csv").open(encoding="utf-8") as lines:
        return {name: float(value) for name, value in csv.reader(line for line in lines if line[0] != "#")}


def per_item(measure: str) -> np.ndarray:
    """Return R's figures of a measure for the eight items."""
    found = reference()
    return np.array([found[f"{measure}.I{n}"] for n in range(1, 9)])


def ratings(experts: tuple[int, int] = (0, 12), items: tuple[int, int] = (1, 9), *, gaps: bool = True):
    """Draw ratings from 1 to 5, with ties, with gaps or without."""
    values = [1.0, 2.0, 3.0, 4.0, 5.0, *([np.nan] if gaps else [])]
    shape = st.tuples(st.integers(*experts), st.integers(*items))
    return shape.flatmap(lambda size: arrays(np.float64, size, elements=st.sampled_from(values)))
