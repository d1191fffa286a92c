"""xlwings' Windows side on any system: pywin32 is a stand-in, what generates and calls wrappers is the real thing."""

import importlib
import io
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import xlwings
from xlwings.main import Engine

MISSING = -2147352572
"""What pywin32 makes of an argument that is left out."""


ENGINE = types.SimpleNamespace(name="excel", type="desktop", prepare_xl_data_element=lambda value, _: value)


class StandIn:
    """A range as xlwings' wrapper of a COM object gives it: values, and the way up to the program."""

    max_cells_per_read = None
    pid = 1

    def __init__(self, values: Any) -> None:
        self.values = values
        self.engine = ENGINE
        self.app = self.book = self.sheet = self

    @property
    def raw_value(self) -> Any:
        """What ``Range.Value`` gives: rows of cells, or the one cell."""
        return self.values

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return (len(self.values), len(self.values[0])) if isinstance(self.values, tuple) else (1, 1)


def _module(name: str, **contents: Any) -> types.ModuleType:
    module = types.ModuleType(name)
    vars(module).update(contents)
    return module


@contextmanager
def windows() -> Iterator[types.ModuleType]:
    """Give ``xlwings.udfs`` with a stand-in for pywin32."""
    ours = _module(
        "xlwings._xlwindows",
        Range=lambda xl: xl,
        is_range_instance=lambda value: isinstance(value, StandIn),
        BOOK_CALLER=None,
    )
    com = types.SimpleNamespace(CoInitialize=lambda: None)
    stubs = {
        "pythoncom": _module("pythoncom", **vars(com)),
        "pywintypes": _module("pywintypes", com_error=RuntimeError),
        "win32com": _module("win32com"),
        "win32com.client": _module("win32com.client", Dispatch=lambda value: value),
        "xlwings._xlwindows": ours,
        "xlwings.com_server": _module("xlwings.com_server", loop=None),
    }
    kept = {name: sys.modules.get(name) for name in (*stubs, "xlwings.udfs")}
    sys.modules.update(stubs)
    xlwings._xlwindows = ours
    xlwings.engines.add(Engine(impl=ENGINE))
    try:
        yield importlib.import_module("xlwings.udfs")
    finally:
        del xlwings._xlwindows
        del xlwings.engines.engines[-1], xlwings.engines.engines_by_name["excel"]
        for name, module in kept.items():
            sys.modules.pop(name, None)
            if module is not None:
                sys.modules[name] = module


def generated(udfs: types.ModuleType, module: types.ModuleType, book: str = "Book.xlsm") -> str:
    """Return the wrappers that xlwings itself writes for the functions of a module."""
    text = io.StringIO()
    udfs.generate_vba_wrapper("module", module, text, types.SimpleNamespace(Name=book))
    return text.getvalue()


__all__ = ["MISSING", "StandIn", "generated", "windows"]
