"""How an answer that is an error travels from Python to the VBA wrappers."""

MARK = "#FLOWXL:"
CODES = {"missing": "NA ", "value": "VAL", "late": "LAT"}
CODE_LENGTH = 3
"""``#N/A``, ``#VALUE!``, and: took too long, ask no more. The reason follows."""
