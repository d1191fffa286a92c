"""Judging a desktop: one function for each link of the chain from Excel to Python."""

from collections.abc import Callable, Iterator
from pathlib import PureWindowsPath

from flowxl.desktop import texts
from flowxl.desktop.doctor_config import config, interpreter, override, starts
from flowxl.desktop.doctor_path import path
from flowxl.desktop.environment import Environment
from flowxl.desktop.findings import Finding, finding
from flowxl.desktop.versions import OLDEST_PYTHON, XLWINGS, dll_name

ALL_RUN, ASK, SIGNED_ONLY = 1, 2, 3
FROM_INTERNET = 3
Link = Callable[[Environment], Iterator[Finding]]


def diagnose(environment: Environment) -> list[Finding]:
    """Judge every link that matters on this desktop, in the order of the chain.

    Parameters
    ----------
    environment
        The desktop, and perhaps a workbook on it.

    Returns
    -------
    list of Finding
        Without Excel for Windows nothing beyond that is judged: there the workbook's own formulas do the work.
    """
    links = CHAIN if environment.platform == "win32" and environment.excel else CHAIN[:2]
    return [found for link in links for found in link(environment)]


def system(environment: Environment) -> Iterator[Finding]:
    """Check the system: functions in Python exist in Excel for Windows only."""
    if environment.platform == "win32":
        yield finding("system", "windows", "ok")
    elif environment.platform == "darwin":
        yield finding("system", "mac", "attention")
    else:
        yield finding("system", "other_system", "attention", platform=environment.platform)


def excel(environment: Environment) -> Iterator[Finding]:
    """Check that Excel is there, and not the sandboxed one (xlwings #1166)."""
    found, others = environment.excel, environment.others
    if environment.platform != "win32":
        return
    if found is None:
        case = "excel_other" if others else "excel_none"
        yield finding("excel", case, "attention", programs=", ".join(others))
    elif found.edition == "store":
        yield finding("excel", "excel_store", "fault")
    else:
        bits = texts.BITS.get(found.bits, texts.BITS[None])
        yield finding("excel", "excel", "ok", version=found.version or "16.0", bits=bits)


def opens(environment: Environment) -> Iterator[Finding]:
    """Check that a double click on a workbook starts Excel, not the WPS that came with the computer."""
    program = environment.opens_xlsm
    if program is None:
        return  # Windows will ask
    if program.lower().startswith("excel."):
        yield finding("opens", "opens", "ok")
    else:
        yield finding("opens", "opens_other", "attention", program=program)


def python(environment: Environment) -> Iterator[Finding]:
    """Check that Python is new enough, and of 64 bits: for others xlwings has no DLL."""
    here = environment.python
    told = {"version": here.version, "path": here.path, "bits": here.bits}
    if _numbers(here.version) < OLDEST_PYTHON:
        yield finding("python", "python_old", "fault", oldest=".".join(map(str, OLDEST_PYTHON)), **told)
    elif here.bits != 64:
        yield finding("python", "python_narrow", "fault", **told)
    else:
        yield finding("python", "python", "ok", **told)
    if here.conda:
        yield finding("python", "conda", "attention", do=texts.OTHER_PYTHON)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split(".")[:2])


def store(environment: Environment) -> Iterator[Finding]:
    """Check that Python is not the one of the Microsoft Store, which Excel cannot start (xlwings #2371)."""
    if environment.python.store:
        yield finding("store", "store_python", "fault")
    else:
        yield finding("store", "store", "ok")


def libraries(environment: Environment) -> Iterator[Finding]:
    """Check that what FlowXL rests on can be imported."""
    broken = environment.python.broken
    if broken:
        names = " ".join(text.partition(":")[0] for text in broken)
        yield finding("libraries", "libraries_broken", "fault", broken="; ".join(broken), names=names)
    else:
        yield finding("libraries", "libraries", "ok")


