"""``flowxl doctor``, ``install`` and ``addin``: what they print, and their exit codes."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from support.command import python
from support.desktops import FOLDER, desktop

from flowxl.cli import desktop as shared
from flowxl.cli import doctor
from flowxl.cli.exits import ATTENTION, OK, REFUSED, USAGE
from flowxl.desktop.folders import Folders
from flowxl.udf import addin

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="there it works")
EXITS = {"healthy": OK, "addin_missing": ATTENTION, "wps_only": ATTENTION, "mac": ATTENTION, "dll_missing": REFUSED}


@pytest.fixture(autouse=True)
def chinese_system(flowxl, monkeypatch) -> None:  # noqa: ARG001 - that one makes it English
    """Make the system speak Chinese: these commands know no book whose language would count."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


@pytest.fixture
def folders(tmp_path, monkeypatch) -> Folders:
    """Make this a Windows computer with an empty home, and an add-in that is quick to build."""
    found = Folders.under(tmp_path / "home", "utf-8")
    monkeypatch.setattr(shared.Folders, "of_user", classmethod(lambda _: found))
    monkeypatch.setattr(addin, "addin", lambda: b"the add-in")
    monkeypatch.setattr(shared, "program", lambda: Path("/python/flowxl-python"))
    return found


# --- doctor ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXITS)
def test_doctor_has_an_exit_code_for_each_state(name, flowxl):
    """Good, attention, fault; in Chinese unless asked otherwise."""
    ran = flowxl("doctor", "--environment", FOLDER / f"{name}.json")
    assert (ran.code, ran.err) == (EXITS[name], "")
    assert "结论" in ran.out


def test_doctor_tells_what_to_do(flowxl):
    """For each fault: found, expected, remedy; in both languages."""
    ran = flowxl("doctor", "--environment", FOLDER / "xlwings_version.json", "--lang", "en")
    assert ran.code == REFUSED
    assert 'pip install "xlwings==0.37.8"' in ran.out
    assert "2 fault(s)" in ran.out
    chinese = flowxl("doctor", "--environment", FOLDER / "xlwings_version.json").out
    assert '在这个 Python 中运行 pip install "xlwings==0.37.8"' in chinese
    assert "有 2 项错误" in chinese


def test_what_nobody_looked_at_is_not_called_good(flowxl):
    """Antivirus rules cannot be read."""
    lines = flowxl("doctor", "--environment", FOLDER / "healthy.json").out.splitlines()
    assert next(line for line in lines if "杀毒软件" in line).split()[0] == "不明"


def test_what_doctor_writes_as_json_can_be_judged_elsewhere(tmp_path, flowxl):
    """The file that somebody sends: findings, and the description behind them."""
    path = tmp_path / "sent.json"
    first = flowxl("doctor", "--environment", FOLDER / "stale_config.json", "--json", path)
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["state"] == "fault"
    assert {"code", "case", "state", "link", "found", "expected", "remedy"} == set(document["findings"][0])
    again = flowxl("doctor", "--environment", path)
    assert (again.code, again.out) == (first.code, first.out)
    printed = flowxl("doctor", "--environment", path, "--json")
    assert json.loads(printed.out) == document


@posix_only
def test_doctor_on_this_machine(flowxl):
    """There is no Excel here: the formulas do the work."""
    ran = flowxl("doctor", "--lang", "en")
    assert ran.code == ATTENTION
    assert "Nothing: the formulas of the workbook give the right numbers." in ran.out


def test_doctor_refuses_what_it_cannot_read(tmp_path, flowxl):
    """A workbook that is none, a description that is none, both at once."""
    (tmp_path / "a.xlsm").write_text("no workbook")
    (tmp_path / "a.json").write_text("{}")
    assert flowxl("doctor", tmp_path / "a.xlsm").code == REFUSED
    assert flowxl("doctor", "--environment", tmp_path / "a.json").code == REFUSED
    assert flowxl("doctor", tmp_path / "a.xlsm", "--environment", tmp_path / "a.json").code == USAGE
    assert flowxl("doctor", tmp_path / "a.txt").code == USAGE


@pytest.mark.usefixtures("folders")
@pytest.mark.parametrize(("name", "case"), [("healthy", "addin_stale"), ("xlwings_version", "addin_unknown")])
def test_the_add_in_is_compared_with_what_this_flowxl_would_write(name, case, monkeypatch, flowxl):
    """It can be built with the right xlwings only."""
    found = desktop(name)
    found = replace(found, addin=replace(found.addin, shipped=None))
    monkeypatch.setattr(doctor, "look", lambda _: found)
    ran = json.loads(flowxl("doctor", "--json").out)
    assert [one["case"] for one in ran["findings"] if one["code"] == "addin"] == [case]


