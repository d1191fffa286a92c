"""Split, edit at random, merge: the book is what it would be had the edits been typed into it; conflicts are listed."""

import math
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.hands import Shared, build_small, share, typed
from support.tiers import amount

from flowxl.core.panel import Observations, Remark
from flowxl.cycle.merge import MergeOptions, merge_parts
from flowxl.cycle.merge_places import Entry
from flowxl.reading.read_book import read_book

EXAMPLES = amount("examples", 2)

STATUS = {"初步": "preliminary", "修订": "revised", "": None}
FIGURES = st.one_of(st.none(), st.floats(-1e12, 1e12).filter(lambda x: abs(x) > 1e-6 or x == 0))
WORDS = st.one_of(st.none(), st.text("年鉴=+-@ ab公报<&>'\"_x0041_\n", min_size=1, max_size=12).filter(str.strip))
REMARKS = st.one_of(
    st.none(), st.tuples(st.sampled_from([*STATUS]), st.just("公报"), WORDS.map(lambda text: text or ""))
)
SETTINGS = {
    "max_examples": int(os.environ.get("FLOWXL_EXAMPLES", EXAMPLES)),
    "deadline": None,
    "suppress_health_check": [*HealthCheck],
    "derandomize": True,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shared, list[list[Entry]]]:
    """Build and split a book once; give also the entries of each part."""
    folder = tmp_path_factory.mktemp("property")
    book = typed(build_small(folder / "book.xlsx"), {Entry("AIR01.AMBE", "remark", 2010): ("初步", "年鉴", "")})
    shared = share(folder, "pillar", book)
    return shared, [_entries(read_book(path).observations) for path in shared.parts]


def _entries(observations: Observations) -> list[Entry]:
    keys = [series.key for series in observations.framework.series]
    values = [Entry(key, "value", year) for key in keys[::3] for year in observations.years[-4:]]
    remarks = [Entry(key, "remark", year) for key in keys[::9] for year in (2010, 2012)]
    return [*values, *(Entry(key, what) for key in keys[::3] for what in ("source", "note")), *dict.fromkeys(remarks)]  # type: ignore[arg-type]


def _edit(entry: Entry) -> st.SearchStrategy[object]:
    if entry.what == "value":
        return FIGURES
    return REMARKS if entry.what == "remark" else WORDS


def _edits(data: st.DataObject, entries: list[Entry], most: int) -> dict[Entry, object]:
    chosen = data.draw(st.lists(st.sampled_from(entries), max_size=most, unique=True))
    return {entry: data.draw(_edit(entry), label=str(entry)) for entry in chosen}


def _state(path: Path) -> dict[Entry, object]:
    """Return everything that a book holds, by entry; a plain reading of its own, not that of merge."""
    observations = read_book(path).observations
    found: dict[Entry, object] = {}
    for row, series in enumerate(observations.framework.series):
        for column, year in enumerate(observations.years):
            value = float(observations.values[row, column])
            if not math.isnan(value):
                found[Entry(series.key, "value", year)] = value
    found |= {Entry(key, "source"): " ".join(text.split()) for key, text in observations.sources.items()}
    found |= {Entry(key, "note"): " ".join(text.split()) for key, text in observations.notes.items()}
    for (key, year), remark in observations.remarks.items():
        found[Entry(key, "remark", year)] = Remark(remark.status, remark.source, " ".join(remark.note.split()))
    return found


@settings(**SETTINGS)  # type: ignore[arg-type]
@given(data=st.data())
def test_merged_is_as_if_typed_into_the_book(made: tuple[Shared, list[list[Entry]]], data: st.DataObject) -> None:
    """Every figure, source, note and remark; and a second merge has nothing left to do."""
    shared, entries = made
    with TemporaryDirectory() as folder:
        own = shared.copied(Path(folder) / "own")
        direct = Path(shutil.copy(shared.book, Path(folder) / "direct.xlsx"))
        everything: dict[Entry, object] = {}
        for part, known in zip(own.parts, entries, strict=True):
            edits = _edits(data, known, 8)
            typed(part, edits)  # type: ignore[arg-type]
            everything |= edits
        typed(direct, everything)  # type: ignore[arg-type]
        merge = merge_parts(own.book, own.parts, MergeOptions())
        assert merge.comparison.conflicts == ()
        assert _state(own.book) == _state(direct)
        assert merge_parts(own.book, own.parts, MergeOptions()).written is None


@settings(**SETTINGS)  # type: ignore[arg-type]
@given(data=st.data())
def test_conflicts_are_exactly_what_both_changed(made: tuple[Shared, list[list[Entry]]], data: st.DataObject) -> None:
    """By hand: changed on both sides and different is a conflict and stays; changed in the part alone is taken."""
    shared, entries = made
    few = [known[:: max(1, len(known) // 6)] for known in entries]
    with TemporaryDirectory() as folder:
        own = shared.copied(Path(folder) / "own")
        before = _state(own.book)
        typed(own.book, _edits(data, [entry for known in few for entry in known], 10))  # type: ignore[arg-type]
        for part, known in zip(own.parts, few, strict=True):
            typed(part, _edits(data, known, 5))  # type: ignore[arg-type]
        book, parts = _state(own.book), [_state(part) for part in own.parts]
        expected, conflicts = _by_hand(before, book, parts, entries)
        merge = merge_parts(own.book, own.parts, MergeOptions())
        assert {conflict.entry for conflict in merge.comparison.conflicts} == conflicts
        assert _state(own.book) == expected


def _by_hand(
    before: Mapping[Entry, object],
    book: dict[Entry, object],
    parts: list[dict[Entry, object]],
    entries: list[list[Entry]],
) -> tuple[dict[Entry, object], set[Entry]]:
    expected, conflicts = dict(book), set()
    for part, known in zip(parts, entries, strict=True):
        for entry in known:
            was, now, is_in_book = before.get(entry), part.get(entry), book.get(entry)
            if now in (was, is_in_book):
                continue
            if is_in_book != was:
                conflicts.add(entry)
            elif now is None:
                del expected[entry]
            else:
                expected[entry] = now
    return expected, conflicts


def test_the_reading_of_this_test_sees_a_change(made: tuple[Shared, list[list[Entry]]], tmp_path: Path) -> None:
    """Planted: one figure more is another state."""
    own = made[0].copied(tmp_path / "own")
    state = _state(own.book)
    typed(own.book, {Entry("AIR01.AMBE", "value", 2010): 1.5})
    assert _state(own.book) != state
