"""Call FLOWINDEX, FLOWTABLE and FLOWZ through the real xlwings COM server and DLL under wine; compare with the core.

``python tests/wine/run.py FOLDER``, where FOLDER is what prepare.py made. Exits with 1 if anything differs.
"""

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

from cases import Case, as_rows, make_cases
from prepare import find_tool, wine_environment

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))
from support.vba_commands import our_command  # noqa: E402 - what lies one folder up

PLANTED = ("flowxl", "numpy", "pandas", "xlwings", "win32api", "pythoncom")
FUNCTIONS = "flowxl.udf.excel"
"""The module that the VBA wrappers name."""
BOOK = min((ROOT / "workbook").glob("FlowIndex.xlsm"))
"""The shipped workbook, with macros where there are two."""
ROUTES = {"server": "xlwings.serve() found by class id", "dll": "XLPyDLLActivateAuto of the DLL, cold start"}
TOLERANCE = 1e-12
SECONDS = 600


def windows(path: Path) -> str:
    """Return a path as programs under wine see it."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def ask(folder: Path, route: str, request: dict[str, Any]) -> dict[str, Any]:
    """Run the client under wine on one route and return its answer.

    Raises
    ------
    SystemExit
        If the client fails; with what it said.
    """
    exchange = folder / "exchange"
    exchange.mkdir(exist_ok=True)
    source, target = exchange / f"{route}-request.json", exchange / f"{route}-answer.json"
    source.write_text(json.dumps(request, allow_nan=False), "utf-8")
    target.unlink(missing_ok=True)
    arguments = [windows(HERE / "client.py"), route, windows(source), windows(target)]
    said = run_client(folder, arguments)
    if not target.exists():
        sys.exit(f"Route {route}: no answer. The client said:\n{said}")
    answer: dict[str, Any] = json.loads(target.read_text("utf-8"))
    return answer


def run_client(folder: Path, arguments: list[str]) -> str:
    """Run client.py with its output in a pipe, then end what is left in the folder's own prefix."""
    environment = wine_environment(folder)
    command = [find_tool("wine"), str(folder / "python" / "python.exe"), *arguments]
    client = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    late = ""
    try:
        client.wait(SECONDS)
    except subprocess.TimeoutExpired:
        late = f"(not finished after {SECONDS} s)\n"
        client.kill()
    subprocess.run([find_tool("wineserver"), "--kill"], env=environment, check=False)
    return late + client.communicate()[0].decode(errors="replace")


def plant(folder: Path) -> tuple[Path, Path]:
    """Put modules into a folder that leave a trace when they are run; return the folder and the trace."""
    current, trace = folder / "exchange" / "current", folder / "exchange" / "ran.txt"
    current.mkdir(parents=True, exist_ok=True)
    trace.unlink(missing_ok=True)
    for name in PLANTED:
        (current / f"{name}.py").write_text(f"open({windows(trace)!r}, 'a').write({name!r})\n", "utf-8")
    return current, trace


def report(route: str, cases: list[Case], answer: dict[str, Any]) -> bool:
    """Print a route's table and return whether all agrees."""
    head = f"xlwings {answer['xlwings']}, numpy {answer['numpy']}, Python {answer['python'].split()[0]} under wine"
    lines = [f"Route {route}: {ROUTES[route]}", f"  {head}; ready after {answer['started']:.2f} s"]
    lines.append(f"  client in process {answer['client']}, server in process {answer['server']}")
    lines.append(f"  {'':4} {'largest difference':>18} {'first ms':>9} {'repeat ms':>9}  call -> value")
    agree = True
    for case, got in zip(cases, answer["calls"], strict=True):
        error = got.get("error")
        apart = case.judge(error) if error else case.judge(got["value"])
        agree = agree and apart <= TOLERANCE
        times = [f"{got[key] * 1000:.2f}" if key in got else "" for key in ("first", "repeat")]
        mark = "ok" if apart <= TOLERANCE else "FAIL"
        apart_shown = "none" if math.isinf(apart) else f"{apart:.1e}"
        lines.append(f"  {mark:4} {apart_shown:>18} {times[0]:>9} {times[1]:>9}  {case.shown} -> {brief(got)}")
    sys.stdout.write("\n".join(lines) + "\n\n")
    return agree


def brief(got: dict[str, Any]) -> str:
    """Return a value, the size of a table with two of its cells, or an error's first line: the exception."""
    if "error" in got:
        return f"error: {got['error'].splitlines()[0]}"
    value = got["value"]
    if not isinstance(value, list):
        return repr(value)
    rows = as_rows(value)
    return f"{len(rows)}x{len(rows[0])} cells, first {rows[0][0]!r}, last {rows[-1][-1]!r}"


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="what prepare.py made")
    parser.add_argument("--book", type=Path, default=BOOK, help="workbook with the figures")
    parser.add_argument("--module", default=FUNCTIONS, help=f"module of the functions ({FUNCTIONS})")
    parser.add_argument(
        "--path", type=Path, action="append", default=[], help="further folder for the server's imports"
    )
    parser.add_argument("--route", choices=ROUTES, action="append", help="only this route")
    options = parser.parse_args()
    cases = make_cases(options.book)
    folder = options.folder.resolve()
    folders = [windows(path) for path in (ROOT, *options.path)]
    current, trace = plant(folder)
    settings = {"INTERPRETER_WIN": windows(folder / "python" / "python.exe"), "PYTHONPATH": ";".join(folders)}
    request = {
        "command": our_command(settings),
        "current": windows(current),
        "module": options.module,
        "book": windows(options.book),
        "folders": folders,
        "calls": [{"function": case.function, "arguments": case.arguments} for case in cases],
    }
    agree = [report(r, cases, ask(folder, r, request)) for r in options.route or ROUTES]
    calls = len(cases) * len(agree)
    sys.stdout.write(f"{calls} calls: {'all agree' if all(agree) else 'NOT all agree'} within {TOLERANCE:g}.\n")
    if trace.exists():
        sys.stdout.write(f"Run from the current folder: {trace.read_text('utf-8')}\n")
    return 0 if all(agree) and not trace.exists() else 1


if __name__ == "__main__":
    sys.exit(main())
