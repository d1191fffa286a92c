"""Put a Windows Python with pywin32 and xlwings together in a folder, and a wine prefix that runs it.

``python3.11 tests/wine/prepare.py FOLDER``; README.md beside this file says what it needs.
"""

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
RUNTIME = "panda3d-"
TOOLS = ("wine", "wineserver", "x86_64-w64-mingw32-gcc")
NOT_NEEDED = ("test", "idlelib", "tkinter", "turtledemo", "lib2to3", "ensurepip", "site-packages", "__pycache__")
IMPORTED = ("win32com.client", "xlwings.udfs", "numpy", "pandas", "openpyxl", "python_calamine", "xlsxwriter", "jinja2")


def wine_environment(folder: Path) -> dict[str, str]:
    """Return the environment in which wine uses the folder's own prefix and asks nothing."""
    own = {"WINEPREFIX": str(folder / "prefix"), "WINEARCH": "win64", "WINEDEBUG": "-all"}
    own["WINEDLLOVERRIDES"] = "mscoree,mshtml="  # no offer to fetch Mono and Gecko
    return {**{key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}, **own}


def check_tools() -> None:
    """Say at once what is missing.

    Raises
    ------
    SystemExit
        If a program is missing, or this Python is not the one whose standard library is copied.
    """
    missing = [tool for tool in TOOLS if _find(tool) is None]
    if missing:
        sys.exit(f"Not found: {', '.join(missing)}. README.md beside this file says what to install.")
    if sys.version_info[:2] != (3, 11):
        sys.exit(f"This is Python {sys.version.split()[0]}: run it with 3.11, whose standard library is copied.")


def _find(tool: str) -> str | None:
    return shutil.which(tool, path=os.environ["PATH"] + os.pathsep + "/usr/lib/wine")


def find_tool(tool: str) -> str:
    """Return the path of a tool; Debian keeps some of wine's beside its libraries.

    Raises
    ------
    FileNotFoundError
        If it is not installed.
    """
    path = _find(tool)
    if path is None:
        raise FileNotFoundError(tool)
    return path


def download(wheels: Path) -> list[Path]:
    """Download the pinned wheels for Windows."""
    wheels.mkdir(parents=True, exist_ok=True)
    windows = ("--platform", "win_amd64", "--python-version", "311", "--only-binary=:all:", "--no-deps")
    command = [sys.executable, "-m", "pip", "download", "--quiet", *windows, "--dest", str(wheels)]
    subprocess.run([*command, "--requirement", str(HERE / "wheels.txt")], check=True)
    return sorted(wheels.glob("*.whl"))


def unpack_runtime(wheel: Path, python: Path) -> None:
    """Take the interpreter's DLLs and the standard library's extension modules out of panda3d's wheel."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            folder, _, file = name.partition("/")
            if folder == "deploy_libs" and file.endswith((".dll", ".pyd")):
                (python / file).write_bytes(archive.read(name))


def copy_standard_library(python: Path) -> None:
    """Copy the .py files of the running Python's standard library, which are the same on every system."""
    source = Path(sysconfig.get_path("stdlib"))
    ignore = shutil.ignore_patterns(*NOT_NEEDED, "*.so", "config-*")
    shutil.copytree(source, python / "Lib", ignore=ignore, dirs_exist_ok=True)


def unpack_wheel(wheel: Path, python: Path) -> None:
    """Unpack a wheel as pip would on Windows: what it calls data goes beside python.exe, as the xlwings DLL must."""
    packages = python / "Lib" / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        for name, target in _targets(archive, packages, python):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))


def _targets(archive: zipfile.ZipFile, packages: Path, python: Path) -> Iterator[tuple[str, Path]]:
    homes = {"data": python, "purelib": packages, "platlib": packages}
    for name in archive.namelist():
        top, _, rest = name.partition("/")
        kind, _, below = rest.partition("/")
        if name.endswith("/") or (top.endswith(".data") and kind not in homes):
            continue
        yield name, (homes[kind] / below if top.endswith(".data") else packages / name)


def finish_pywin32(python: Path) -> None:
    """Put pywin32's two DLLs beside python.exe, as its own post-install step does."""
    for dll in (python / "Lib" / "site-packages" / "pywin32_system32").glob("*.dll"):
        shutil.copy(dll, python)


def compile_parts(python: Path) -> None:
    """Compile python.exe, and the one system DLL that wine 8 lacks."""
    compiler = [find_tool("x86_64-w64-mingw32-gcc"), "-O1", "-s"]
    launcher = ["-municode", str(HERE / "launcher.c"), str(python / "python311.dll"), "-o", str(python / "python.exe")]
    subprocess.run([*compiler, *launcher], check=True)
    shim = ["-shared", str(HERE / "bcryptprimitives.c"), "-ladvapi32", "-o", str(python / "bcryptprimitives.dll")]
    subprocess.run([*compiler, *shim], check=True)


def start_wine(folder: Path) -> str:
    """Make the prefix and import everything once; return what the Windows Python says of itself."""
    environment = wine_environment(folder)
    wine = find_tool("wine")
    subprocess.run([wine, "wineboot", "--init"], env=environment, check=True, capture_output=True, timeout=300)
    code = f"import sys, {', '.join(IMPORTED)}; print(sys.version, '| numpy', numpy.__version__)"
    command = [wine, str(folder / "python" / "python.exe"), "-c", code]
    ran = subprocess.run(command, env=environment, check=False, capture_output=True, timeout=300)
    if ran.returncode:
        sys.exit(f"The Windows Python does not start:\n{ran.stderr.decode(errors='replace')}")
    return ran.stdout.decode(errors="replace").strip()


def prepare(folder: Path) -> str:
    """Put everything together; a folder that exists is brought up to date."""
    python = folder / "python"
    shutil.rmtree(python, ignore_errors=True)
    python.mkdir(parents=True)
    wheels = download(folder / "wheels")
    copy_standard_library(python)
    for wheel in wheels:
        if wheel.name.startswith(RUNTIME):
            unpack_runtime(wheel, python)
        else:
            unpack_wheel(wheel, python)
    finish_pywin32(python)
    compile_parts(python)
    return start_wine(folder)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where to put it; about 400 MB")
    folder = parser.parse_args().folder.resolve()
    check_tools()
    sys.stdout.write(f"{prepare(folder)}\nReady in {folder}.\n")


if __name__ == "__main__":
    main()
