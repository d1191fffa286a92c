"""Time the functions in LibreOffice Calc, in process and through the worker, beside native SUMPRODUCT formulas.

Run it with ``python benchmarks/bench_libreoffice.py``; it needs LibreOffice 25.2 or newer and a Python with UNO. Each
time is the shortest of a few, each LibreOffice has a profile of its own. Cells are timed by changing a weight and
reading just them: Calc computes what is read, so the rest of the book is not in the time, and one new computation by
the core is. Exit code 1 if a limit is broken, 2 if something is missing or failed.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))  # so that it runs from a clone as well

import flowxl
from flowxl.libreoffice.build import addin, this_interpreter
from flowxl.workbook import texts

BOOK = Path(__file__).parents[1] / "workbook" / "FlowIndex.xlsm"
DRIVER = Path(__file__).with_name("drive_libreoffice.py")
LIMITS = {"in process": 0.3, "worker": 1.0}
"""Seconds for the workbook's own cells."""
COUNT, REPEATS, STARTS = 1000, 3, 2
MEASURES = {
    "first": "first call after the start",
    "workbook": "the workbook's own cells",
    "array": "one array call, {indicators} x {cities}",
    "long_form": "{count:,} cells, long form",
    "short_form": "{count:,} cells, short form",
    "native": "{count:,} SUMPRODUCT, {rows} x {years}",
}
PATIENCE = 600


class Missing(Exception):  # noqa: N818 - a sentence for whoever runs this
    """Something that the benchmark needs is not here, or failed."""


def programs() -> tuple[str, str]:
    """Return soffice and a Python that has UNO: LibreOffice's own where it has one, the system's on Linux."""
    soffice = shutil.which("soffice")
    if soffice is None:
        raise Missing("LibreOffice is not found: no soffice on the PATH. On Debian: apt install libreoffice-calc")
    soffice = str(Path(soffice).resolve())
    own = [str(path) for name in ("python", "python.bin") if (path := Path(soffice).with_name(name)).exists()]
    listed = [shutil.which("python3", path=path) for path in (os.environ.get("PATH"), os.defpath)]
    for python in (*own, sys.executable, *filter(None, listed)):
        if subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
            return soffice, python
    raise Missing("no Python can import uno. On Debian: apt install python3-uno")


def drive(python: str, job: dict[str, Any]) -> dict[str, float]:
    """Run the driver; whatever happens, nothing that it started is left."""
    with tempfile.TemporaryDirectory(prefix="flowxl-bench-", ignore_cleanup_errors=True) as folder:
        book = Path(folder) / BOOK.name
        shutil.copyfile(BOOK, book)
        (Path(folder) / "FlowXL.oxt").write_bytes(job.pop("content"))
        given = json.dumps(job | {"folder": folder, "book": str(book), "addin": str(Path(folder) / "FlowXL.oxt")})
        process = subprocess.Popen(
            [python, DRIVER, given], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            _, said = process.communicate()
    if not line:
        raise Missing(f"LibreOffice could not be timed: {said.strip()[-2000:] or 'the driver ended without a word'}")
    return dict(json.loads(line))


def measure(programs: tuple[str, str], job: dict[str, Any], content: bytes) -> dict[str, float]:
    """Return the seconds of one way of answering; the first call once for each start."""
    soffice, python = programs
    found: list[dict[str, float]] = []
    for number in range(STARTS):
        measures = [] if number else [name for name in MEASURES if name != "first"]
        found.append(drive(python, job | {"soffice": soffice, "content": content, "measures": measures}))
    return found[0] | {"first": min(one["first"] for one in found)}


def main() -> int:
    """Print times and ratios; return the exit code."""
    # a signal ends the run as an error does: through what ends LibreOffice
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    signal.alarm(PATIENCE)
    read = flowxl.read(BOOK)
    framework, years = read.framework, read.observations.years
    job = {
        "program": sys.executable,
        "count": COUNT,
        "repeats": REPEATS,
        "weight": texts.FIELDS["weight"].zh,
        "cities": [city.name.zh for city in framework.cities],
        "indicators": [indicator.code for indicator in framework.indicators],
        "size": [len(framework.indicators) * len(framework.cities), len(years)],
    }
    named = {"count": COUNT, "rows": job["size"][0], "years": job["size"][1]}
    named |= {"indicators": len(job["indicators"]), "cities": len(job["cities"])}
    broken = []
    try:
        found = programs()
        for way, limit in LIMITS.items():
            outside = way == "worker"
            seconds = measure(found, job | {"outside": outside}, addin(this_interpreter(outside=outside)))
            print(f"{way:30}{'ms':>10}{'x native':>10}")
            for key, title in MEASURES.items():
                note = f"  (at most {1000 * limit:.0f} ms)" if key == "workbook" else ""
                ratio = seconds[key] / seconds["native"]
                print(f"  {title.format(**named):28}{1000 * seconds[key]:10.1f}{ratio:10.2f}{note}", flush=True)
            broken += [way] if seconds["workbook"] > limit else []
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
