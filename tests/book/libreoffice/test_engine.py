"""Who computes in LibreOffice: the core in process or the worker; what happens when the worker dies or hangs."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from support.command import ROOT
from support.ranges import DATA, INDEX, WEIGHTS, ranges_of

import flowxl
from flowxl.libreoffice import service
from flowxl.libreoffice.build import addin, this_interpreter
from flowxl.libreoffice.inside import engine as engines_of_addin
from flowxl.libreoffice.inside.contents import error_value, fingerprint
from flowxl.libreoffice.inside.engine import Engine
from flowxl.libreoffice.inside.setup import Interpreter, Setup
from flowxl.libreoffice.worker import Store

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals")
NORTH = ("FLOWINDEX", ("North", DATA, WEIGHTS, None))


def engine(outside=True, program=sys.executable, language="en", version=flowxl.__version__) -> Engine:
    """Return an engine as the add-in has it after installation with this Python."""
    noted = this_interpreter(outside=outside)
    interpreter = Interpreter(str(program), noted["tag"], tuple(noted["paths"]), noted["outside"])
    return Engine(Setup(version, {}, interpreter), language)


@pytest.fixture
def worker():
    """Give an engine that computes in a worker, and end that."""
    found = engine()
    yield found
    found.stop()


def pid(found: Engine) -> int:
    """Return the process of the worker."""
    return found._link.process.pid


def alive(process: int) -> bool:
    """Say whether a process is there and no zombie."""
    try:
        with open(f"/proc/{process}/stat") as stat:  # noqa: PTH123 - may be gone between two calls
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(process: int, seconds: float = 20) -> bool:
    """Wait for a process to end."""
    end = time.monotonic() + seconds
    while alive(process) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(process)


# --- the core's side ------------------------------------------------------------------------------------------------


def test_answers_are_texts_and_floats_alone():
    """LibreOffice would take a truth value for 0 and None for an error."""
    for call in (NORTH, ("FLOWINDEX", (None, DATA, WEIGHTS, None)), ("FLOWRANK", ("North", None, DATA, WEIGHTS, None))):
        value = service.serve(*call)["value"]
        cells = [cell for row in value for cell in row] if isinstance(value, list) else [value]
        assert {type(cell) for cell in cells} <= {str, float}
    assert service.serve(*NORTH) == {"value": INDEX["North"]}


def test_an_error_value_in_a_range_is_refused_and_a_blank_is_missing():
    """None inside a range is LibreOffice's word for an error cell; taken for a blank it would be a figure less."""
    assert service.serve("FLOWZ", (((1.0,), ("",), (3.0,)), None, None))["value"][1] == [""]
    refused = service.serve("FLOWZ", (((1.0,), (None,), (3.0,)), None, None))
    assert refused["error"] == "#VALUE!"
    assert "an error value" in refused["problem"]


def test_bad_input_has_its_error_value_and_reason():
    """Unknown names are #N/A, unusable ranges #VALUE!."""
    unknown = service.serve("FLOWINDEX", ("Nowhere", DATA, WEIGHTS, None))
    assert unknown["error"] == "#N/A"
    assert "'Nowhere'" in unknown["problem"]
    told = service.serve("FLOWINDEX", ("Nowhere", DATA, WEIGHTS, None), "zh")["problem"]
    assert told.startswith("FLOWINDEX：城市（city）：“Nowhere”；应为：")
    assert service.serve("FLOWINDEX", ("North", WEIGHTS, WEIGHTS, None))["error"] == "#VALUE!"


def test_error_values_are_numbers_of_libreoffice():
    """A quiet NaN with #N/A's and #VALUE!'s own numbers, 32767 and 519."""
    assert error_value("#N/A").hex() == error_value("#VALUE!").hex() == "nan"
    assert fingerprint(error_value("#N/A")) != fingerprint(error_value("#VALUE!"))


# --- in process -----------------------------------------------------------------------------------------------------


def test_the_same_kind_of_python_computes_in_process():
    """No process is started."""
    inside = engine(outside=False)
    assert inside.call(*NORTH) == (INDEX["North"], "", "")
    assert inside._link is None
    assert inside.status() == [
        f"Python core {flowxl.__version__} (in LibreOffice's own Python {'.'.join(map(str, sys.version_info[:3]))})"
    ]


def test_an_import_that_fails_leads_to_the_worker(monkeypatch):
    """Nothing of the attempt stays on the path."""
    monkeypatch.setattr(engines_of_addin, "SERVICE", "no_such_module")
    before = list(sys.path)
    found = engine(outside=False)
    try:
        assert found.call(*NORTH).value == INDEX["North"]
        assert found._link is not None
        assert sys.path == before
    finally:
        found.stop()


def test_another_kind_of_python_is_not_imported(monkeypatch):
    """Modules made for it could end LibreOffice."""
    monkeypatch.setattr(engines_of_addin, "tag", lambda: "win32-cpython-310-64")
    found = engine(outside=False)
    try:
        assert found.call(*NORTH).value == INDEX["North"]
        assert found._service is None
    finally:
        found.stop()


# --- the worker -----------------------------------------------------------------------------------------------------


