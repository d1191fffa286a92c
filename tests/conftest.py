"""Fixtures of all tests: the command line called in this process, and the workbooks that it builds."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import ROOT, SMALL, Ran
from support.hands import build_small

from flowxl.cli import main

collect_ignore = [
    "support",  # no tests; some of it runs inside LibreOffice, in its own Python
    "wine",  # opt-in: needs wine and a Windows Python, see its README
]


@pytest.fixture
def flowxl(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run ``flowxl`` in this process, on a system that speaks English whatever machine this is."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

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
