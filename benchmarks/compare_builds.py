"""Whether two checkouts of FlowXL write the same files: builds in both, compared part by part.

Run: ``python benchmarks/compare_builds.py OLD NEW [--only TEXT] [--cells 5] [--keep FOLDER]``. Each checkout is run by
its own ``.venv`` (or ``--old-python``, ``--new-python``), through the command line alone, on the same input files. Both
call themselves the same version, so that no version text differs. Nothing else is made equal, but that the time of
writing is left out, and that a cell's text counts and not its number among the shared strings. Prints how many parts of
a variant are equal, the first cells of a part that differs, and at the end every change once. Exit code 1 if any.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from itertools import zip_longest
from pathlib import Path

import openpyxl

TESTS = Path(__file__).parents[1] / "tests" / "data"
SECOND, OLD_FILES = TESTS / "second", TESTS / "release_0_1_0"
VERSION = "0.1.0"  # that of the old files, so that an old release takes them for its own
DRIVER = f"""import contextlib, io, json, os, pathlib, sys
import flowxl
flowxl.__version__ = "{VERSION}"
from flowxl.cli import main
if not pathlib.Path(flowxl.__file__).is_relative_to(sys.argv[1]):
    sys.exit(flowxl.__file__ + " is not in " + sys.argv[1])
codes = {{}}
for folder, commands in json.loads(sys.stdin.read()).items():
    os.chdir(folder)
    codes[folder] = []
    for command in commands:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
            try:
                code = main(command.split(" "))
            except SystemExit as stop:
                code = stop.code
        if code not in (0, 1):
            sys.exit(f"{{command}}: exit code {{code}}\\n{{said.getvalue()}}")
        codes[folder].append(code)
print(json.dumps(list(codes.values())))
"""
TWELVE = "AMBE,ASTE,BIRC,CEDA,CLOV,CORA,DAHL,ELDE,FENN,GARN,HAZE,HEAT"
OF_SECOND = "build --framework second --output book.xlsx"
STUDY = (
    "delphi collect study.xlsx answers",
    "weights study.xlsx --compare equal,entropy,critic,ahp,delphi",
    "delphi weights study.xlsx --by authority",
    "delphi next study.xlsx --output round3",
)
VARIANTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "shipped": ((), ("build --output book.xlsm",)),
    "shipped, no macros": ((), ("build --output book.xlsx",)),
    "shipped, English": ((), ("build --lang en --output book.xlsm",)),
    "made-up figures": ((), ("build --demo --output book.xlsx",)),
    "empty": ((), ("build --empty --output book.xlsx",)),
    "two cities, two years": ((), ("build --cities SH,HZ --years 2014-2015 --output book.xlsm",)),
    "12 cities": (("second",), (f"{OF_SECOND} --cities {TWELVE}",)),
    "31 cities, in rows": (("second",), (f"{OF_SECOND} --lang en",)),
    "min-max": (("minmax.xlsx",), ("roll minmax.xlsx --to 2013 --output book.xlsx",)),
    "rank scores": (("rank.xlsx",), ("roll rank.xlsx --to 2013 --output book.xlsx",)),
    "parts": (("second",), (f"{OF_SECOND} --cities AMBE,ASTE", "split book.xlsx --by pillar --output parts")),
    "merge": (("shared.xlsx", "parts"), ("merge shared.xlsx parts",)),
    "roll": (("people.xlsx",), ("roll people.xlsx --to 2013 --output book.xlsx",)),
    "roll with macros": (("small.xlsm",), ("roll small.xlsm --to 2013 --output book.xlsm",)),
    "preview": (("shared.xlsx", "table.csv"), ("import table.csv --into shared.xlsx --preview preview.xlsx",)),
    "import": (("shared.xlsx", "preview.xlsx"), ("import --into shared.xlsx --from preview.xlsx",)),
    "study and comparisons": (("study.xlsx", "answers"), STUDY),
    "add-in for Excel": ((), ("addin excel --build FlowXL.xlam",)),
    "add-in for LibreOffice": ((), ("addin libreoffice --build FlowXL.oxt",)),
}
"""What each variant is given, and what is done with it."""
TABLE = "Indicator,Place,Unit,2011,2012\nFine dust,Aster,µg/m³,33.5,34.5\nBroadband,Birch,%,61,1/2\n"


def run(python: tuple[Path, Path], folders: Mapping[Path, tuple[str, ...]]) -> list[list[int]]:
    """Run commands in folders; return their exit codes."""
    jobs = json.dumps({str(folder): commands for folder, commands in folders.items()})
    command = [python[1], "-c", DRIVER, python[0]]
    ran = subprocess.run(command, input=jobs, cwd=python[0], capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"{python[0]}: {ran.stdout}{ran.stderr}")
    return json.loads(ran.stdout)


def write_inputs(folder: Path, python: tuple[Path, Path]) -> None:
    """Write what both checkouts are given: old files, a framework, a table, books with another method."""
    shutil.copytree(OLD_FILES, folder)
    shutil.copytree(SECOND, folder / "second")
    (folder / "table.csv").write_text(TABLE, encoding="utf-8")
    run(python, {folder: (f"{OF_SECOND} --cities AMBE,ASTE,BIRC --demo",)})
    for name, word in (("minmax", "极差法 0–100"), ("rank", "名次分")):
        book = openpyxl.load_workbook(folder / "book.xlsx")
        ((title, area),) = book.defined_names["flow_settings"].destinations
        row = next(row for row in book[title][area.replace("$", "")] if row[0].value == "method")
        next(cell for cell in row if cell.value == "z 分数（样本标准差）").value = word
        book.save(folder / f"{name}.xlsx")


def prepared(given: Path, folder: Path, chosen: list[str]) -> dict[Path, tuple[str, ...]]:
    """Give each variant a folder with its inputs; return the commands by folder."""
    found = {}
    for name in chosen:
        target = folder / name
        target.mkdir(parents=True)
        for file in VARIANTS[name][0]:
            (shutil.copytree if (given / file).is_dir() else shutil.copy)(given / file, target / file)
        found[target] = VARIANTS[name][1]
    return found


def parts_of(folder: Path) -> dict[str, bytes]:
    """Return every part of every file that was written, by file and part; files without parts as they are."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if not path.is_file() or ".backup-" in name:
            continue
        if not zipfile.is_zipfile(path):
            found[name] = path.read_bytes()
            continue
        with zipfile.ZipFile(path) as archive:
            parts = {part: re.sub(rb"[-0-9]{10}T[:0-9]{8}Z", b"", archive.read(part)) for part in archive.namelist()}
        found |= {f"{name}: {part}": content for part, content in parts.items()}
        found |= spelled(name, parts) if "xl/workbook.xml" in parts else {}
    return found


