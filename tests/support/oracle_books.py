"""Which books the oracles judge: some every day, all others in the exhaustive tier."""

BOOKS = (
    "real", "demo", "english", "second", "minmax", "rank", "rest", "none", "second rank", "second minmax", "one city",
    "two cities", "one year", "empty",
)  # fmt: skip
EVERY_DAY = {
    "always": ("real", "english", "second", "rank", "rest", "none", "second minmax", "one city", "one year", "empty"),
    "default": ("second", "rest"),
    "gnumeric": ("second rank", "rest", "none", "one year", "empty"),
}
"""By program, or LibreOffice's mode; others have formulas like those of these, over other figures."""
OTHERS = {engine: tuple(name for name in BOOKS if name not in names) for engine, names in EVERY_DAY.items()}
