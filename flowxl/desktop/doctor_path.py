"""Judging from which folders Excel's Python imports: not that of the workbook, and not the current one."""

from collections.abc import Iterator
from pathlib import PureWindowsPath

from flowxl.desktop import texts_settings as texts
from flowxl.desktop.configuration import BOOK_FOLDER, INTERPRETER
from flowxl.desktop.doctor_config import setting
from flowxl.desktop.environment import Environment
from flowxl.desktop.findings import Finding, finding


def path(environment: Environment) -> Iterator[Finding]:
    """Check that a file beside a workbook is not run when the workbook asks Python."""
    found = [
        *_folder_of_workbook(environment),
        *_current_folder(environment),
        *_macros(environment),
        *_variable(environment),
    ]
    yield from found or [finding("path", "path", "ok")]


def _folder_of_workbook(environment: Environment) -> Iterator[Finding]:
    value, where = setting(environment, BOOK_FOLDER) or ("", texts.NOWHERE)
    if value.strip().lower() in {"", "true"}:
        user = environment.config and where == environment.config.path
        do = texts.INSTALL if user or where is texts.NOWHERE else texts.DELETE_FOLDER
        yield finding("path", "path_book", "attention", where=where, do=do)


def _current_folder(environment: Environment) -> Iterator[Finding]:
    """Look for a bare Python, which imports from the current folder; other interpreters are told by their own link."""
    value = setting(environment, INTERPRETER)
    if value and PureWindowsPath(value[0]) == PureWindowsPath(environment.python.path):
        case = "path_current" if environment.python.program else "path_program"
        yield finding("path", case, "attention", path=value[0])


def _macros(environment: Environment) -> Iterator[Finding]:
    book = environment.workbook
    if book and book.own_start is False:
        yield finding("path", "path_macros", "attention", path=book.path)


def _variable(environment: Environment) -> Iterator[Finding]:
    if environment.python.loose:
        yield finding("path", "path_variable", "attention")
