"""The work of a year: roll, import, split, merge, compare."""
