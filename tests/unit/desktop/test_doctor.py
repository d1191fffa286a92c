"""The doctor on described desktops: a healthy one, broken ones, and one change to the healthy one for each link."""

from dataclasses import replace
from string import Formatter

import pytest
from support.desktops import FOLDER, desktop

from flowxl.desktop import texts
from flowxl.desktop.configuration import ConfigFile, Entry
from flowxl.desktop.doctor import CHAIN, diagnose
from flowxl.desktop.environment import Environment, Macros, Workbook
from flowxl.desktop.findings import finding, worst
from flowxl.desktop.texts_settings import SHEET_NAME

HEALTHY = desktop("healthy")
HERE = HEALTHY.python.program
BARE = HEALTHY.python.path
BROKEN = {
    "xlwings_version": {"xlwings_version": "fault", "dll_none": "fault"},
    "store_python": {"store_python": "fault", "addin_none": "attention"},
    "mark_of_the_web": {"mark_web": "fault"},
    "addin_missing": {"addin_none": "attention"},
    "dll_missing": {"dll_none": "fault"},
    "excel_32": {"bits_differ": "attention", "dll_none": "fault"},
    "wps_only": {"excel_other": "attention"},
    "stale_config": {
        "config_slip": "fault",
        "config_twice": "fault",
        "config_unknown": "attention",
        "interpreter_gone": "fault",
    },
    "macros_policy": {"macros_policy": "fault"},
    "excel_store": {"excel_store": "fault"},
    "mac": {"mac": "attention"},
}


def amiss(environment: Environment) -> dict[str, str]:
    """Return the cases that are not ok, with their states."""
    return {one.case: one.state for one in diagnose(environment) if one.state != "ok"}


def user(*pairs: tuple[str, str], slips: tuple[str, ...] = ()) -> Environment:
    """Return the healthy desktop with another configuration, which keeps the folder of the workbook off the path."""
    entries = tuple(Entry(*pair) for pair in (*pairs, ("ADD_WORKBOOK_TO_PYTHONPATH", "False")))
    return replace(HEALTHY, config=ConfigFile("xlwings.conf", entries, slips))


def book(**values: object) -> Environment:
    """Return the healthy desktop with a workbook."""
    return replace(HEALTHY, workbook=Workbook("C:\\FlowIndex.xlsm", **values))


def test_every_link_of_a_healthy_desktop_is_named_and_good():
    """In the order of the chain, each once."""
    found = diagnose(HEALTHY)
    assert [one.code for one in found] == [link.__name__ for link in CHAIN if link.__name__ != "override"]
    assert worst(found) == "ok"


