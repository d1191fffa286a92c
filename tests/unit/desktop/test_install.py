"""Installing into somebody's folders and taking it out again: the same bytes, nothing of theirs lost."""

import importlib.util
import re
from pathlib import Path

import pytest

from flowxl.desktop import changes as changing
from flowxl.desktop.addin import digest, install_addin, uninstall_addin
from flowxl.desktop.changes import Change, make, put
from flowxl.desktop.configuration import KNOWN_BEGINNINGS, KNOWN_KEYS, Entry, edit, parse, render
from flowxl.desktop.folders import Folders
from flowxl.desktop.install import install, plan_install, plan_uninstall, uninstall
from flowxl.desktop.record import Record, Wrote
from flowxl.desktop.versions import XLWINGS
from flowxl.voice.faults import FlowXLError
from flowxl.voice.reasons import Reason

PYTHON = "C:\\FlowXL\\.venv\\Scripts\\python.exe"
PROGRAM = "C:\\FlowXL\\.venv\\Scripts\\flowxl-python.exe"
ADDIN = b"the add-in"
FOLDER = '"ADD_WORKBOOK_TO_PYTHONPATH","False"'
OURS = f'"INTERPRETER_WIN","{PYTHON}"\r\n{FOLDER}\r\n'.encode()
THEIRS = '"PYTHONPATH","D:\\脚本"\r\n"Interpreter_Win","D:\\old\\python.exe"\r\n"LICENSE_KEY","abc"\r\n'.encode("gbk")


@pytest.fixture
def folders(tmp_path) -> Folders:
    """Give the folders of somebody with a Chinese Windows; nothing is there yet."""
    return Folders.under(tmp_path / "张三", "cp936")


def state(folders: Folders) -> dict[str, bytes]:
    """Return every file below the home folder."""
    home = folders.settings.parent
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def theirs(folders: Folders, content: bytes = THEIRS) -> dict[str, bytes]:
    """Write a configuration of somebody's own."""
    folders.settings.mkdir(parents=True)
    folders.config.write_bytes(content)
    return state(folders)


# --- install --------------------------------------------------------------------------------------------------------


def test_install_where_nothing_was(folders):
    """Configuration with the full path, add-in, a note about both."""
    install(folders, PYTHON, ADDIN)
    assert folders.config.read_bytes() == OURS
    assert folders.addin.read_bytes() == ADDIN
    assert set(state(folders)) == {
        str(p.relative_to(folders.settings.parent)) for p in (folders.config, folders.addin, folders.record)
    }


@pytest.mark.parametrize("before", [None, THEIRS, OURS, b""])
def test_install_twice_gives_the_same_bytes(before, folders):
    """The second time nothing is written."""
    if before is not None:
        theirs(folders, before)
    install(folders, PYTHON, ADDIN)
    once = state(folders)
    assert {change.action for change in install(folders, PYTHON, ADDIN)} == {"keep"}
    assert state(folders) == once


def test_what_somebody_set_survives(folders):
    """Only the interpreter changes, in its place; a copy of the file as it was stays."""
    theirs(folders)
    install(folders, PYTHON, ADDIN)
    assert folders.config.read_bytes().decode("gbk").splitlines() == [
        '"PYTHONPATH","D:\\脚本"',
        f'"INTERPRETER_WIN","{PYTHON}"',
        '"LICENSE_KEY","abc"',
        FOLDER,
    ]
    assert folders.backup.read_bytes() == THEIRS


def test_what_excel_would_misread_is_put_in_order(folders):
    """Blank lines, keys twice, a mark, line ends: Excel keeps the values that it took before."""
    theirs(
        folders, b'\xef\xbb\xbf"SHOW CONSOLE","True"\n\n# a remark\n"show console","False"\n"INTERPRETER_WIN",python\n'
    )
    install(folders, PYTHON, ADDIN)
    assert folders.config.read_bytes() == b'"SHOW CONSOLE","True"\r\n' + OURS
    assert b"# a remark" in folders.backup.read_bytes()


def test_dry_run_only_plans(folders):
    """Nothing is touched."""
    before = theirs(folders)
    actions = {change.path: change.action for change in plan_install(folders, PYTHON, ADDIN)}
    assert actions == {
        folders.backup: "create",
        folders.config: "replace",
        folders.addin: "create",
        folders.record: "create",
    }
    assert state(folders) == before


