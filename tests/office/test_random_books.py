"""Books edited at random: core, LibreOffice and Gnumeric agree; what breaks a book is refused or told, never silent."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support import engines
from support.books import built
from support.edits import WORKERS, Model, Scales, Verdict, differences, judge, offices
from support.native import Native
from support.tiers import amount

from flowxl.core.panel import Observations

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]
ORDINARY, BREAKING = amount("ordinary", range(0, 100, 8)), amount("breaking", range(0, 60, 4))
"""Seeds; of the ordinary ones each goes with a base of its own."""
BASES = ["mixed"] * 6 + ["mixed en"] * 3 + ["mixed real"] * 5 + ["second few"] * 4 + ["second", "real"]
TEXTS = ("-", "—", "n.a.", "１２", "1,234", "1.2万", "12%", " ", "…")
ERRORS = ("=NA()", "=1/0", '=VALUE("x")')


@dataclass
class Hand:
    """A person who edits a book at random."""

    model: Model
    random: random.Random

    def series(self) -> str:
        return self.random.choice(self.model.framework.series).key

    def year(self) -> int:
        return self.random.choice(self.model.years)

    def table(self) -> str:
        return self.model.table(self.series())

    def row(self, name: str, key: str) -> list[str]:
        """Keys of the table of a series, for the same indicator."""
        code = key.partition(".")[0]
        return [s.key for s in self.model.framework.series if s.indicator == code and self.model.table(s.key) == name]

    def value(self) -> None:
        for _ in range(self.random.randint(1, 6)):
            figure = self.random.choice([0, -1, 1e-9, 1e9, self.random.uniform(-100, 1e4), self.random.gauss(0, 1)])
            self.model.put(self.series(), self.year(), float(f"{figure:.10g}"))

    def scale(self) -> None:
        """Make an indicator huge or tiny, or far from nought."""
        key = self.series()
        factor, shift = self.random.choice([(1e12, 0), (1e-12, 0), (-1, 0), (1, 1e7), (1e6, -1e9)])
        for other in self.row(self.model.table(key), key):
            for year in self.model.years:
                value = self.model.value(other, year)
                if not np.isnan(value):
                    self.model.put(other, year, float(f"{value * factor + shift:.14g}"))

    def equal(self) -> None:
        """Give every city the same figure, with gaps."""
        key, figure = self.series(), self.random.choice([0.1, 0.0, 7.0, -1 / 3, 1e15])
        for other in self.row(self.model.table(key), key):
            for year in self.model.years:
                self.model.put(other, year, None if self.random.random() < 0.2 else float(f"{figure:.14g}"))

    def blank(self) -> None:
        for _ in range(self.random.randint(1, 12)):
            self.model.put(self.series(), self.year(), None)

    def blank_row(self) -> None:
        key = self.series()
        for year in self.model.years:
            self.model.put(key, year, None)

    def junk(self) -> None:
        for _ in range(self.random.randint(1, 4)):
            junk = [self.random.choice(TEXTS), {"formula": self.random.choice(ERRORS)}, True, {"date": 43831}]
            self.model.put(self.series(), self.year(), self.random.choice(junk))

    def move(self) -> None:
        """Cut a figure and paste it over another of the same table."""
        key, year = self.series(), self.year()
        same = [s.key for s in self.model.framework.series if self.model.table(s.key) == self.model.table(key)]
        other, later = self.random.choice(same), self.year()
        if (key, year) != (other, later):
            figure = self.model.value(key, year)
            self.model.put(other, later, None if np.isnan(figure) else figure).put(key, year, None)
            del self.model.ops[-2:]
            self.model.do("move_cells", self.model.table(key), key, year, other, later)

    def sort(self) -> None:
        self.model.do("sort", self.table(), self.random.choice(["key", self.year()]), self.random.random() < 0.5)

    def sort_years(self) -> None:
        self.model.do("sort_columns", self.table(), self.model.years[0], False)

    def swap(self) -> None:
        """Swap two rows: inner ones by cutting and pasting, any by typing."""
        name = self.table()
        keys = [s.key for s in self.model.framework.series if self.model.table(s.key) == name]
        if self.random.random() < 0.5:
            self.model.do("cut_swap", name, *self.random.sample(range(2, len(keys) - 1), 2))
        else:
            labels = ("indicator_name", "city_name", "measure", "source", "note")
            titles = ["key", *(self.model.word(label) for label in labels), *self.model.years]
            self.model.do("type_swap", name, *self.random.sample(keys, 2), titles)

    def insert(self) -> None:
        what = self.random.choice(["Rows", "Columns"])
        inside = self.random.choice([2, 4]) if what == "Rows" else self.year()
        name = self.random.choice([self.table(), self.table(), "flow_settings", "flow_weights", "flow_data"])
        inside = inside if name.startswith("flow_in_") else None
        self.model.do("insert", name, what, inside, self.random.randint(1, 2))

    def sheets(self) -> None:
        number = self.random.randint(0, 10**6)
        self.model.do("add_sheet", f"n{number}", self.random.randint(0, 5))
        self.model.do("move_table", self.table(), f"n{number}", "D9")

    def settings(self) -> None:
        years = sorted(self.random.sample(self.model.years, 2))
        self.random.choice(
            [
                lambda: self.model.set("method", self.random.choice(["zscore", "minmax", "rank"])),
                lambda: self.model.set("missing_pillar", self.random.choice(["none", "rest"])),
                lambda: self.model.set("window_first", years[0]).set("window_last", years[1])
                if years[0] <= self.model.settings.window[1]
                else None,
                lambda: self.model.set("min_year_share", self.random.choice([0.1, 0.3, 0.75, 1])),
                lambda: self.model.set("min_city_share", self.random.choice([0.2, 0.6, 0.8, 1])),
                lambda: self.model.set("focus", self.random.choice(self.model.framework.city_codes)),
            ]
        )()

    def weight(self) -> None:
        weight = self.random.choice([0.001, 1, 2.5, 100])
        self.model.weigh(self.random.choice(self.model.framework.pillar_codes), weight)


ACTS: list[Callable[[Hand], None]] = [
    Hand.value, Hand.value, Hand.scale, Hand.equal, Hand.blank, Hand.blank_row, Hand.junk, Hand.sort, Hand.sort_years,
    Hand.swap, Hand.insert, Hand.sheets, Hand.settings, Hand.settings, Hand.weight,
]  # fmt: skip


def ordinary(seed: int) -> Model:
    """Edit a book at random so that it can still be read."""
    hand = Hand(Model(built(BASES[seed % len(BASES)])), random.Random(seed))
    for act in hand.random.choices(ACTS, k=hand.random.randint(3, 8)):
        act(hand)
    return hand.model


def second_opinion(model: Model, path: Path, verdict: Verdict) -> tuple[str, ...]:
    """Compare what Gnumeric makes of the same file with the core."""
    other = engines.recalculate_gnumeric(path, path.with_suffix(".gnumeric.xlsx"))
    native = Native.read(other, model.built, at=path)
    scales = Scales.of(Observations(model.framework, model.years, model.values), model.result())
    return tuple(f"Gnumeric: {text}" for text in differences(verdict.data.compute(), native, scales)[1])


def all_opinions(model: Model, path: Path) -> Verdict:
    """Edit a book and let all judge it."""
    verdict = judge(model, model.save(path))
    if verdict.outcome != "right":
        return verdict
    other = second_opinion(model, path, verdict)
    return replace(verdict, outcome="wrong", details=other) if other else verdict


def work(
    make: Callable[[int], Model], judged: Callable[[Model, Path], Verdict], folder: Path, seeds: Sequence[int]
) -> list[Any]:
    """Make and judge books, several at a time; return each model with its verdict, or with why there is none."""
    for base in BASES:
        built(base)
    offices()

    def one(seed: int) -> tuple[Model, Verdict | None]:
        model = make(seed)
        try:
            return model, judged(model, folder / f"{seed}.xlsx")
        except RuntimeError as error:
            return model, Verdict("impossible", details=(str(error)[-300:],))

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, seeds))


def tell(name: str, seeds: Sequence[int], judged: list[tuple[Model, Verdict]]) -> tuple[Counter[str], list[str]]:
    """Count outcomes, and say them (shown by ``pytest -s``); return what went wrong too."""
    counts = Counter(verdict.outcome for _, verdict in judged)
    largest = max(verdict.largest for _, verdict in judged if verdict.outcome == "right")
    print(f"\n{name}: {dict(counts)}, largest difference {largest:.2g}")  # noqa: T201
    wrong = [
        f"{seed}: {verdict.outcome} {verdict.details} after {model.ops}"
        for seed, (model, verdict) in zip(seeds, judged, strict=True)
        if verdict.outcome == "wrong"
    ]
    return counts, wrong


def test_random_books(tmp_path):
    """Core, model, LibreOffice and Gnumeric agree in every one."""
    engines.need("libreoffice", "gnumeric")
    counts, wrong = tell("random books", ORDINARY, work(ordinary, all_opinions, tmp_path, ORDINARY))
    assert not wrong, "\n".join(wrong)
    assert counts == {"right": len(ORDINARY)}


def breaking(seed: int) -> Model:
    """Edit a book at random without regard for what can be read afterwards."""
    model, dice = Model(built(("mixed", "mixed en", "second few")[seed % 3])), random.Random(1000 + seed)
    hand = Hand(model, dice)
    tables = [name for name in model.built.book.layout.areas if name not in {"flow_remarks"}]

    def any_cell(name: str) -> tuple[str, int, str]:
        grid = model.built.book.layout.areas[name].grid
        return name, dice.randint(0, grid.size), dice.choice([f.title for f in grid.fields if not f.title.isdigit()])

    junk = [None, 0, 1, 2, -1, 0.3, 2018, "x", True, {"formula": "=NA()"}, "SH", "TR01.SH", "杭州", "Amber"]
    inputs = [name for name in tables if name.startswith("flow_in_")]
    breakers: list[Callable[[], object]] = [
        lambda: model.do("delete_name", dice.choice(tables)),
        lambda: model.do("put", *any_cell(dice.choice(inputs)), dice.choice(junk)),
        lambda: model.do("put", *any_cell(dice.choice(tables)), dice.choice(junk)),
        lambda: model.do("put", hand.table(), dice.randint(1, 6), "key", hand.series()),
        lambda: model.do("put", hand.table(), 0, hand.year(), dice.choice([*model.years, None, "x", 1999])),
        lambda: model.do("remove", dice.choice(tables), "Rows", dice.randint(1, 3)),
        lambda: model.do("remove", hand.table(), "Columns", dice.choice(["key", *model.years])),
        lambda: model.do("put_below", hand.table(), dice.randint(1, 2), "key", hand.series()),
        lambda: model.do("put_beside", hand.table(), dice.randint(0, 4), 1, dice.choice(junk)),
        lambda: model.do("cut_swap", hand.table(), 1, dice.randint(2, 6)),
        lambda: model.do("sort", dice.choice(tables), "key", dice.random() < 0.5),
        lambda: hand.move(),
        lambda: model.do("type_swap", hand.table(), 2, 4, [model.word("indicator_name")]),
        lambda: model.do("type_swap", hand.table(), 2, 3, [model.word("city_name")]),
        lambda: hand.value(),
    ]
    for breaker in dice.choices(breakers, k=dice.randint(1, 3)):
        breaker()
    return model


def test_what_breaks_a_book_is_never_silent(tmp_path):
    """Whatever is done to a book: all agree, or the core refuses, or core or book tell of it."""
    engines.need("libreoffice")
    judged = work(breaking, lambda model, path: judge(model, model.save(path)), tmp_path, BREAKING)
    followed = [(model, _followed(verdict)) for model, verdict in judged]
    counts, wrong = tell("broken books", BREAKING, followed)
    assert not wrong, "\n".join(wrong)
    assert counts["impossible"] < len(BREAKING) // 5  # a second edit of what the first took away
    assert counts["refused"] + counts["harmless"] > len(BREAKING) // 5


def _followed(verdict: Verdict) -> Verdict:
    """Tell what core and formulas both followed, though the model knows nothing of it, from what is wrong."""
    parted = any(text.startswith("core and formulas") for text in verdict.details)
    return (
        replace(verdict, outcome="followed") if verdict.outcome == "wrong" and verdict.data and not parted else verdict
    )
