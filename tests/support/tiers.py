"""How much is tried: few examples every day, many in the exhaustive tier, by the same tests.

A module of the everyday tiers asks for its amounts, ``KILLS = amount("kills", 6)``; a module in ``tests/exhaustive``
takes its tests once more with others: ``globals().update(again("book/cycle/test_merge_faults.py", kills=60))``.
"""

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
_GIVEN: dict[str, Any] = {}


def amount(name: str, everyday: Any) -> Any:
    """Return how many examples, or which, a module is to try."""
    return _GIVEN.get(name, everyday)


def again(file: str, *tests: str, **amounts: Any) -> Mapping[str, Any]:
    """Load an everyday module once more with other amounts.

    Parameters
    ----------
    file
        The module, below ``tests``.
    *tests
        Names of the tests to take; none stands for all.
    **amounts
        What the module asks for by ``amount``.

    Returns
    -------
    mapping
        The tests and all fixtures, to be names of the module that calls.
    """
    path = TESTS / file
    spec = importlib.util.spec_from_file_location(f"again_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{file}: expected a module")
    module = importlib.util.module_from_spec(spec)
    _GIVEN.update(amounts)
    try:
        spec.loader.exec_module(module)
    finally:
        _GIVEN.clear()
    found = vars(module)
    missing = set(tests) - set(found)
    if missing:
        raise ValueError(f"{file}: expected tests {sorted(missing)}")
    kept = {name: value for name, value in found.items() if name in tests or (not tests and name.startswith("test_"))}
    marks = ("_fixture_function_marker", "_pytestfixturefunction")  # pytest 8.4 and before
    fixtures = {name: value for name, value in found.items() if any(hasattr(value, mark) for mark in marks)}
    return kept | fixtures | {name: found[name] for name in ("pytestmark",) if name in found}
