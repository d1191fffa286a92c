"""Fixtures of all tests: the command line called in this process, and the workbooks that it builds."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import ROOT, SMALL, Ran
from support.hands import build_small
from support.shared import HOME, shared

from flowxl.cli import main

collect_ignore = [
    "support",  # no tests; some of it runs inside LibreOffice, in its own Python
    "wine",  # opt-in: needs wine and a Windows Python, see its README
]


LARGEST = 8
"""Processes that share a run at most: each may have a LibreOffice of its own."""
FIRST = ("exhaustive", "office", "book")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Share a run of whole folders among the processors; one file runs here, and so does what -n or -p says."""
    options = config.option
    asked = getattr(options, "numprocesses", 0) is not None or options.collectonly or options.usepdb
    if asked or hasattr(config, "workerinput") or not all(Path(arg).is_dir() for arg in config.args):
        return
    options.numprocesses = min(LARGEST, os.cpu_count() or 1)
    options.dist, options.loadscopereorder = "loadfile", False


def pytest_configure(config: pytest.Config) -> None:
    """Name the folder of shared files to all processes of this run."""
    if not hasattr(config, "workerinput"):
        os.environ[HOME] = tempfile.mkdtemp(prefix="flowxl-books-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove it."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(HOME, ""), ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the slow tiers come first, so that no process is left alone with them at the end."""

    def order(item: pytest.Item) -> int:
        tier = next(iter(item.path.relative_to(ROOT).parts[1:]), "")
        return FIRST.index(tier) if tier in FIRST else len(FIRST)

    items.sort(key=order)


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


def _built(path: Path, *arguments: str) -> None:
    """Build a workbook by the command."""
    assert main(["build", *arguments, "--output", str(path), "--json", str(path.with_suffix(".json"))]) == 0


@pytest.fixture(scope="session")
def shipped_book() -> Path:
    """Build the workbook with the shipped figures once; tests read it or copy it."""
    return shared("FlowIndex.xlsm", _built)


@pytest.fixture(scope="session")
def small_book() -> Path:
    """Build a workbook of two cities and three years, which is quick to read."""
    return shared("small.xlsx", lambda path: _built(path, *SMALL))


@pytest.fixture(scope="session")
def demo_book() -> Path:
    """Build the small book of the second framework once; tests copy it."""
    return shared("demo.xlsx", build_small)


@pytest.fixture
def project(tmp_path: Path, shipped_book: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder like a checkout after the first line of the README, and work in it."""
    shutil.copy(ROOT / "build_workbook.py", tmp_path)
    (tmp_path / "workbook").mkdir()
    shutil.copy(shipped_book, tmp_path / "workbook")
    monkeypatch.chdir(tmp_path)
    return tmp_path
