"""One LibreOffice with the add-in, timed through UNO; started by ``bench_libreoffice.py`` with a Python that has UNO.

The job comes as JSON on the command line, the seconds go out as JSON. LibreOffice, its worker and this driver are one
process group; when standard input ends, because the benchmark ended in whatever way, the group ends.
"""

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

LIMIT = 120.0
"""Seconds that LibreOffice may take to start, and the short form to follow a change."""
AS_ANYBODY = ("unshare", "-U", "--map-user=1000", "--map-group=1000")
"""unopkg refuses root."""
TABLES = "flow_data;flow_weights;flow_settings"
BLOCKS = {"结果": "D6:H20", "二级得分": "G6:K16,D20:H23", "三级得分": "F6:J132"}


def end_with_input() -> None:
    """End the group when nobody waits for it any more."""
    sys.stdin.read()
    os.killpg(0, signal.SIGKILL)


def hidden() -> Any:
    """Return the property of a document without a window."""
    result = PropertyValue()
    result.Name, result.Value = "Hidden", True
    return result


def start(job: dict[str, Any]) -> Any:
    """Install the add-in into a fresh profile, start LibreOffice, return its desktop."""
    profile = f"-env:UserInstallation={Path(job['folder'], 'profile').as_uri()}"
    unopkg = Path(job["soffice"]).with_name("unopkg")
    install = [unopkg, "add", "-f", profile, job["addin"]]
    subprocess.run([*AS_ANYBODY, *install] if os.geteuid() == 0 else install, check=True, stdout=subprocess.DEVNULL)
    pipe = f"flowxl-bench-{os.getpid()}"
    options = ["--headless", "--norestore", "--nologo", profile, f"--accept=pipe,name={pipe};urp;"]
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    process, end = None, time.monotonic() + LIMIT
    # its output goes nowhere: with our pipe in its hands, the benchmark would not see that this driver has ended
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp"}
    while time.monotonic() < end:
        if process is None or process.poll() is not None:  # a fresh profile makes it end at once
            process = subprocess.Popen([job["soffice"], *options], env=environment, **silent)
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.05)
        else:
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
    raise TimeoutError("LibreOffice does not answer")


