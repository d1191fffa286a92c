"""Real programs as oracles: recalculate, compare, render and validate a workbook.

LibreOffice and Gnumeric believe the values that a file brings along, so a wrong formula beside the right
cached value "agrees". Only a forced recalculation (mode ``always``, ``ssconvert --recalc``) tests formulas.
"""

import contextlib
import functools
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from support.xlsx_cells import Comparison, Mismatch, compare, read_cells

from flowxl.libreoffice.types import WRITER

__all__ = [
    "Comparison",
    "Mismatch",
    "compare",
    "need",
    "read_cells",
    "recalculate",
    "recalculate_gnumeric",
    "recalculate_libreoffice",
    "render",
    "render_png",
    "to_ods",
    "validate",
]

RECALCULATE = {"always": 0, "never": 1, "default": None}  # values of OOXMLRecalcMode and ODFRecalcMode
COMMANDS = {"libreoffice": "soffice", "gnumeric": "ssconvert", "validator": "ooxml-validator", "pdf": "pdftoppm"}
OLDEST_LIBREOFFICE = (25, 2)  # the first that keeps the functions of the add-in in .xlsx
RELAUNCH = 81  # soffice's exit code for "profile set up, start me again"

XCU = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>
"""
ITEM = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
# fontconfig takes the Japanese shapes of Noto CJK for any font that is missing, unless it is told otherwise
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<match target="pattern"><test name="family" compare="contains"><string>宋</string></test>
<edit name="family" mode="append" binding="strong"><string>Noto Serif CJK SC</string></edit></match>
<match target="pattern"><edit name="family" mode="append_last" binding="strong">
<string>Noto Sans CJK SC</string></edit></match></fontconfig>
"""


@functools.cache
def _missing(tool: str) -> str:
    """Say why a tool cannot be used; empty if it can."""
    if tool == "sdk":
        found = shutil.which("soffice")
        there = found and (Path(found).resolve().parents[1] / WRITER).exists()
        return "" if there else f"LibreOffice's SDK with {WRITER} is not installed"
    if shutil.which(COMMANDS[tool]) is None:
        return f"{COMMANDS[tool]} is not installed"
    if tool == "libreoffice":
        shown = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=False).stdout
        found = re.search(r"(\d+)\.(\d+)", shown)
        if not found or tuple(map(int, found.groups())) < OLDEST_LIBREOFFICE:
            return f"LibreOffice {'.'.join(map(str, OLDEST_LIBREOFFICE))} or newer is needed, found {shown.strip()!r}"
    return ""


def need(*tools: str) -> None:
    """Skip the running test where a tool is missing; fail it where FLOWXL_REQUIRE_TOOLS=1 promises the tools.

    Parameters
    ----------
    *tools
        Some of ``libreoffice``, ``sdk``, ``gnumeric``, ``validator``, ``pdf``.
    """
    reasons = "; ".join(filter(None, map(_missing, tools)))
    if reasons and os.environ.get("FLOWXL_REQUIRE_TOOLS") == "1":
        pytest.fail(reasons)
    if reasons:
        pytest.skip(reasons)


def _run(command: Sequence[str | Path], timeout: float, env: dict[str, str] | None = None) -> tuple[int, str]:
    """Run a command in a process group of its own, so that a timeout also ends what a start script started."""
    with subprocess.Popen(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **(env or {})},
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=timeout)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
    return process.returncode, output


def _make_profile(folder: Path, mode: str, chinese: bool) -> None:
    items = []
    if RECALCULATE[mode] is not None:
        names = ("OOXMLRecalcMode", "ODFRecalcMode")
        items = [ITEM.format(path="Calc/Formula/Load", name=name, value=RECALCULATE[mode]) for name in names]
    if chinese:
        items.append(ITEM.format(path="Linguistic/General", name="DefaultLocale_CJK", value="zh-CN"))
    if items:  # else LibreOffice makes the profile itself, as it does for a new user
        (folder / "user").mkdir(parents=True)
        text = XCU.format(items="".join(items))
        (folder / "user" / "registrymodifications.xcu").write_text(text, encoding="utf-8")