def test_the_worker_answers_as_the_core_does(worker, shipped_book):
    """Every city of the shipped book, and a table; nothing is lost on the way through the pipe."""
    tables = [tuple(tuple("" if c is None else c for c in row) for row in table) for table in ranges_of(shipped_book)]
    calls = [("FLOWINDEX", (code, *tables)) for code in ("SH", "上海", "Beijing")]
    for call in [*calls, ("FLOWTABLE", (*tables, None, None))]:
        assert worker.call(*call) == (service.serve(*call)["value"], "", "")
    assert worker.status() == [f"Python core {flowxl.__version__} (in a process of its own: {sys.executable})"]


def test_a_range_is_sent_once(worker, monkeypatch):
    """66 formulas that read the same ranges send them once."""
    worker.call(*NORTH)
    sent = []
    ask = worker._link.ask
    monkeypatch.setattr(worker._link, "ask", lambda request, limit: (sent.append(request), ask(request, limit))[1])
    large = tuple((float(n), float(n)) for n in range(100))
    for _ in range(3):
        assert worker.call("FLOWZ", (large, None, None)).error == ""
    assert [sorted(request.get("tables", {})) for request in sent] == [[], [fingerprint(large)], [], []]


def test_the_worker_forgets_what_was_not_used_for_longest():
    """The store is bounded, but never lets go of what the running call needs."""
    store = Store(limit=8)
    first, second, third = (((n, n), (n, n)) for n in (1.0, 2.0, 3.0))
    named = [{"table": "1"}, {"table": "2"}]
    assert store.fill(named, {}) == ([], ["1", "2"])
    assert store.fill(named, {"1": first, "2": second}) == ([first, second], [])
    assert store.fill([{"table": "3"}], {"3": third}) == ([third], [])
    assert store.fill([{"table": "1"}], {}) == ([], ["1"])
    assert store.fill([{"table": "2"}, {"table": "3"}, "x"], {}) == ([second, third, "x"], [])
    everything = [{"table": key} for key in "123"]
    assert store.fill(everything, {"1": first}) == ([first, second, third], [])


@posix_only
def test_a_worker_that_was_killed_is_started_again(worker):
    """Between two calls, and in the middle of one."""
    worker.call(*NORTH)
    first = pid(worker)
    os.kill(first, signal.SIGKILL)
    assert worker.call(*NORTH).value == INDEX["North"]
    second = pid(worker)
    os.kill(second, signal.SIGSTOP)  # it cannot answer any more, so the call is under way when the kill comes
    with subprocess.Popen(["sh", "-c", f"sleep 0.3; kill -9 {second}"]):
        assert worker.call(*NORTH).value == INDEX["North"]
    assert len({first, second, pid(worker)}) == 3
    assert gone(first)
    assert gone(second)


@posix_only
def test_a_worker_that_always_dies_is_an_error_that_is_told(tmp_path):
    """Its last words are in the status; nothing is tried again for a while, then it is."""
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\necho 'no room left' >&2\nexit 7\n")
    script.chmod(0o755)
    found = engine(program=script)
    reply = found.call(*NORTH)
    assert reply[:2] == (None, "#N/A")
    assert "exit code 7: no room left" in reply.problem
    script.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    assert found.call(*NORTH) == reply
    found._resume = 0.0
    assert found.call(*NORTH).value == INDEX["North"]
    assert found.status()[0].startswith("Python core")
    found.stop()


@posix_only
def test_a_call_that_takes_too_long_is_given_up(worker, monkeypatch):
    """The worker is ended; LibreOffice does not wait again for every cell."""
    worker.call(*NORTH)
    monkeypatch.setattr(engines_of_addin, "LIMIT", 0.2)
    stopped = pid(worker)
    os.kill(stopped, signal.SIGSTOP)
    reply = worker.call(*NORTH)
    assert reply.error == "#N/A"
    assert "no answer within 0.2 seconds" in reply.problem
    assert gone(stopped)
    assert worker.call(*NORTH) == reply


def test_an_interpreter_that_is_gone_is_told_with_what_to_do(tmp_path):
    """In Chinese and English."""
    missing = tmp_path / "no" / "python"
    english, chinese = (engine(program=missing, language=language) for language in ("en", "zh"))
    assert english.call(*NORTH).error == "#N/A"
    assert english.status()[0].startswith(f"native formulas: {missing} cannot be started")
    assert "flowxl addin libreoffice --install" in english.status()[0]
    assert chinese.status()[0].startswith("原生公式")
    assert english.call(*NORTH, "zh").problem == chinese.call(*NORTH).problem  # a Chinese workbook in an English office


def test_an_add_in_of_another_version_is_told(worker):
    """It was installed by an older FlowXL than the one that answers."""
    old = engine(version="0.0.9")
    try:
        assert "the add-in is FlowXL 0.0.9" in old.status()[1]
        assert len(worker.status()) == 1
    finally:
        old.stop()


@posix_only
def test_no_worker_outlives_libreoffice(tmp_path):
    """However the process that started it ends: here it is killed without a chance to clean up."""
    (tmp_path / "x.oxt").write_bytes(addin(this_interpreter(outside=True)))
    code = textwrap.dedent("""
        import os, signal, sys
        sys.path[:0] = sys.argv[1:]
        import test_engine as here
        found = here.engine()
        found.call(*here.NORTH)
        print(here.pid(found), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(ROOT / "tests")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert ran.returncode == -signal.SIGKILL
    assert gone(int(ran.stdout))


def test_foreign_variables_do_not_reach_the_worker(worker, monkeypatch):
    """LibreOffice's own Python home would keep another Python from starting."""
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    assert worker.call(*NORTH).value == INDEX["North"]
