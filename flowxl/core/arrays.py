"""Small things that every array of the core needs."""

import numpy as np


def read_only(array: np.ndarray) -> np.ndarray:
    """Return the array, of any shape, with writing switched off."""
    array.flags.writeable = False
    return array


def some(flags: np.ndarray, axis: int) -> np.ndarray:
    """Whether any flag along an axis is set; the shape lacks that axis. ``ndarray.any`` with the type of an array."""
    result: np.ndarray = np.logical_or.reduce(flags, axis=axis)
    return result


def every(flags: np.ndarray, axis: int) -> np.ndarray:
    """Whether all flags along an axis are set; the shape lacks that axis. ``ndarray.all`` with the type of an array."""
    result: np.ndarray = np.logical_and.reduce(flags, axis=axis)
    return result