@pytest.mark.parametrize("path", ["C:\\%USERNAME%\\python.exe", 'C:\\"\\python.exe', "C:\\ẽ\\python.exe"])
def test_a_path_that_the_configuration_cannot_hold_is_refused(path, folders):
    """Percent signs would be expanded, quotes end the value, letters may be missing in the code page."""
    with pytest.raises(FlowXLError, match="cannot start"):
        install(folders, path, ADDIN)
    assert state(folders) == {}


def test_a_configuration_in_another_encoding_is_left_alone(folders):
    """To rewrite it could destroy it."""
    before = theirs(folders, '"PYTHONPATH","D:\\é脚"\r\n'.encode() + b"\xff")
    for action in (lambda: install(folders, PYTHON, ADDIN), lambda: plan_install(folders, PYTHON, ADDIN)):
        with pytest.raises(FlowXLError, match="left as it is"):
            action()
    assert state(folders) == before


def test_what_0_1_0_installed_is_brought_up_to_date(folders):
    """It named the interpreter only; taken out again, everything is as before the first installation."""
    before = theirs(folders)
    wrote = Wrote("INTERPRETER_WIN", PYTHON, "D:\\old\\python.exe")
    put(folders.config, THEIRS.replace(b"D:\\old\\python.exe", PYTHON.encode()))
    put(folders.backup, THEIRS)
    put(folders.addin, b"an older add-in")
    put(folders.record, Record(wrote=(wrote,), addin=digest(b"an older add-in")).content())
    install(folders, PROGRAM, ADDIN)
    text = folders.config.read_bytes().decode("gbk")
    assert FOLDER in text
    assert PROGRAM in text
    uninstall(folders)
    assert state(folders) == before


# --- uninstall ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [None, THEIRS, b"", b'"A","1"\n\n"A","2"\n'])
def test_uninstall_restores_every_byte(before, folders):
    """Also after two installations, the second with another Python."""
    folders.settings.parent.mkdir(parents=True)
    found = {} if before is None else theirs(folders, before)
    install(folders, PYTHON, ADDIN)
    install(folders, "D:\\new\\python.exe", b"newer")
    uninstall(folders)
    assert state(folders) == found
    assert folders.settings.exists() == bool(found)


def test_uninstall_keeps_what_was_set_since(folders):
    """Our key goes back, a new one of theirs stays."""
    theirs(folders)
    install(folders, PYTHON, ADDIN)
    folders.config.write_bytes(folders.config.read_bytes() + b'"SHOW CONSOLE","True"\r\n')
    uninstall(folders)
    entries = parse(folders.config.read_bytes(), "", "cp936").entries
    assert [(entry.name, entry.value) for entry in entries] == [
        ("PYTHONPATH", "D:\\脚本"),
        ("INTERPRETER_WIN", "D:\\old\\python.exe"),
        ("LICENSE_KEY", "abc"),
        ("SHOW CONSOLE", "True"),
    ]


def test_uninstall_leaves_an_interpreter_that_somebody_chose_since(folders):
    """It is not ours."""
    install(folders, PYTHON, ADDIN)
    folders.config.write_bytes(b'"INTERPRETER_WIN","D:\\mine\\python.exe"\r\n')
    uninstall(folders)
    assert folders.config.read_bytes() == b'"INTERPRETER_WIN","D:\\mine\\python.exe"\r\n'


def test_install_again_after_somebody_chose_another_interpreter(folders):
    """Then that is what comes back."""
    install(folders, PYTHON, ADDIN)
    folders.config.write_bytes(b'"INTERPRETER_WIN","D:\\mine\\python.exe"\r\n')
    install(folders, PYTHON, ADDIN)
    uninstall(folders)
    assert folders.config.read_bytes() == b'"INTERPRETER_WIN","D:\\mine\\python.exe"\r\n'


def test_uninstall_where_nothing_was_installed(folders):
    """Everything stays; also an add-in of the same name."""
    theirs(folders)
    folders.startup.mkdir(parents=True)
    folders.addin.write_bytes(b"somebody's own")
    before = state(folders)
    assert {change.action for change in uninstall(folders)} == {"keep"}
    assert state(folders) == before


@pytest.mark.parametrize(
    "content", [b"no json", b"[]", b'{"wrote": [{"key": 1}]}', b"[" * 100_000, b'{"addin": "\xff"}']
)
def test_a_damaged_note_is_told(content, folders):
    """And nothing is guessed."""
    install(folders, PYTHON, ADDIN)
    folders.record.write_bytes(content)
    before = state(folders)
    with pytest.raises(FlowXLError, match="damaged"):
        plan_uninstall(folders)
    assert state(folders) == before


