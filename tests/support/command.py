"""``flowxl`` as tests call it: in a process of its own, with few of the shipped figures; and edits of its books."""

import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl

ROOT = Path(__file__).parents[2]
KEY, YEAR = "OE07.SH", 2015
SMALL = ("--cities", "SH,BJ", "--years", "2014-2016")


@dataclass(frozen=True)
class Ran:
    """What a command gave."""

    code: int
    out: str
    err: str


def python(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run Python with this checkout on its path, its output in pipes, and a system that speaks English."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **options.pop("env", {})}  # type: ignore[dict-item]
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment, **options
    )


def call(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run ``flowxl`` in a process of its own."""
    return python("-c", "import sys; from flowxl.cli import main; sys.exit(main())", *arguments, **options)


def edit(book: Path, value: object, to: Path) -> Path:
    """Change one figure as a spreadsheet program would: the GDP of 上海 in 2015."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["总体经济度量"]
    columns = {cell.value: cell.column for row in sheet.iter_rows(max_row=20) for cell in row}
    row = next(row[0].row for row in sheet.iter_rows() if KEY in [cell.value for cell in row])
    sheet.cell(row, columns[YEAR]).value = value
    workbook.save(to)
    return to


def rewrite(book: Path, to: Path, old: bytes, new: bytes) -> Path:
    """Change bytes in the sheets of a workbook, once in each."""
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(to, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                content = content.replace(old, new, 1)
            target.writestr(info.filename, content)
    return to
