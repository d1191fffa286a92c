"""Nothing beside a workbook and nothing in the current folder is run when Excel asks Python.

The command lines are those of the macros, to the letter; what ``xlwings.serve`` would do then, on Windows only, is done
by a hook: it imports what a call of a function imports.
"""

import os
import re
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.command import ROOT
from support.vba_commands import arguments_of, our_command, xlwings_command

from flowxl.desktop import start
from flowxl.desktop.configuration import parse
from flowxl.desktop.folders import Folders
from flowxl.desktop.install import install
from flowxl.udf.macros import own_modules

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the hook stands in for what exists there")

HOOK = """\
import sys
from importlib import import_module

def call_udf(kind, error, trace):
    if kind is not TypeError or "raise_missing_pywin32" not in str(error):
        return sys.__excepthook__(kind, error, trace)
    for name in ("flowxl.udf.excel", "flowxl.cli.ribbon", "numpy", "pandas", "json"):
        import_module(name)
    for name in ("win32api", "win32com.client", "pythoncom", "pywintypes"):
        try:
            import_module(name)
        except ModuleNotFoundError:
            pass
    print("answered from", sys.modules["flowxl"].__file__)

sys.excepthook = call_udf
"""
# As pip writes it; on Windows it stands inside flowxl-python.exe.
PROGRAM = (
    "#!{python}\nimport sys\nfrom flowxl.desktop.start import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
)
PLANTED = (
    "flowxl.py", "flowxl/__init__.py", "numpy.py", "pandas/__init__.py", "xlwings.py", "xlwings/__init__.py", "json.py",
    "win32api.py", "win32com/__init__.py", "pythoncom.py", "pywintypes.py", "asyncio.py", "re.py", "sitecustomize.py",
    "jinja2.py", "python_calamine.py", "utils.py",
)  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """A Python with FlowXL, a folder with a workbook in it, and the folder that Excel is in."""

    python: Path
    program: Path
    beside: Path
    current: Path

    @property
    def book(self) -> str:
        """The workbook."""
        return str(self.beside / "FlowIndex.xlsm")

    def plant(self, folder: Path, *names: str) -> None:
        """Put modules into a folder that say so when they are run."""
        for name in names:
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(
                f"open({str(self.current.parent / 'ran.txt')!r}, 'a').write({f'{folder.name}/{name} '!r})\n"
            )

    def run(self, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Start what the macros start, as cmd.exe would."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        options = {"cwd": self.current, "env": clean | environment}
        return subprocess.run(arguments_of(command), capture_output=True, text=True, check=False, **options)

    @property
    def ran(self) -> str:
        """What was planted and was run."""
        path = self.current.parent / "ran.txt"
        return path.read_text().strip() if path.exists() else ""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a virtual environment that has this checkout, the libraries, the program, and the hook."""
    folder = tmp_path_factory.mktemp("python") / "venv"
    venv.create(folder, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    libraries = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), str(ROOT)})
    (site / "libraries.pth").write_text("\n".join([*libraries, "import hook"]) + "\n", encoding="utf-8")
    (site / "hook.py").write_text(HOOK, encoding="utf-8")
    program = folder / "bin" / start.NAME
    program.write_text(PROGRAM.format(python=folder / "bin" / "python"), encoding="utf-8")
    program.chmod(0o755)
    return folder


@pytest.fixture
def desk(environment: Path, tmp_path: Path) -> Desk:
    """Give a desk whose folders are still empty."""
    for name in ("beside", "current"):
        (tmp_path / name).mkdir()
    binaries = environment / "bin"
    return Desk(binaries / "python", binaries / start.NAME, tmp_path / "beside", tmp_path / "current")


def installed(program: Path, tmp_path: Path) -> Mapping[str, str]:
    """Return the settings that Excel finds after ``flowxl install``."""
    folders = Folders.under(tmp_path / "home", "utf-8")
    install(folders, str(program), b"the add-in")
    return {e.name: e.value for e in parse(folders.config.read_bytes(), "", "utf-8").entries}


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("beside", "flowxl.py"), ("beside", "flowxl/__init__.py"),
        ("current", "flowxl.py"), ("current", "numpy.py"), ("current", "pandas/__init__.py"), ("current", "xlwings.py"),
    ],
)  # fmt: skip
def test_as_it_was_planted_files_were_run(folder, name, desk):
    """Settings and macros of 0.1.0: the attack, without which the tests below would prove nothing."""
    desk.plant(getattr(desk, folder), name)
    desk.run(xlwings_command({"INTERPRETER_WIN": str(desk.python)}, desk.book))
    assert f"{folder}/{name}" in desk.ran


COMMANDS = {
    "a book of 0.1.0, or another person's, after install": lambda desk, settings: xlwings_command(settings, desk.book),
    "a book or the add-in of now, after install": lambda _, settings: our_command(settings),
    "a book of now, installed by 0.1.0": lambda desk, _: our_command({"INTERPRETER_WIN": str(desk.python)}),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_that_was_planted_is_run(name, desk, tmp_path):
    """Beside the workbook and in the current folder, everything that is imported on the way; the function answers."""
    command = COMMANDS[name](desk, installed(desk.program, tmp_path))
    for folder in (desk.beside, desk.current):
        desk.plant(folder, *PLANTED)
    ran = desk.run(command)
    assert ran.stdout == f"answered from {ROOT / 'flowxl' / '__init__.py'}\n", ran.stderr
    assert desk.ran == ""


def test_our_macros_do_not_look_into_the_environment_either(desk):
    """An empty entry of PYTHONPATH is the current folder."""
    desk.plant(desk.current, *PLANTED)
    settings = {"INTERPRETER_WIN": str(desk.python), "PYTHONPATH": "sub;"}
    ran = desk.run(our_command(settings), PYTHONPATH=os.pathsep)
    assert (desk.ran, ran.stdout[:8]) == ("", "answered"), ran.stderr


def test_folders_that_a_person_set_are_kept(desk, tmp_path):
    """By their full path, whichever macros ask."""
    desk.plant(desk.beside, "pywintypes.py")
    settings = {**installed(desk.program, tmp_path), "PYTHONPATH": str(desk.beside)}
    for command in (xlwings_command(settings, str(tmp_path / "a.xlsm")), our_command(settings)):
        desk.run(command)
        assert desk.ran == "beside/pywintypes.py"
        (tmp_path / "ran.txt").unlink()


def test_our_macros_ask_neither_a_file_beside_the_workbook_nor_a_search_for_programs():
    """A file xlwings.conf there could name another interpreter; cmd.exe and notepad are searched there first."""
    server = own_modules("zh")[1].source
    assert re.findall(r'GetConfig\(\w+, "", ("\w+")\)', server) == ['"sheet"', '"user"']
    assert server.count("GetConfig(") == 2
    assert our_command({"INTERPRETER_WIN": "C:\\py\\python.exe"}).startswith("C:\\Windows\\System32\\cmd.exe /K ")
    assert 'Like "[A-Za-z]:\\*" Or Left$(FxInterpreter, 2) = "\\\\" Then Exit Function' in server
    for module in own_modules("zh", addin=True):
        assert not re.search(r"\b(XLPy|KillPy|RunPython)\b(?! would)", module.source), module.name


def test_the_program_behaves_as_python_does(desk):
    """Arguments, exit codes, what is no such command line."""

    def run(*arguments: str) -> tuple[int, str]:
        ran = subprocess.run([desk.program, *arguments], capture_output=True, text=True, check=False, cwd=desk.current)
        return ran.returncode, ran.stdout

    code = "import sys; print(sys.argv, __name__, sys.dont_write_bytecode); sys.exit(7)"
    assert run("-E", "-P", "-B", "-c", code, "-x") == (7, "['-c', '-x'] __main__ True\n")
    assert run("-c", "pass") == (0, "")
    assert run("-c", "1/0") == (1, "")
    assert [run(*given)[0] for given in ((), ("-c",), ("-m", "flowxl"), ("-B", "x.py"))] == [start.USAGE] * 4