def bits(environment: Environment) -> Iterator[Finding]:
    """Compare the bits of Excel and Python; any mixture works, says xlwings (#766), because they are two processes."""
    its, ours = environment.excel and environment.excel.bits, environment.python.bits
    if its is None:
        yield finding("bits", "bits_unknown", "ok")
    elif its == ours:
        yield finding("bits", "bits", "ok", bits=ours)
    else:
        yield finding("bits", "bits_differ", "attention", excel=its, python=ours)


def xlwings(environment: Environment) -> Iterator[Finding]:
    """Check that xlwings has the version that stands in the workbook's macros."""
    version = environment.xlwings
    if version is None:
        yield finding("xlwings", "xlwings_none", "fault", pinned=XLWINGS)
    elif version != XLWINGS:
        yield finding("xlwings", "xlwings_version", "fault", version=version, pinned=XLWINGS)
    else:
        yield finding("xlwings", "xlwings", "ok", version=version)


def dll(environment: Environment) -> Iterator[Finding]:
    """Check that the DLL which this Excel loads lies beside the interpreter that it starts, or one folder up."""
    if environment.python.store:
        return  # it could not be started anyway
    started = PureWindowsPath(starts(environment) or environment.python.path)
    folders = (started.parent, started.parent.parent)
    there = [one for one in map(PureWindowsPath, environment.dlls) if one.parent in folders]
    its = environment.excel and environment.excel.bits
    names = [dll_name(its)] if its else [dll_name(64), dll_name(32)]
    found = [one for one in there if one.name.lower() in names]
    if found:
        yield finding("dll", "dll", "ok", path=found[0])
        return
    others = ", ".join(one.name for one in there) or texts.NO_DLL
    told = {"name": names[0], "folder": started.parent, "pinned": XLWINGS}
    yield finding("dll", "dll_none", "fault", others=others, **told)


def addin(environment: Environment) -> Iterator[Finding]:
    """Check that the add-in is there, is ours, and may load."""
    installed, shipped, folder = environment.addin.installed, environment.addin.shipped, environment.addin.folder
    if installed is None:
        yield finding("addin", "addin_none", "attention", folder=folder or "XLSTART")
        return
    if shipped is None:
        yield finding("addin", "addin_unknown", "ok", size=installed.size)
    elif installed != shipped:
        yield finding("addin", "addin_stale", "fault", flowxl=environment.flowxl)
    else:
        yield finding("addin", "addin", "ok")
    if environment.macros.no_trusted_folders == 1:
        yield finding("addin", "addin_untrusted", "attention", folder=folder or "XLSTART")


def macros(environment: Environment) -> Iterator[Finding]:
    """Check that macros may run after a click; what the office decides comes before what the person chose."""
    policy, own = environment.macros.policy_warnings, environment.macros.warnings
    level = own if policy is None else policy
    if level is not None and level >= SIGNED_ONLY:
        yield finding("macros", "macros_off" if policy is None else "macros_policy", "fault")
    else:
        yield finding("macros", "macros_all" if level == ALL_RUN else "macros", "ok")


def mark(environment: Environment) -> Iterator[Finding]:
    """Check that the workbook has macros and does not bear the mark of the web."""
    book = environment.workbook
    if book is None:
        return
    if not book.path.lower().endswith(".xlsm"):
        yield finding("mark", "no_macros", "attention", path=book.path)
    elif book.zone is None or book.zone < FROM_INTERNET:
        yield finding("mark", "mark", "ok")
    elif book.trusted and environment.macros.no_trusted_folders != 1:
        yield finding("mark", "mark_trusted", "ok")
    else:
        yield finding("mark", "mark_web", "fault", path=book.path, zone=book.zone)


def antivirus(environment: Environment) -> Iterator[Finding]:
    """Say in any case what cannot be read: whether Defender's rules forbid Excel to start programs."""
    yield finding("antivirus", "antivirus", "ok", python=starts(environment) or environment.python.path)


CHAIN: tuple[Link, ...] = (
    system,
    excel,
    opens,
    python,
    store,
    libraries,
    bits,
    xlwings,
    config,
    interpreter,
    override,
    path,
    dll,
    addin,
    macros,
    mark,
    antivirus,
)
"""The links in the order in which a call passes them."""