class Bench:
    """The workbook with a sheet for formulas of our own."""

    def __init__(self, desktop: Any, job: dict[str, Any]) -> None:
        self.desktop, self.job = desktop, job
        self.first = self.time_first()
        self.doc = desktop.loadComponentFromURL(Path(job["book"]).as_uri(), "_blank", 0, (hidden(),))
        for sheet in self.doc.Sheets:
            sheet.unprotect("")
        self.doc.Sheets.insertNewByName("bench", self.doc.Sheets.Count)
        self.sheet = self.doc.Sheets.getByName("bench")
        weights = self.doc.NamedRanges.getByName("flow_weights").getReferredCells()
        titles, place = list(weights.getDataArray()[0]), weights.RangeAddress
        column = place.StartColumn + titles.index(job["weight"])
        self.weight = self.doc.Sheets.getByIndex(place.Sheet).getCellByPosition(column, place.StartRow + 2)

    def seconds(self, work: Callable[[], None]) -> float:
        """Return the shortest time of a few runs."""
        times = []
        for _ in range(self.job["repeats"]):
            begin = time.perf_counter()
            work()
            times.append(time.perf_counter() - begin)
        return min(times)

    def after_change(self, *cells: Any, index: bool = True) -> float:
        """Change a weight, read cells: Calc computes what is read and what that needs, and nothing else.

        So the time is that of the cells that are asked for, with one new computation by the core. Where the cells show
        an index, it must be another one each time.
        """
        seen = []

        def work() -> None:
            self.weight.setValue(self.weight.Value + 0.001)
            seen.append([one.getDataArray() for one in cells])

        seconds = self.seconds(work)
        if index and any(new == old for new, old in itertools.pairwise(seen)):
            raise ValueError("the cells do not follow a change")
        return seconds

    def time_first(self) -> float:
        """Time the first formula of all, in an empty document: opening the workbook calls the functions already."""
        doc = self.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (hidden(),))
        cell = doc.Sheets.getByIndex(0).getCellRangeByName("A1")
        begin = time.perf_counter()
        cell.setFormula("=FLOWZ({1;2;3})")
        value = cell.Value
        seconds = time.perf_counter() - begin
        cell.setFormula("=FLOWSTATUS()")  # it names the program of a worker
        if value != -1 or (self.job["program"] in cell.String) != self.job["outside"]:
            raise ValueError(f"the first formula gives {value}: {cell.String}")
        doc.close(True)
        return seconds

    def workbook(self) -> float:
        """Time the workbook's own cells."""
        areas = [self.doc.Sheets.getByName(n).getCellRangeByName(a) for n, t in BLOCKS.items() for a in t.split(",")]
        if not all("FLOW" in area.getArrayFormula() for area in areas):
            raise ValueError("the workbook's functions are not where they are looked for")
        return self.after_change(*areas)

    def column(self, formula: str) -> Any:
        """Fill column B with a formula, with the cities beside it; return its cells."""
        count, cities = self.job["count"], self.job["cities"]
        self.sheet.clearContents(1023)
        names = tuple((cities[n % len(cities)],) for n in range(count))
        self.sheet.getCellRangeByName(f"A1:A{count}").setDataArray(names)
        cells = self.sheet.getCellRangeByName(f"B1:B{count}")
        cells.setFormulaArray(tuple((formula.format(n + 1),) for n in range(count)))
        if not all(isinstance(value, float) for (value,) in cells.getDataArray()):
            raise ValueError(f"{formula} gives {cells.getDataArray()[0]}")
        return cells

    def long_form(self) -> float:
        """Time single cells that name the tables."""
        return self.after_change(self.column(f"=FLOWINDEX(A{{}};{TABLES})"))

    def short_form(self) -> float:
        """Time single cells that do not: the add-in computes them anew when Calc is idle, so wait for the last one."""
        cells = self.column("=FLOWINDEX(A{})")

        def work() -> None:
            before, end = cells.getDataArray(), time.monotonic() + LIMIT
            self.weight.setValue(self.weight.Value + 0.001)
            while any(new == old for new, old in zip(cells.getDataArray(), before, strict=True)):
                if time.monotonic() > end:
                    raise TimeoutError("the short form does not follow a change")
                time.sleep(0.001)

        return self.seconds(work)

    def array(self) -> float:
        """Time one call that gives the scores of all indicators in all cities."""
        codes, cities = self.job["indicators"], self.job["cities"]
        self.sheet.clearContents(1023)
        self.sheet.getCellRangeByPosition(1, 0, len(cities), 0).setDataArray((tuple(cities),))
        self.sheet.getCellRangeByPosition(0, 1, 0, len(codes)).setDataArray(tuple((code,) for code in codes))
        cells = self.sheet.getCellRangeByPosition(1, 1, len(cities), len(codes))
        last = cells.AbsoluteName.split("$")[-2]
        cells.setArrayFormula(f"=FLOWSCORE($B$1:${last}$1;$A$2:$A${len(codes) + 1};{TABLES})")
        if not any(isinstance(value, float) for row in cells.getDataArray() for value in row):
            raise ValueError(f"the array call gives {cells.getDataArray()[0]}")
        return self.after_change(cells, index=False)

    def native(self) -> float:
        """Time as many SUMPRODUCT formulas over a range as large as the years of flow_data, after a change in it."""
        doc = self.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (hidden(),))
        sheet, (rows, columns), count = doc.Sheets.getByIndex(0), self.job["size"], self.job["count"]
        figures = sheet.getCellRangeByPosition(2, 0, columns + 1, rows - 1)
        figures.setDataArray(tuple(tuple(float(r + c) for c in range(columns)) for r in range(rows)))
        area = figures.AbsoluteName.split(".")[1]
        sheet.getCellRangeByName(f"A1:A{count}").setDataArray(tuple((float(n),) for n in range(count)))
        cells, changed = sheet.getCellRangeByName(f"B1:B{count}"), figures.getCellByPosition(0, 0)
        cells.setFormulaArray(tuple((f"=SUMPRODUCT({area};{area})+A{n + 1}",) for n in range(count)))

        def work() -> None:
            changed.setValue(changed.Value + 1)
            cells.getDataArray()

        return self.seconds(work)


def main() -> None:
    """Do the job and print the seconds."""
    threading.Thread(target=end_with_input, daemon=True).start()
    job = json.loads(sys.argv[1])
    bench = Bench(start(job), job)
    found = {"first": bench.first, **{name: getattr(bench, name)() for name in job["measures"]}}
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