def spelled(file: str, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the sheets of a book, by title, with each text in place of its number among the shared strings."""
    strings = re.findall(rb"<si>(.*?)</si>|<si/>", parts.get("xl/sharedStrings.xml", b""), re.DOTALL)
    relations = {}
    for tag in re.findall(rb"<Relationship [^>]*>", parts["xl/_rels/workbook.xml.rels"]):
        key, target = (re.search(rb' %s="([^"]*)"' % name, tag)[1] for name in (b"Id", b"Target"))
        relations[key] = target.decode().removeprefix("/").removeprefix("xl/")
    found = {}
    for tag in re.findall(rb"<sheet [^>]*>", parts["xl/workbook.xml"]):
        title, key = (re.search(rb'%s="([^"]*)"' % name, tag)[1] for name in (b" name", b"r:id"))
        sheet = parts[f"xl/{relations[key]}"]
        text = re.sub(rb'( t="s"[^>]*><v>)(\d+)', lambda cell: cell[1] + strings[int(cell[2])], sheet)
        found[f"{file}: xl/{relations[key]}"] = b"<!--" + title + b"-->" + text
    return found


def cells_of(sheet: bytes) -> dict[str, str]:
    """Return what stands in each cell, formula and value; what is not a cell under its tag."""
    pattern = r'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>(.*?)</c>)'
    text = sheet.decode()
    found = {"besides cells": re.sub(pattern, "", text, flags=re.DOTALL)}
    for ref, look, content in re.findall(pattern, text, re.DOTALL):
        shown = re.sub(r"</?(?:v|t|r|is)\b[^>]*>", "", content.replace("<f>", "=").replace("</f>", " → "))
        found[ref] = f"{unescape(shown)} [{look.strip()}]"
    return found


def differences(name: str, old: bytes, new: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield where a part differs, and what stood and stands there."""
    title = re.match(rb"<!--(.*?)-->", old)
    if title and new.startswith(b"<!--"):
        before, after = cells_of(old), cells_of(new)
        for ref in dict.fromkeys([*before, *after]):
            if before.get(ref) != after.get(ref):
                pair = before.get(ref, "nothing"), after.get(ref, "nothing")
                yield (f"{title[1].decode()}!{ref}", *(pair if ref[-1].isdigit() else around(*pair)))
        return
    if name.endswith("sharedStrings.xml"):
        before, after = (re.findall(r"<si>.*?</si>", part.decode(), re.DOTALL) for part in (old, new))
        gone, come = (list((Counter(a) - Counter(b)).elements()) for a, b in ((before, after), (after, before)))
        yield from (("text", *map(plain, pair)) for pair in zip_longest(gone, come, fillvalue="nothing"))
        return
    yield ("", *around(*(part.decode("utf-8", "backslashreplace") for part in (old, new))))


def plain(xml: str) -> str:
    """Return the text of a shared string."""
    return unescape(re.sub(r"<[^>]*>", "", xml))


def around(old: str, new: str) -> tuple[str, str]:
    """Return what stands at the first place where two texts part."""
    at = next((n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new)))
    start = max(0, at - 30)
    return old[start : at + 60], new[start : at + 60]


