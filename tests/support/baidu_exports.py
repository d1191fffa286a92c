"""Small Baidu Index exports in every shape, with yearly means that can be worked out by hand."""

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from flowxl.cycle.importing_files import read_rows
from flowxl.frameworks.load import load_framework
from flowxl.yearbook.baidu import BaiduReadings, read_baidu
from flowxl.yearbook.baidu_settings import BaiduSettings

FRAMEWORK = load_framework()
KEYWORDS = ("人工智能", "教育")
INDICATORS = {"人工智能": "IN08", "教育": "LT26"}

# 人工智能: 100 until 30 June and 200 after; 教育: 30 every day.
MEAN_2019 = (181 * 100 + 184 * 200) / 365
MEAN_2020 = (182 * 100 + 184 * 200) / 366
EDUCATION = 30.0


def days(first: str = "2019-01-01", last: str = "2019-12-31") -> list[dt.date]:
    """Return the days from one to another."""
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return [start + dt.timedelta(days=number) for number in range((end - start).days + 1)]


def figure(keyword: str, day: dt.date) -> int:
    """Return the index of a keyword on a day."""
    if keyword == "教育":
        return 30
    return 100 if day.month <= 6 else 200


def wide(dates: Iterable[dt.date], areas: Sequence[str] = ("上海",)) -> list[list[object]]:
    """Return shape a: a row for each area and day, a column for each keyword."""
    rows = [[area, day, *(figure(keyword, day) for keyword in KEYWORDS)] for area in areas for day in dates]
    return [["area", "time", *KEYWORDS], *rows]


def long(dates: Sequence[dt.date], area: str = "上海") -> list[list[object]]:
    """Return shape b: three rows for each keyword and day, of which all is the sum; mobile has a fifth."""
    rows = [
        [keyword, kind, day, share(figure(keyword, day)), area, day.year]
        for keyword in KEYWORDS
        for kind, share in (("all", int), ("pc", lambda n: n - n // 5), ("wise", lambda n: n // 5))
        for day in dates
    ]
    return [["keyword", "type", "date", "index", "province", "year"], *rows]


def transposed(dates: Sequence[dt.date], first: str = "") -> list[list[object]]:
    """Return shape e: a row for each keyword, a column for each day, and a last column without a head."""
    return [[first, *dates, ""], *([keyword, *(figure(keyword, day) for day in dates), ""] for keyword in KEYWORDS)]


def write_csv(path: Path, rows: Iterable[Sequence[object]], encoding: str = "utf-8", quoting: int = 0) -> Path:
    """Write a text file."""
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[object]], *, as_text: bool = False, sheet: str = "Sheet") -> Path:
    """Write a workbook, with dates as dates; or every cell as text."""
    with xlsxwriter.Workbook(path) as book:
        page, date = book.add_worksheet(sheet), book.add_format({"num_format": "yyyy-mm-dd"})
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if as_text or isinstance(cell, str):
                    page.write_string(row, column, str(cell))
                elif isinstance(cell, dt.date):
                    page.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), date)
                else:
                    page.write_number(row, column, cell)
    return path


def read(*paths: Path, **settings: object) -> BaiduReadings:
    """Read exports for the shipped framework."""
    return read_baidu(paths, BaiduSettings(**settings), FRAMEWORK, read_rows)  # type: ignore[arg-type]


def means(read: BaiduReadings) -> dict[tuple[str, str, int | None], float | None]:
    """Return what was read and is not doubtful, by indicator, place and year."""
    return {(one.indicator, one.place, one.year): one.value for one in read.readings if not one.doubts}