# --- the add-in alone -----------------------------------------------------------------------------------------------


def test_the_add_in_alone(folders):
    """It comes, is renewed, and goes; the configuration is not touched."""
    before = theirs(folders)
    install_addin(folders, ADDIN)
    install_addin(folders, b"newer")
    assert folders.addin.read_bytes() == b"newer"
    uninstall_addin(folders)
    assert state(folders) == before


def test_the_add_in_goes_and_the_rest_stays(folders):
    """After a whole installation."""
    install(folders, PYTHON, ADDIN)
    uninstall_addin(folders)
    assert not folders.addin.exists()
    assert folders.config.read_bytes() == OURS
    uninstall(folders)
    assert state(folders) == {}


# --- files are written whole or not at all ---------------------------------------------------------------------------


def test_a_failing_write_leaves_everything_as_it_was(folders, monkeypatch):
    """The add-in is open in Excel: the configuration goes back too."""
    theirs(folders)
    folders.startup.mkdir(parents=True)
    folders.addin.write_bytes(b"older")
    before = state(folders)
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if target == folders.addin:
            raise PermissionError(13, "The process cannot access the file", str(self))
        return replace(self, target)

    monkeypatch.setattr(changing.Path, "replace", locked)
    with pytest.raises(PermissionError, match="close Excel") as caught:
        install(folders, PYTHON, ADDIN)
    assert caught.value.filename == str(folders.addin)
    assert Reason(caught.value).of("zh") == "没有权限；请关闭 Excel 后重试"
    assert state(folders) == before


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    """And no remains of the new one."""
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(changing.os, "fdopen", full)
    with pytest.raises(OSError, match="No space"):
        make([Change.of(path, b"new")])
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


# --- the configuration file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ('"A","1"', [("A", "1")]),
        ("A,1", [("A", "1")]),
        ('"A","1,2"', [("A", "1,2")]),
        (' "A" , "1" ', [("A", "1")]),
        ('"A",""', [("A", "")]),
        ('"A"', []),
        ('"A","1","2"', []),
        ('"A","1",', []),
        ('"A"1,"2"', []),
        ("", []),
    ],
)
def test_lines_are_read_as_excel_reads_them(line, fields):
    """A pair, or a slip that shifts what follows."""
    found = parse(f'{line}\r\n"B","2"\r\n'.encode(), "a", "utf-8")
    assert found.entries == (*(Entry(*pair) for pair in fields), Entry("B", "2"))
    assert bool(found.slips) != bool(fields)


@pytest.mark.parametrize(
    ("content", "slips"),
    [
        (b'"A","1"\r\n', ()),
        (b'"A","1"', ()),
        (b"", ()),
        (b'"A","1"\r\n\r\n', ("blank:2",)),
        (b'"A","1"\n', ("ends:1",)),
        (b'\xef\xbb\xbf"A","1"\r\n', ("mark:1",)),
        (b'"A","1"\r\n"B","\xff\xff"\r\n', ("letters:2",)),
        (b'# no pair\r\n"A","1"\r\n', ("fields:1",)),
    ],
)
def test_slips_are_named_with_their_line(content, slips):
    """A blank line at the end is one, too: a key that is not there makes Excel read past it."""
    assert parse(content, "a", "gbk").slips == slips


def test_a_configuration_that_was_rendered_reads_the_same():
    """Keys and values, whatever they hold."""
    entries = (Entry("PYTHONPATH", "D:\\a, b;E:\\脚本"), Entry("DEBUG UDFS", ""))
    assert parse(render(entries, "gbk"), "a", "gbk").entries == entries
    assert edit(entries, {"DEBUG UDFS": None, "NEW": "1"}) == (entries[0], Entry("NEW", "1"))


def test_known_keys_are_those_that_xlwings_asks_for():
    """Read in its VBA modules; the pinned release."""
    spec = importlib.util.find_spec("xlwings")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    source = "".join(
        path.read_text(encoding="utf-8") for path in [*package.glob("*.bas"), *package.glob("addin/*.bas")]
    )
    assert f'XLWINGS_VERSION As String = "{XLWINGS}"' in source
    asked = {key.upper() for key in re.findall(r'GetConfig\("([^"]+)"', source)}
    assert len(asked) > 20
    assert {key for key in asked if key not in KNOWN_KEYS and not key.startswith(KNOWN_BEGINNINGS)} == set()
    assert not KNOWN_KEYS - asked