def _install(addin: Path, profile: Path) -> None:
    """Install an add-in into a profile; unopkg refuses root, so root becomes anybody."""
    command = ["unopkg", "add", "-f", f"-env:UserInstallation={profile.as_uri()}", addin]
    anybody = ["unshare", "-U", "--map-user=1000", "--map-group=1000"] if os.geteuid() == 0 else []
    code, output = _run([*anybody, *command], 120)
    if code:
        raise RuntimeError(f"unopkg ended with {code}: {output.strip()[-2000:]}")


def _soffice(
    work: Path,
    arguments: Sequence[str | Path],
    mode: str,
    timeout: float,
    fonts: bool = False,
    addin: Path | None = None,
) -> str:
    """Run soffice with a profile below `work`, so that it meets no other soffice of this user."""
    profile, env = work / "profile", {"SAL_USE_VCLPLUGIN": "svp"}
    _make_profile(profile, mode, chinese=fonts)
    if addin is not None:
        _install(addin, profile)
    if fonts:
        (work / "fonts.conf").write_text(FONTS, encoding="utf-8")
        env["FONTCONFIG_FILE"] = str(work / "fonts.conf")
    start = ["soffice", "--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile.as_uri()}"]
    for _ in range(3):
        code, output = _run([*start, *arguments], timeout, env)
        if code != RELAUNCH:
            break
    return f"soffice ended with {code}: {output.strip()[-2000:]}"


@contextlib.contextmanager
def _inputs(paths: Iterable[Path]) -> Iterator[tuple[Path, dict[Path, Path]]]:
    """Copy the files under unique names: one output folder, no lock files beside the originals."""
    with tempfile.TemporaryDirectory(prefix="flowxl-soffice-") as folder:
        work = Path(folder)
        copies = {path: work / f"{number:05d}{path.suffix}" for number, path in enumerate(paths)}
        for path, copy in copies.items():
            shutil.copyfile(path, copy)
        yield work, copies


def recalculate_libreoffice(
    paths: Iterable[Path], out_dir: Path, mode: str = "always", timeout: float = 600
) -> dict[Path, Path]:
    """Open workbooks in LibreOffice and save them again, all in one start of the program.

    Parameters
    ----------
    paths
        The workbooks.
    out_dir
        Where the saved ones go; ``<number>-<name>.xlsx``, so that equal names do not collide.
    mode
        ``always`` recalculates on load, ``never`` does not, ``default`` is what a new user has.
    timeout
        Seconds for all files together.

    Returns
    -------
    dict
        Each path with the path of the recalculated workbook.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    with _inputs(paths) as (work, copies):
        convert = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", work / "out"]
        said = _soffice(work, [*convert, *copies.values()], mode, timeout)
        results = {path: work / "out" / copy.with_suffix(".xlsx").name for path, copy in copies.items()}
        missing = [str(path) for path, result in results.items() if not result.exists()]
        if missing:
            raise RuntimeError(f"LibreOffice saved nothing for {', '.join(missing)}; {said}")
        kept = {path: out_dir / f"{number:05d}-{path.stem}.xlsx" for number, path in enumerate(results)}
        for path, result in results.items():
            shutil.move(result, kept[path])
    return kept


def to_ods(path: Path, out_dir: Path, timeout: float = 600) -> Path:
    """Open a workbook in LibreOffice and save it as .ods, in which macros are readable text."""
    with _inputs([path]) as (work, copies):
        said = _soffice(work, ["--convert-to", "ods", "--outdir", work / "out", copies[path]], "default", timeout)
        result = work / "out" / copies[path].with_suffix(".ods").name
        if not result.exists():
            raise RuntimeError(f"LibreOffice saved nothing for {path}; {said}")
        out_dir.mkdir(parents=True, exist_ok=True)
        return Path(shutil.move(result, out_dir / f"{path.stem}.ods"))


def recalculate_gnumeric(path: Path, out: Path, timeout: float = 600) -> Path:
    """Recalculate a workbook in Gnumeric and save it as .xlsx."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.unlink(missing_ok=True)
    code, output = _run(["ssconvert", "--recalc", "--export-type=Gnumeric_Excel:xlsx", path, out], timeout)
    if code or not out.exists():
        raise RuntimeError(f"Gnumeric saved nothing for {path}; ssconvert ended with {code}: {output.strip()[-2000:]}")
    return out


