"""What several test files share: the command line called in this process, and the workbook it builds."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from hands import build_small

from flowxl.cli import main

ROOT = Path(__file__).parents[1]
collect_ignore = [
    "uno_edit.py",  # runs inside LibreOffice, in its own Python
    "wine",  # opt-in: needs wine and a Windows Python, see its README
]
KEY, YEAR = "OE07.SH", 2015
SMALL = ("--cities", "SH,BJ", "--years", "2014-2016")


@dataclass(frozen=True)
class Ran:
    """What a command gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def flowxl(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run ``flowxl`` in this process."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse leaves this way
            code = stop.code if isinstance(stop.code, int) else 1
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def shipped_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the workbook with the shipped figures once; tests read it or copy it."""
    path = tmp_path_factory.mktemp("shipped") / "FlowIndex.xlsm"
    assert main(["build", "--output", str(path), "--json", str(path.with_suffix(".json"))]) == 0
    return path


@pytest.fixture(scope="session")
def small_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a workbook of two cities and three years, which is quick to read."""
    path = tmp_path_factory.mktemp("small") / "small.xlsx"
    assert main(["build", *SMALL, "--output", str(path), "--json", str(path.with_suffix(".json"))]) == 0
    return path


@pytest.fixture(scope="session")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the small book of the second framework once; tests copy it."""
    return build_small(tmp_path_factory.mktemp("demo") / "book.xlsx")


@pytest.fixture
def project(tmp_path: Path, shipped_book: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder like a checkout after the first line of the README, and work in it."""
    shutil.copy(ROOT / "build_workbook.py", tmp_path)
    (tmp_path / "workbook").mkdir()
    shutil.copy(shipped_book, tmp_path / "workbook")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def python(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run Python with this checkout on its path and its output in pipes."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}  # type: ignore[dict-item]
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
