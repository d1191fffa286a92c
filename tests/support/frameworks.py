"""Small frameworks and panels for the tests of the method."""

import csv
import shutil
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from flowxl.core.framework import City, Dimension, Framework, Indicator, Pillar
from flowxl.core.panel import Panel
from flowxl.frameworks.load import framework_folder
from flowxl.voice.text import Text

TESTS = Path(__file__).parents[1]
SECOND = TESTS / "data" / "second"
PAPER = TESTS / "data" / "paper"
NO_TEXT = Text("", "")
NAN = float("nan")


def small(
    sizes: Sequence[int] = (1,),
    n_cities: int = 3,
    weights: Sequence[float] | None = None,
    window: tuple[int, int] = (2001, 2004),
    groups: Sequence[int] | None = None,
    **changes: dict[str, Any],
) -> Framework:
    """Return a framework with ``sizes[p]`` indicators in pillar Pp (P1_1, P1_2, …, P2_1, …) and cities A, B, C.

    ``groups`` gives the number of pillars of each dimension (one dimension by default); ``changes`` replaces fields of
    single indicators, e.g. ``P1_2={"direction": -1}``.
    """
    groups = groups or (len(sizes),)
    dimensions = [Dimension(f"D{d}", Text("", f"Dimension {d}"), NO_TEXT) for d, _ in enumerate(groups, start=1)]
    owners = [dimension.code for dimension, size in zip(dimensions, groups, strict=True) for _ in range(size)]
    pillars = [
        Pillar(f"P{p}", owner, Text("", f"Pillar {p}"), NO_TEXT, float(weights[p - 1]) if weights else 1.0)
        for p, owner in enumerate(owners, start=1)
    ]
    indicators = [
        Indicator(f"{pillar.code}_{i}", pillar.code, NO_TEXT, NO_TEXT, 1, "level", None, None, NO_TEXT, "")
        for pillar, size in zip(pillars, sizes, strict=True)
        for i in range(1, size + 1)
    ]
    return Framework(
        code="small",
        name=Text("", "Small"),
        source=NO_TEXT,
        window=window,
        data_date="",
        dimensions=tuple(dimensions),
        pillars=tuple(pillars),
        indicators=tuple(replace(indicator, **changes.get(indicator.code, {})) for indicator in indicators),
        cities=tuple(City(chr(ord("A") + c), Text("", f"City {c}"), None) for c in range(n_cities)),
        regions=(),
    )


def panel(framework: Framework, values: Any, first: int | None = None) -> Panel:
    """Return a panel; values by indicator and city hold for every year of the window, others begin at ``first``."""
    array = np.array(values, dtype=np.float64)
    start, end = framework.window
    if array.ndim == 2:
        array = np.repeat(array[:, :, None], end - start + 1, axis=2)
    first = start if first is None else first
    return Panel(framework, tuple(range(first, first + array.shape[2])), array)


def copy_second(folder: Path) -> Path:
    """Copy the second framework to a folder where it may be broken."""
    return Path(shutil.copytree(SECOND, folder / "second"))


def edit(folder: Path, table: str, line: int, **cells: str) -> None:
    """Change cells of one line of a table (the header is line 1); columns that are new are added."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    columns += [column for column in cells if column not in columns]
    rows[line - 2].update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def few_indicators(folder: Path, needed: Collection[str] = ()) -> Path:
    """Write the shipped framework with all its pillars, and of each two indicators and those that are needed.

    Its books are made in a third of the time.
    """
    shutil.copytree(framework_folder(), folder, ignore=shutil.ignore_patterns("paper"))
    kept: dict[str, list[str]] = {}
    for row in _rows(folder / "indicators.csv"):
        few = len(kept.setdefault(row["pillar"], [])) < 2 and not row["same_as"]
        if few or row["code"] in needed:
            kept[row["pillar"]].append(row["code"])
    codes = {code for some in kept.values() for code in some}
    for name, column in (("indicators", "code"), ("observations", "indicator")):
        rows = [row for row in _rows(folder / f"{name}.csv") if row[column] in codes]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    return folder


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