def recalculate(paths: Sequence[Path], out_dir: Path, engine: str) -> dict[Path, Path]:
    """Let ``libreoffice`` or ``gnumeric`` compute workbooks anew; return each with what was saved."""
    if engine == "libreoffice":
        return recalculate_libreoffice(paths, out_dir)
    return {path: recalculate_gnumeric(path, out_dir / f"{n}-{path.name}") for n, path in enumerate(paths)}


def _show_only(source: Path, name: str, target: Path) -> None:
    """Copy a workbook with all sheets hidden but one: hidden sheets are not printed, unless they have a print area."""

    def hide(match: re.Match[str]) -> str:
        number = next(counter)
        if f'name="{escape(name)}"' in match[0]:
            shown.append(number)
            return match[0]
        return match[0].replace("<sheet ", '<sheet state="hidden" ', 1)

    counter, shown = iter(range(10_000)), []
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "xl/workbook.xml":
                text = re.sub(r'\s(?:state|activeTab|firstSheet)="\w+"', "", content.decode())
                text = re.sub(r"<sheet\s[^>]*>", hide, text)
                if not shown:
                    raise ValueError(f"{source}: expected a sheet {name!r}, found none of that name")
                area = (
                    rf'<definedName (?=[^>]*name="_xlnm.Print_Area")(?![^>]*localSheetId="{shown[0]}")[^>]*>'
                    r"[^<]*</definedName>"
                )
                text = re.sub(area, "", text)
                content = text.replace("<workbookView", f'<workbookView activeTab="{shown[0]}"', 1).encode()
            new.writestr(item, content)


def render_png(path: Path, out_dir: Path, dpi: int = 70, sheets: Sequence[str] | None = None) -> list[Path]:
    """Print a workbook to pictures, to look at it; see :func:`render`."""
    return render(path, out_dir, dpi, sheets)


def render(
    path: Path,
    out_dir: Path,
    dpi: int = 70,
    sheets: Sequence[str] | None = None,
    *,
    addin: Path | None = None,
    form: str = "png",
) -> list[Path]:
    """Print a workbook to pictures.

    Parameters
    ----------
    path
        The workbook.
    out_dir
        Where the pictures go: ``<stem>[-<sheet>]-<page>.<form>``.
    dpi
        Dots per inch.
    sheets
        Names of the sheets; None prints all of them.
    addin
        The add-in for LibreOffice: with it, everything is recalculated and the core answers.
    form
        ``png``, or ``ppm`` for pixels as they are.

    Returns
    -------
    list of Path
        The pages in the order of printing.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    pictures: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="flowxl-render-") as folder:
        work = Path(folder)
        stems = {path.stem: None} if sheets is None else {f"{path.stem}-{sheet}": sheet for sheet in sheets}
        for number, sheet in enumerate(stems.values()):
            copy = work / f"{number}.xlsx"
            shutil.copyfile(path, copy) if sheet is None else _show_only(path, sheet, copy)
        convert, mode = (
            ["--convert-to", "pdf", "--outdir", work, *work.glob("*.xlsx")],
            "always" if addin else "default",
        )
        said = _soffice(work, convert, mode, 600, fonts=True, addin=addin)
        for number, stem in enumerate(stems):
            if not (work / f"{number}.pdf").exists():
                raise RuntimeError(f"LibreOffice printed nothing for {stem}; {said}")
            wanted = ["-png"] if form == "png" else []
            _run(["pdftoppm", "-r", str(dpi), *wanted, work / f"{number}.pdf", work / f"{number}-page"], 600)
            for page in sorted(work.glob(f"{number}-page-*.{form}")):
                pictures.append(out_dir / f"{stem}-{page.stem.rpartition('-')[2]}.{form}")
                shutil.move(page, pictures[-1])
    return pictures


def validate(paths: Iterable[Path]) -> list[str]:
    """Check workbooks with Microsoft's Open XML SDK; one text per error, with file, part and place."""

    def check(path: Path) -> list[str]:
        code, output = _run(["ooxml-validator", path], 600)
        if code not in {0, 1}:
            raise RuntimeError(f"ooxml-validator ended with {code} for {path}: {output.strip()[-2000:]}")
        errors = json.loads(output)["errors"]
        return [f"{path.name}: {e['path']} {e['xPath']}: {e['description']}" for e in errors]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [error for errors in pool.map(check, paths) for error in errors]