def test_doctor_runs_where_numpy_does_not():
    """Just then it is needed."""
    code = (
        "import sys\nsys.modules['numpy'] = None\nfrom flowxl.cli import main\n"
        f"described = main(['doctor', '--environment', {str(FOLDER / 'healthy.json')!r}])\n"
        "sys.exit(described or main(['doctor', '--json']) == 3)"
    )
    ran = python("-c", code)
    assert ran.returncode == OK, ran.stderr
    assert "numpy: ModuleNotFoundError" in ran.stdout


# --- install and addin ----------------------------------------------------------------------------------------------


@posix_only
@pytest.mark.parametrize(
    "command", [("install",), ("install", "--dry-run"), ("install", "--uninstall"), ("addin", "excel", "--install")]
)
def test_elsewhere_than_on_windows_nothing_is_installed(command, flowxl):
    """It is said in a sentence, in the language asked for."""
    ran = flowxl(*command)
    assert (ran.code, ran.out) == (REFUSED, "")
    assert "只能在 Windows 上运行" in ran.err
    assert "Windows only" in flowxl(*command, "--lang", "en").err
    assert "error" in json.loads(flowxl(*command, "--json").out)


def test_python_of_the_store_is_refused(folders, monkeypatch, flowxl):
    """What it writes, Excel would not see."""
    monkeypatch.setattr(shared, "from_store", lambda: True)
    ran = flowxl("install")
    assert ran.code == REFUSED
    assert "微软应用商店" in ran.err
    assert not folders.settings.exists()


def test_without_the_program_nothing_is_installed(folders, monkeypatch, flowxl):
    """A bare Python would import from the current folder."""
    monkeypatch.setattr(shared, "program", lambda: None)
    ran = flowxl("install")
    assert (ran.code, ran.out) == (REFUSED, "")
    assert "找不到 flowxl-python" in ran.err
    assert "flowxl-python is missing" in flowxl("install", "--lang", "en").err
    assert not folders.settings.exists()


def test_install_and_uninstall(folders, flowxl):
    """Shown first, then done, then done again, then undone."""
    shown = flowxl("install", "--dry-run")
    assert shown.code == OK
    assert shown.out.count("将新建") == 3
    assert not folders.settings.exists()
    done = flowxl("install")
    assert (done.code, done.out.count("已新建")) == (OK, 3)
    assert "/python/flowxl-python" in folders.config.read_text(encoding="utf-8")
    assert folders.addin.read_bytes() == b"the add-in"
    again = json.loads(flowxl("install", "--json").out)
    assert {change["action"] for change in again["changes"]} == {"keep"}
    assert flowxl("install", "--uninstall", "--dry-run").out.count("将删除") == 3
    assert flowxl("install", "--uninstall", "--lang", "en").out.count("deleted") == 3
    assert not folders.settings.exists()
    assert not folders.addin.exists()


def test_addin_install_uninstall_and_build(folders, tmp_path, flowxl):
    """Into Excel's folder, out of it, into a file that is never replaced by another."""
    assert flowxl("addin", "excel", "--install").code == OK
    assert folders.addin.read_bytes() == b"the add-in"
    assert not folders.config.exists()
    assert flowxl("addin", "excel", "--uninstall").code == OK
    assert not folders.addin.exists()
    path = tmp_path / "FlowXL.xlam"
    assert flowxl("addin", "excel", "--build", path).code == OK
    assert path.read_bytes() == b"the add-in"
    assert flowxl("addin", "excel", "--build", path).code == OK
    path.write_bytes(b"another")
    assert flowxl("addin", "excel", "--build", path).code == USAGE
    assert path.read_bytes() == b"another"


@pytest.mark.parametrize(
    "arguments",
    [("excel",), ("word", "--install"), ("excel", "--install", "--uninstall"), ("excel", "--output", "a.xlsx")],
)
def test_addin_wants_one_thing(arguments, flowxl):
    """One program, one action, a file that is an add-in."""
    assert flowxl("addin", *arguments).code == USAGE


def test_a_file_that_is_in_use_is_named(folders, flowxl):
    """Excel is open."""
    folders.addin.mkdir(parents=True)  # something that cannot be replaced by a file
    ran = flowxl("install")
    assert ran.code == USAGE
    assert str(folders.addin) in ran.err
    assert not folders.config.exists()