def test_every_described_desktop_is_tried():
    """A new file needs its line above."""
    assert {path.stem for path in FOLDER.glob("*.json")} == {"healthy", *BROKEN}
    assert all("Synthetic" in path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_desktop(name):
    """Exactly what is broken is told, with what to do."""
    assert amiss(desktop(name)) == BROKEN[name]
    assert all(one.remedy.zh and one.remedy.en for one in diagnose(desktop(name)) if one.state != "ok")


CHANGED = {
    "excel_none": replace(HEALTHY, excel=None),
    "opens_other": replace(HEALTHY, opens_xlsm="ET.Xlsm.6"),
    "python_old": replace(HEALTHY, python=replace(HEALTHY.python, version="3.9.13")),
    "python_narrow bits_differ": replace(HEALTHY, python=replace(HEALTHY.python, bits=32)),
    "conda": replace(HEALTHY, python=replace(HEALTHY.python, conda=True)),
    "libraries_broken": replace(HEALTHY, python=replace(HEALTHY.python, broken=("numpy: ImportError: DLL",))),
    "xlwings_none": replace(HEALTHY, xlwings=None),
    "config_none interpreter_none path_book": replace(HEALTHY, config=None),
    "interpreter_none": user(("INTERPRETER_WIN", "")),
    "interpreter_relative": user(("INTERPRETER_WIN", "pythonw")),
    "interpreter_other dll_none": replace(
        user(("INTERPRETER_WIN", "D:\\py\\python.exe")), present=("D:\\py\\python.exe",)
    ),
    "interpreter_gone": replace(HEALTHY, present=()),
    "debug": user(("INTERPRETER_WIN", HERE), ("debug udfs", "True")),
    "addin_stale": HEALTHY.with_shipped(b"another"),
    "addin_untrusted": replace(HEALTHY, macros=Macros(no_trusted_folders=1)),
    "macros_off": replace(HEALTHY, macros=Macros(warnings=4)),
    "no_macros": replace(HEALTHY, workbook=Workbook("C:\\FlowIndex.xlsx")),
    "override interpreter_gone": book(sheet=(Entry("INTERPRETER_WIN", "D:\\old\\python.exe"),)),
    "override interpreter_none": book(beside=ConfigFile("C:\\xlwings.conf", (Entry("INTERPRETER_WIN", ""),))),
    "unread": book(beside=ConfigFile("C:\\xlwings.conf", (Entry("INTERPRETER_WIN", "D:\\py.exe"),)), own_start=True),
    "path_book": replace(HEALTHY, config=ConfigFile("xlwings.conf", (Entry("INTERPRETER_WIN", HERE),))),
    "override path_book": book(beside=ConfigFile("C:\\xlwings.conf", (Entry("add_workbook_to_pythonpath", "TRUE"),))),
    "path_current": replace(user(("INTERPRETER_WIN", BARE)), present=(BARE,)),
    "path_program": replace(
        user(("INTERPRETER_WIN", BARE)), present=(BARE,), python=replace(HEALTHY.python, program=None)
    ),
    "path_macros": book(own_start=False),
    "path_variable": replace(HEALTHY, python=replace(HEALTHY.python, loose=True)),
    "config_twice": book(sheet=(Entry("UDF MODULES", "a"), Entry("udf modules", "b"))),
    "mark_web": book(zone=4),
}


@pytest.mark.parametrize("cases", CHANGED)
def test_one_change_to_a_healthy_desktop(cases):
    """Only what depends on it is amiss."""
    assert set(amiss(CHANGED[cases])) == set(cases.split())


FINE = {
    "case of a path": user(("Interpreter_Win", HERE.upper())),
    "other keys of xlwings": user(("INTERPRETER_WIN", HERE), ("LICENSE_KEY", "***"), ("RELEASE_EMBED_CODE", "x")),
    "32 bits on both sides of the DLL": replace(HEALTHY, excel=replace(HEALTHY.excel, bits=None)),
    "a policy that asks, whatever the person chose": replace(HEALTHY, macros=Macros(warnings=4, policy_warnings=2)),
    "all macros run": replace(HEALTHY, macros=Macros(warnings=1)),
    "intranet": book(zone=1),
    "internet, in a trusted location": book(zone=3, trusted=True),
    "a sheet that redirects nothing": book(sheet=(Entry("UDF MODULES", "flowxl"),)),
    "a workbook that starts Python in our own way": book(own_start=True),
    "no add-in to compare with": replace(HEALTHY, addin=replace(HEALTHY.addin, shipped=None)),
}


@pytest.mark.parametrize("name", FINE)
def test_what_is_no_fault(name):
    """Nothing is amiss that Excel does not mind."""
    assert amiss(FINE[name]) == {}


def test_what_0_1_0_left_behind_asks_for_another_installation():
    """It named a bare Python, and said nothing about the folder of the workbook."""
    old = replace(HEALTHY, config=ConfigFile("xlwings.conf", (Entry("INTERPRETER_WIN", BARE),)), present=(BARE,))
    found = {one.case: one for one in diagnose(old) if one.state != "ok"}
    assert list(found) == ["path_book", "path_current"]
    assert all("flowxl install" in one.remedy.of(language) for one in found.values() for language in ("zh", "en"))


def test_nothing_is_said_about_what_is_not_known():
    """Windows has not been told what opens a workbook."""
    assert "opens" not in {one.code for one in diagnose(replace(HEALTHY, opens_xlsm=None))}


def test_a_trusted_location_does_not_help_where_a_policy_has_switched_them_off():
    """Then the mark counts again."""
    trusted = replace(book(zone=3, trusted=True), macros=Macros(no_trusted_folders=1))
    assert "mark_web" in amiss(trusted)


def test_a_path_outside_the_code_page():
    """Excel's side reads the configuration in the code page of the machine."""
    path = "C:\\张三\\Scripts\\python.exe"
    desk = replace(user(("INTERPRETER_WIN", path)), present=(path,), dlls=("C:\\张三\\xlwings64-0.37.8.dll",))
    desk = replace(desk, python=replace(desk.python, program=path))
    assert amiss(desk) == {}
    assert list(amiss(replace(desk, code_page="cp1252"))) == ["interpreter_letters"]


def test_the_interpreter_of_the_workbook_comes_before_that_of_the_user():
    """And the DLL is looked for beside it."""
    other = "D:\\py\\Scripts\\python.exe"
    desk = replace(
        book(sheet=(Entry("INTERPRETER_WIN", other),)), present=(HERE, other), dlls=("D:\\py\\xlwings64-0.37.8.dll",)
    )
    assert amiss(desk) == {"override": "attention", "interpreter_other": "attention"}


def test_every_case_is_written_in_both_languages():
    """Same placeholders in both; every case can be told."""
    for case, parts in texts.CASES.items():
        for text in parts:
            assert bool(text.zh) == bool(text.en), case
            assert sorted(part[1] for part in _fields(text.zh)) == sorted(part[1] for part in _fields(text.en)), case
    used = {one.case for name in ("healthy", *BROKEN) for one in diagnose(desktop(name))}
    used |= {one.case for desk in (*CHANGED.values(), *FINE.values()) for one in diagnose(desk)}
    assert set(texts.CASES) - used <= {"other_system", "interpreter_letters"}


def _fields(template: str) -> list[tuple[str, str]]:
    return [(text, name) for text, name, _, _ in Formatter().parse(template) if name]


def test_a_value_may_differ_between_the_languages():
    """One that has words of its own is said in each."""
    one = finding("override", "debug", "attention", where=SHEET_NAME)
    assert "工作表 xlwings.conf" in one.found.zh
    assert "the sheet xlwings.conf" in one.found.en
