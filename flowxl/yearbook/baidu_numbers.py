"""Figures of Baidu Index exports as numbers: a column at once, the odd cell by itself."""

import re
import unicodedata

import numpy as np
import pandas as pd

LARGEST = 1e9
"""No search index comes near; a figure beyond it is another thing, such as a date or a code."""
BLANK, FIGURE, UNREADABLE = 0, 1, 2

_PLAIN = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def read_numbers(column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of a column, and for each cell whether it is blank, a figure or unreadable.

    >>> read_numbers(np.array(["12", "1,234", "1,23", " ", "-"], dtype=object))
    (array([  12., 1234.,   nan,   nan,   nan]), array([1, 1, 2, 0, 2], dtype=int8))
    """
    if column.dtype.kind in "iuf":
        numbers = column.astype(np.float64)
        states = np.where(np.isnan(numbers), BLANK, FIGURE).astype(np.int8)
    else:
        numbers, states = _read_objects(column)
    wrong = (states == FIGURE) & ~((numbers >= 0) & (numbers <= LARGEST))
    numbers[wrong] = np.nan
    states[wrong] = UNREADABLE
    return numbers, states


def _read_objects(column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    codes, values = pd.factorize(column, use_na_sentinel=False)
    numbers = np.empty(len(values))
    states = np.empty(len(values), dtype=np.int8)
    for position, value in enumerate(values):
        numbers[position], states[position] = _read_one(value)
    return numbers[codes], states[codes]


def _read_one(value: object) -> tuple[float, int]:
    if isinstance(value, bool | np.bool_):
        return np.nan, UNREADABLE
    if isinstance(value, int | float):
        return (float(value), FIGURE) if value == value else (np.nan, BLANK)  # noqa: PLR0124 - NaN is a blank
    if not isinstance(value, str):
        return np.nan, UNREADABLE
    text = unicodedata.normalize("NFKC", value).strip()
    if not text:
        return np.nan, BLANK
    return (float(text.replace(",", "")), FIGURE) if _PLAIN.fullmatch(text) else (np.nan, UNREADABLE)
