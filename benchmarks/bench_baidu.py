"""Time of turning Baidu Index exports into yearly means, against merely reading the file with pandas.

Run: python benchmarks/bench_baidu.py
"""

import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from flowxl.frameworks.load import load_framework
from flowxl.yearbook.baidu import read_baidu
from flowxl.yearbook.baidu_settings import BaiduSettings

FIRST, LAST = dt.date(2011, 1, 1), dt.date(2020, 12, 31)
CITIES = ("上海", "杭州", "北京", "深圳", "广州")
REPEATS = 5
LIMITS = {"wide": 12.0, "long": 6.0, "transposed": 8.0}
"""pandas only reads: no date, no cell, no keyword is looked at. Wide files hold most figures for each character."""


def figures(keywords: list[str], days: pd.DatetimeIndex) -> pd.DataFrame:
    """Return random figures of each keyword and day."""
    drawn = np.random.default_rng(1).integers(1, 5000, (len(days), len(keywords)))
    return pd.DataFrame(drawn, index=days.strftime("%Y-%m-%d"), columns=pd.Index(keywords))


def write_files(folder: Path, keywords: list[str]) -> dict[str, Path]:
    """Write an export of ten years in each shape."""
    days = pd.date_range(FIRST, LAST)
    frame = figures(keywords, days)
    paths = {shape: folder / f"{shape}_上海.csv" for shape in LIMITS}
    wide = pd.concat([frame.rename_axis("time").reset_index().assign(area=city) for city in CITIES])
    wide.to_csv(paths["wide"], index=False)
    stacked = frame.T.stack().rename_axis(["keyword", "date"]).rename("index").reset_index()
    kinds = [
        stacked.assign(type=kind, index=stacked["index"] * times)
        for kind, times in (("all", 2), ("pc", 1), ("wise", 1))
    ]
    pd.concat(kinds).assign(province="上海").to_csv(paths["long"], index=False)
    frame.T.to_csv(paths["transposed"])
    return paths


def medians(*jobs: Callable[[], object]) -> list[float]:
    """Return the median time of each job in seconds; they take turns."""
    times: list[list[float]] = [[] for _ in jobs]
    for _ in range(REPEATS):
        for job, spent in zip(jobs, times, strict=True):
            start = time.perf_counter()
            job()
            spent.append(time.perf_counter() - start)
    return [statistics.median(spent) for spent in times]


def main() -> int:
    """Print the times; 1 if a limit is broken or a mean is not there."""
    framework = load_framework()
    keywords = sorted({i.baidu_keyword for i in framework.indicators if i.baidu_keyword and not i.same_as})
    broken = False
    with tempfile.TemporaryDirectory() as folder:
        for shape, path in write_files(Path(folder), keywords).items():

            def ours(path: Path = path) -> object:
                return read_baidu([path], BaiduSettings(), framework, lambda _: ())

            found = len(ours().readings)  # type: ignore[attr-defined]
            expected = len(keywords) * 10 * (len(CITIES) if shape == "wide" else 1)
            bare, spent = medians(lambda path=path: pd.read_csv(path), ours)  # type: ignore[misc]
            limit = LIMITS[shape]
            broken |= spent > limit * bare or found != expected
            size = f"{path.stat().st_size / 1e6:5.1f} MB"
            times = f"pandas {bare:.2f} s, yearly means {spent:.2f} s"
            print(
                f"{shape:>10} {size}: {times}, ratio {spent / bare:.2f} (limit {limit:g}), {found} of {expected} means"
            )
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