def compare(old: Path, new: Path, most: int, say: Callable[[str], None]) -> Counter[tuple[str, str]]:
    """Compare two folders, say what is found, and return each change with how often it is there."""
    before, after = parts_of(old), parts_of(new)
    unlike = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
    say(f"{old.name}: {len(before) - len(unlike)} of {len(before)} parts equal" + (", these differ:" if unlike else ""))
    changes: Counter[tuple[str, str]] = Counter()
    for name in unlike:
        if not (name in before and name in after):
            side = "old" if name in before else "new"
            say(f"  {name}: only in the {side} one")
            changes[name, f"only in the {side} one"] += 1
            continue
        found = list(differences(name, before[name], after[name]))
        say(f"  {name}: {len(found)} places")
        for where, *pair in found[:most]:
            say(f"    {where}: {pair[0][:200]!r} → {pair[1][:200]!r}")
        changes.update(tuple(pair) for _, *pair in found or [("", name, "in order or spelling alone")])
    return changes


def main() -> int:
    """Build in both checkouts and compare."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name in ("old", "new"):
        parser.add_argument(name, type=lambda text: Path(text).resolve())
        parser.add_argument(f"--{name}-python", type=Path)
    parser.add_argument("--only", default="", help="variants whose name has this text")
    parser.add_argument("--cells", type=int, default=5, help="so many places are shown of a part")
    parser.add_argument("--keep", type=Path, help="where the files stay; without it they are deleted")
    options = parser.parse_args()
    chosen = [name for name in VARIANTS if options.only in name]
    own = Path(".venv", "Scripts", "python.exe") if sys.platform == "win32" else Path(".venv", "bin", "python")
    pythons = [
        (options.old, options.old_python or options.old / own),
        (options.new, options.new_python or options.new / own),
    ]
    with tempfile.TemporaryDirectory(prefix="flowxl-builds-") as name:
        folder = options.keep.resolve() if options.keep else Path(name)
        write_inputs(folder / "given", pythons[0])
        jobs = [prepared(folder / "given", folder / side, chosen) for side in ("old", "new")]
        with ThreadPoolExecutor() as pool:
            codes = list(pool.map(run, pythons, jobs))
        changes: Counter[tuple[str, str]] = Counter()
        for place, variant in enumerate(chosen):
            changes += compare(folder / "old" / variant, folder / "new" / variant, options.cells, print)
            if codes[0][place] != codes[1][place]:
                print(f"  exit codes: {codes[0][place]} → {codes[1][place]}")
                changes["exit codes", variant] += 1
    print(f"\n{len(chosen)} variants, {len(changes)} different changes" + (":" if changes else ": equal part by part"))
    for (old, new), count in changes.most_common():
        print(f"{count:6} × {old[:300]!r} → {new[:300]!r}")
    return int(bool(changes))


if __name__ == "__main__":
    sys.exit(main())
