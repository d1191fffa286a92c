"""Judging the configuration: which interpreter does Excel start, and who says so."""

from collections.abc import Iterator
from pathlib import PureWindowsPath

from flowxl.desktop import texts_settings as texts
from flowxl.desktop.configuration import BOOK_FOLDER, INTERPRETER, ConfigFile, Entry, fits, twice, unknown
from flowxl.desktop.environment import Environment
from flowxl.desktop.findings import Finding, finding
from flowxl.voice.text import Text

REDIRECT = (INTERPRETER, "INTERPRETER", "CONDA PATH", "CONDA ENV", "PYTHONPATH", BOOK_FOLDER, "DEBUG UDFS")
"""Keys by which a workbook or a folder sends Excel elsewhere than the user's configuration."""
Where = str | Text
Source = tuple[Where, tuple[Entry, ...]]


def sources(environment: Environment) -> list[Source]:
    """Return who is asked for a setting, and in which order: the workbook's sheet, its folder, the user.

    The folder is asked by macros that start Python as xlwings does, and not by our own.
    """
    book = environment.workbook
    found: list[Source] = []
    if book and book.sheet is not None:
        found.append((texts.SHEET_NAME, book.sheet))
    return [*found, *((file.path, file.entries) for file in _files(environment))]


def setting(environment: Environment, key: str) -> tuple[str, Where] | None:
    """Return the value that Excel's side takes for a key, and where it stands."""
    for where, entries in sources(environment):
        value = ConfigFile("", entries).get(key)
        if value is not None:
            return value, where
    return None


def starts(environment: Environment) -> str | None:
    """Return the interpreter that Excel starts; None if that is not one certain existing file."""
    found = setting(environment, INTERPRETER)
    path = found and PureWindowsPath(found[0])
    return str(path) if path and path in map(PureWindowsPath, environment.present) else None


def config(environment: Environment) -> Iterator[Finding]:
    """Check that the user's configuration is there and is read as it was meant."""
    good = environment.config is not None
    if not good:
        yield finding("config", "config_none", "attention" if setting(environment, INTERPRETER) else "fault")
    for file in _files(environment):
        for slip in file.slips:
            kind, _, line = slip.partition(":")
            good = False
            yield finding("config", "config_slip", "fault", path=file.path, line=line, slip=_slip(kind))
    for where, entries in sources(environment):
        if keys := twice(entries):
            good = False
            yield finding("config", "config_twice", "fault", where=where, keys=", ".join(keys))
        if keys := unknown(entries):
            good = False
            yield finding("config", "config_unknown", "attention", path=where, keys=", ".join(keys))
    if good and environment.config:
        yield finding("config", "config", "ok", path=environment.config.path)


def _files(environment: Environment) -> list[ConfigFile]:
    book = environment.workbook
    beside = book.beside if book and not book.own_start else None
    return [file for file in (beside, environment.config) if file]


def _slip(kind: str) -> Where:
    return texts.SLIPS.get(kind, kind)


def interpreter(environment: Environment) -> Iterator[Finding]:
    """Check that Excel starts this Python: a full path, of a file that is there."""
    here = environment.python.program or environment.python.path
    found = setting(environment, INTERPRETER)
    if found is None or not found[0]:
        yield finding("interpreter", "interpreter_none", "fault", here=here)
        return
    value, where = found
    path = PureWindowsPath(value)
    user = environment.config and where == environment.config.path
    told = {"path": value, "where": where, "here": here, "do": texts.INSTALL if user else texts.DELETE_KEY}
    if not path.is_absolute():
        yield finding("interpreter", "interpreter_relative", "fault", **told)
    elif starts(environment) is None:
        yield finding("interpreter", "interpreter_gone", "fault", **told)
    elif not fits(value, environment.code_page):
        yield finding("interpreter", "interpreter_letters", "fault", path=value, page=environment.code_page)
    elif path not in (PureWindowsPath(here), PureWindowsPath(environment.python.path)):
        yield finding("interpreter", "interpreter_other", "attention", **told)
    else:
        yield finding("interpreter", "interpreter", "ok", path=value)


def override(environment: Environment) -> Iterator[Finding]:
    """Check that nothing comes before the user's configuration, and no server has to be started by hand."""
    book = environment.workbook
    if book and book.beside and book.own_start:
        yield finding("override", "unread", "attention", path=book.beside.path)
    for where, entries in sources(environment):
        user = environment.config and where == environment.config.path
        keys = [key for key in REDIRECT if any(entry.name == key for entry in entries)]
        if keys and not user:
            yield finding("override", "override", "attention", where=where, keys=", ".join(keys))
    debug = setting(environment, "DEBUG UDFS")
    if debug and debug[0].strip().lower() in {"true", "1"}:
        yield finding("override", "debug", "attention", where=debug[1])
