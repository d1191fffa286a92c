"""FlowXL: composite indices in the spreadsheet, with a Python core as the authority.

>>> import flowxl
>>> flowxl.load_framework().city_codes
('SH', 'HZ', 'BJ', 'SZ', 'GZ')
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowxl.api import BuildOptions, build
    from flowxl.core.index import compute
    from flowxl.core.settings import Settings
    from flowxl.frameworks.load import load_framework
    from flowxl.reading.read_book import read_book as read
    from flowxl.voice.faults import Fault, FlowXLError

__version__ = "0.2.0"

# Found when they are first asked for: numpy and pandas take half a second that `flowxl --help` need not wait for.
_HOMES = {
    "BuildOptions": ("flowxl.api", "BuildOptions"),
    "Fault": ("flowxl.voice.faults", "Fault"),
    "FlowXLError": ("flowxl.voice.faults", "FlowXLError"),
    "Settings": ("flowxl.core.settings", "Settings"),
    "build": ("flowxl.api", "build"),
    "compute": ("flowxl.core.index", "compute"),
    "load_framework": ("flowxl.frameworks.load", "load_framework"),
    "read": ("flowxl.reading.read_book", "read_book"),
}
__all__ = [
    "BuildOptions",
    "Fault",
    "FlowXLError",
    "Settings",
    "__version__",
    "build",
    "compute",
    "load_framework",
    "read",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
