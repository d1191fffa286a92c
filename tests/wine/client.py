"""Call worksheet functions as VBA does: through the real xlwings COM server, once without and once with its DLL.

Runs in the Windows Python under wine: ``python.exe client.py ROUTE REQUEST ANSWER``; run.py starts it. ``ROUTE`` is

server
    ``xlwings.serve()`` is started first and found by its class id, as with the setting ``Debug UDFs``;
dll
    ``XLPyDLLActivateAuto`` of the DLL starts the server with the command that our macros make, in a hostile folder.
"""

import contextlib
import ctypes
import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pythoncom
import pywintypes
import win32com.client
import win32com.client.dynamic
import xlwings

CLASS_ID = "{506e67c3-55b5-48c3-a035-eed5deea7d6d}"  # what `xlwings.serve()` and `Debug UDFs` use
DLL = f"xlwings64-{xlwings.__version__}.dll"
REPEATS = 20
VT_EMPTY, VT_BSTR, VT_DISPATCH = 0, 8, 9
LEFT_OUT = win32com.client.VARIANT(pythoncom.VT_ERROR, -2147352572)  # DISP_E_PARAMNOTFOUND: VBA's Missing

Activate = Callable[[], Any]


class Variant(ctypes.Structure):
    """A VARIANT of Windows, as far as it is needed here: its type, and a pointer."""

    _fields_ = (
        ("vt", ctypes.c_ushort),
        ("reserved", ctypes.c_ushort * 3),
        ("pointer", ctypes.c_void_p),
        ("second", ctypes.c_void_p),
    )


def python_path(book: str, folders: list[str]) -> str:
    """Return what xlwings calls PYTHONPATH: six settings, then the folders."""
    return ";".join(["true", book, book, "", "", "", *folders])


@contextlib.contextmanager
def server_route(request: dict[str, Any]) -> Iterator[Activate]:
    """Start the server in a process of its own, wait for its word, and find it by its class id."""
    path = python_path(request["book"], request["folders"])
    code = f"import xlwings.utils; xlwings.utils.prepare_sys_path({path!r}); import xlwings; xlwings.serve()"
    command = [sys.executable, "-B", "-u", "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            line = server.stdout.readline() if server.stdout else ""
            if "server running" not in line:
                raise RuntimeError(f"the server said {line!r}")
            held = _from_class_id()  # the server ends with its last reference, which the DLL keeps as well
            yield lambda: held
        finally:
            server.terminate()


def _from_class_id() -> Any:
    found = pythoncom.CoCreateInstance(
        pywintypes.IID(CLASS_ID), None, pythoncom.CLSCTX_LOCAL_SERVER, pythoncom.IID_IDispatch
    )
    return win32com.client.dynamic.Dispatch(found)


@contextlib.contextmanager
def dll_route(request: dict[str, Any]) -> Iterator[Activate]:
    """Load the DLL that lies beside python.exe and let it start the server, as FlowXLServer does."""
    library = ctypes.WinDLL(str(Path(sys.executable).with_name(DLL)))
    command = request["command"].encode("mbcs", "strict")
    os.chdir(request["current"])
    try:
        yield lambda: _from_dll(library, command)
    finally:
        _activate(library, command, -1)  # as FlowXLReconnect


def _from_dll(library: ctypes.WinDLL, command: bytes) -> Any:
    result = _activate(library, command, 1)
    if result.vt != VT_DISPATCH or not result.pointer:
        raise RuntimeError(f"XLPyDLLActivateAuto gave a VARIANT of type {result.vt}, expected {VT_DISPATCH}")
    found = pythoncom.ObjectFromAddress(result.pointer, pythoncom.IID_IDispatch)
    ctypes.oledll.oleaut32.VariantClear(ctypes.byref(result))
    return win32com.client.dynamic.Dispatch(found)


def _activate(library: ctypes.WinDLL, command: bytes, mode: int) -> Variant:
    result = Variant(vt=VT_EMPTY)
    if library.XLPyDLLActivateAuto(ctypes.byref(result), ctypes.c_char_p(command), ctypes.c_long(mode)):
        text = ctypes.wstring_at(result.pointer) if result.vt == VT_BSTR and result.pointer else "no words"
        raise RuntimeError(f"XLPyDLLActivateAuto: {text}")
    return result


def from_json(value: Any) -> Any:
    """Turn lists into tuples, which COM passes as arrays, and the mark of a left-out argument into VBA's."""
    if isinstance(value, list):
        return tuple(from_json(entry) for entry in value)
    return LEFT_OUT if value == {"missing": True} else value


def to_json(value: Any) -> Any:
    """Return something that JSON holds; what COM gave and JSON does not know is told by its type."""
    if isinstance(value, tuple | list):
        return [to_json(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": str(value)}
    if value is None or isinstance(value, str | int | float):
        return value
    return {type(value).__name__: str(value)}


def call(activate: Activate, module: str, name: str, arguments: tuple[Any, ...]) -> dict[str, Any]:
    """Call one function often; each time the server is asked for first, as VBA does. ThisWorkbook is Nothing here."""
    seconds = []
    for _ in range(REPEATS + 1):
        start = time.perf_counter()
        server = activate()
        try:
            value = server.CallUDF(module, name, arguments, None, None)
        except pythoncom.com_error as error:
            return {"error": error_text(error)}
        seconds.append(time.perf_counter() - start)
    return {"value": to_json(value), "first": seconds[0], "repeat": statistics.median(seconds[1:])}


def error_text(error: Any) -> str:
    """Return what an exception in the server says of itself, which VBA finds in ``Err.Description``."""
    described = error.excepinfo[2] if error.excepinfo else None
    return str(described or error)


def answer(request: dict[str, Any], route: str) -> dict[str, Any]:
    """Carry out every call of the request on one route."""
    open_route = {"server": server_route, "dll": dll_route}[route]
    begin = time.perf_counter()
    with open_route(request) as activate:
        activate()
        started = time.perf_counter() - begin
        calls = [
            call(activate, request["module"], entry["function"], from_json(entry["arguments"]))
            for entry in request["calls"]
        ]
        server = about(activate())
    about_client = {"python": sys.version, "xlwings": xlwings.__version__, "client": os.getpid()}
    return {"started": started, **about_client, **server, "calls": calls}


def about(server: Any) -> dict[str, str]:
    """Return the server's process and its release of numpy, asked for through COM as well."""
    numpy = server.GetAttr(server.Module("numpy"), "__version__")
    return {"server": server.Str(server.Call(server.Module("os"), "getpid")), "numpy": server.Str(numpy)}


def main() -> None:
    """Run from the command line."""
    route, source, target = sys.argv[1:]
    request = json.loads(Path(source).read_text("utf-8"))
    Path(target).write_text(json.dumps(answer(request, route), allow_nan=False), "utf-8")


if __name__ == "__main__":
    main()
