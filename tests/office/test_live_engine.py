"""Who computes in LibreOffice: workers that die, nobody who answers, other versions, and the end of all."""

import os
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from fcntl import ioctl
from pathlib import Path
from struct import unpack
from termios import FIONREAD

import pytest
from support import engines
from support.live import HERE, LibreOffice, Rows, end, libreoffice, marked, opened, until
from support.shared import shared

from flowxl import __version__
from flowxl.api import BuildOptions, build, read
from flowxl.workbook.texts import badge

pytestmark = pytest.mark.libreoffice
LONG = '=FLOWINDEX("上海";flow_data;flow_weights;flow_settings)'
SHORT = '=FLOWINDEX("上海")'


@pytest.fixture(scope="module")
def path() -> Path:
    """Build a small workbook whose cells call functions."""
    options = BuildOptions(demo=True, cities=("SH", "BJ", "GZ"), window=(2016, 2018))
    return shared("live engine.xlsm", lambda path: build(path, options))


@pytest.fixture
def own() -> Iterator[Callable[[str], LibreOffice]]:
    """Start LibreOffices for one test, which may kill them."""
    started: list[LibreOffice] = []

    def start(kind: str) -> LibreOffice:
        engines.need("libreoffice")
        started.append(LibreOffice(kind))
        return started[-1]

    yield start
    for office in started:
        office.stop()


def index(path: Path) -> float:
    """Return the index of the first city by the core."""
    return float(read(path).compute().index[0])


def level(rows: Rows, item: str) -> float:
    """Return the level of a check."""
    return next(row[rows[0].index("级别")] for row in rows if row[0] == item)


def is_asked(process: int) -> bool:
    """Say whether something waits for a process to read it from its standard input."""
    with Path(f"/proc/{process}/fd/0").open("rb", buffering=0) as pipe:
        return unpack("i", ioctl(pipe, FIONREAD, b"\0" * 4))[0] > 0


@pytest.mark.parametrize("moment", ["between two calls", "while it computes"])
def test_a_worker_that_dies_is_replaced(own, path, tmp_path, moment):
    """The next calculation, or the one that was going on, has the right numbers from another worker."""
    office = own("outside")
    with opened(office, path) as document:
        assert document.typed(SHORT, LONG) == pytest.approx([index(path)] * 2, rel=1e-9)
        first = office.look()["worker"]
        edit = [["put", "flow_weights", "CA", "权重", 9.5]]
        if moment == "while it computes":
            os.kill(first, signal.SIGSTOP)
            answer = office.begin("edit", name=document.name, ops=edit)
            until(lambda: is_asked(first), "a question to the worker")
            os.kill(first, signal.SIGKILL)
            answer()
        else:
            os.kill(first, signal.SIGKILL)
            document.edit(*edit)
        found = [row[0] for row in document.rows("A1:A2")]
        shown, checks = document.badge(), document.table("flow_checks")
        status = document.typed("=FLOWSTATUS()", sheet="status")[0]
        second = office.look()["worker"]
        saved = document.save(tmp_path / "saved.xlsx")
    assert found == pytest.approx([index(saved)] * 2, rel=1e-9)
    assert index(saved) != pytest.approx(index(path), rel=1e-3)
    assert shown == badge("core", "zh", __version__)
    assert (level(checks, "engine"), level(checks, "answered")) == (0.0, 0.0)
    assert status == f"{badge('core', 'zh', __version__)} (由独立进程运行：{sys.executable})"
    assert second not in (None, first)
    assert sum("flowxl.libreoffice.worker" in line for line in office.running().values()) == 1


def test_no_worker_is_left_when_libreoffice_is_killed(own, path):
    """The worker ends by itself when the other end of its pipe is gone."""
    office = own("outside")
    office.ask("open_book", name="it", path=str(path), protected=False)
    seen = office.look()
    assert {seen["soffice"], seen["worker"]} <= office.running().keys()
    os.kill(seen["soffice"], signal.SIGKILL)
    until(lambda: seen["worker"] not in office.running(), "an end of the worker")


SCRIPT = """
import sys, time
sys.path.insert(0, {tests!r})
from pathlib import Path
from support.live import LibreOffice, opened
office = LibreOffice("outside")
with opened(office, Path({path!r})):
    print(office.mark, flush=True)
    time.sleep(600)
"""


def test_nothing_is_left_when_the_tests_are_killed(path):
    """LibreOffice, its driver and the worker end with the process that started them, however it ends."""
    engines.need("libreoffice")
    script = SCRIPT.format(tests=str(HERE.parent), path=str(path))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        mark = process.stdout.readline().strip()
        lines = " ".join(marked(mark).values())
        process.kill()
    try:
        for word in ("live_driver.py", "soffice.bin", "flowxl.libreoffice.worker"):
            assert word in lines
        until(lambda: not marked(mark), "an end of all processes")
    finally:
        end(mark)


def test_where_nobody_answers_the_native_formulas_show(path, tmp_path):
    """Cells typed by hand are #N/A, what we wrote shows the native formulas, and FLOWSTATUS says what to do."""
    office = libreoffice("nowhere")
    with opened(office, path) as document:
        assert document.typed(SHORT, LONG, '=IFERROR(FLOWINDEX("上海");"none")') == [["#N/A"], ["#N/A"], "none"]
        status = document.typed("=FLOWSTATUS()", sheet="status")[0]
        shown, checks = document.badge(), document.table("flow_checks")
        saved = document.save(tmp_path / "saved.xlsx")
    assert shown == badge("native", "zh", __version__)
    assert (level(checks, "engine"), level(checks, "answered")) == (0.0, 0.0)
    for word in ("原生公式", "/nowhere/python", "flowxl addin libreoffice --install", "重启 LibreOffice"):
        assert word in status, status
    data = read(saved)
    assert data.badge == shown
    assert data.differences(data.compute()) == []


def aged(path: Path, target: Path, version: str) -> Path:
    """Write a copy of a workbook as another FlowXL would have written it: it names that version wherever it does."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if re.fullmatch(r"xl/(sharedStrings|worksheets/\w+)\.xml", info.filename):
                pattern = rf"((?:FlowXL|Python 核心) ){re.escape(__version__)}\b"
                content = re.sub(pattern, rf"\g<1>{version}", content.decode()).encode()
            new.writestr(info, content)
    return target


@pytest.mark.parametrize("version", ["0.0.9", "9.0.0"])
@pytest.mark.parametrize("kind", ["inside", "outside"])
def test_a_workbook_of_another_version_says_so(path, tmp_path, kind, version):
    """Its own row, FLOWSTATUS and the check of who computed name both versions; the numbers are right."""
    office = libreoffice(kind)
    with opened(office, aged(path, tmp_path / "aged.xlsm", version)) as document:
        value, status = document.typed(SHORT, "=FLOWSTATUS()")
        made_with = next(row[1] for row in document.table("flow_meta") if row[0] == "version")
        checks = document.table("flow_checks")
    assert value == pytest.approx(index(path), rel=1e-9)
    assert made_with == f"FlowXL {version}"
    assert f"本工作簿由 FlowXL {version} 生成，核心为 FlowXL {__version__}" in status
    assert (level(checks, "engine"), level(checks, "answered")) == (0.0, 1.0)


def test_a_workbook_of_this_version_is_not_told_apart(path):
    """Nothing is said where all versions are one."""
    with opened(libreoffice("inside"), path) as document:
        assert "生成" not in document.typed("=FLOWSTATUS()")[0]
        assert level(document.table("flow_checks"), "answered") == 0.0
