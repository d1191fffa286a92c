"""``flowxl addin libreoffice``: which LibreOffice, what its extension manager is told, what a person reads."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support import engines
from support.command import ROOT

from flowxl import __version__
from flowxl.cli.exits import OK, REFUSED, USAGE
from flowxl.libreoffice import build, install
from flowxl.libreoffice.inside.setup import NAME
from flowxl.voice.faults import FlowXLError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
SOFFICE = "#!/bin/sh\necho 'LibreOffice {version} 520(Build:2)'\n"
MANAGER = """#!/bin/sh
echo "$@" >> "$(dirname "$0")/asked"
echo "$PATH" > "$(dirname "$0")/path"
case "$1" in
list) cat "$(dirname "$0")/installed" 2>/dev/null ;;
add) for last; do :; done
  cp "$last" "$(dirname "$0")/added.oxt"
  echo org.flowxl.addin > "$(dirname "$0")/installed" ;;
remove) rm "$(dirname "$0")/installed" ;;
esac
"""
LOCKED = "#!/bin/sh\necho 'ERROR: The lock file indicates it is already running.' >&2\nexit 1\n"


def script(path: Path, text: str) -> None:
    """Write a program."""
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def programs(tmp_path, monkeypatch) -> Path:
    """Stand in for an installed LibreOffice, first on the path; this person is no administrator."""
    folder = tmp_path / "program"
    folder.mkdir()
    script(folder / "soffice", SOFFICE.format(version="25.2.3.2"))
    script(folder / "unopkg", MANAGER)
    (folder / "pythonloader.py").touch()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(install, "is_administrator", lambda: False)
    return folder


def test_install_hands_over_an_add_in_that_knows_this_python(programs, flowxl):
    """Done twice it is done again; the messages say who computes and how to see that."""
    for _ in range(2):
        ran = flowxl("addin", "libreoffice", "--install", "--lang", "en")
        assert (ran.code, ran.err) == (OK, "")
    assert "installed the add-in in LibreOffice 25.2.3.2 (for you)" in ran.out
    assert f"{sys.executable} computes" in ran.out
    assert "=FLOWSTATUS()" in ran.out
    with zipfile.ZipFile(programs / "added.oxt") as oxt:
        setup = json.loads(oxt.read(NAME))
    assert setup["version"] == __version__
    assert setup["interpreter"] == build.this_interpreter()
    assert (programs / "asked").read_text().startswith("add --force ")
    assert "--shared" not in (programs / "asked").read_text()


def test_the_manager_does_not_meet_an_activated_environment(programs, monkeypatch, flowxl):
    """LibreOffice would take the modules of the first python3 on the path, and break on another than its own."""
    monkeypatch.setenv("PATH", f"/somewhere/venv/bin{os.pathsep}{os.environ['PATH']}")
    flowxl("addin", "libreoffice", "--install")
    assert "venv" not in (programs / "path").read_text()


def test_an_administrator_installs_for_everyone(programs, monkeypatch, tmp_path, flowxl):
    """The extension manager takes nothing else from root; a Python that others cannot run is told."""
    monkeypatch.setattr(install, "is_administrator", lambda: True)
    tmp_path.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    ran = flowxl("addin", "libreoffice", "--install", "--lang", "en")
    assert "(for everyone on this computer)" in ran.out
    assert f"other users cannot run {tmp_path}" in ran.out
    assert (programs / "asked").read_text().startswith("add --shared --force ")


def test_uninstall_takes_it_out_and_says_when_there_is_nothing(programs, flowxl):
    """What is not there is not removed."""
    assert "未作任何改动" in flowxl("addin", "libreoffice", "--uninstall", "--lang", "zh").out
    flowxl("addin", "libreoffice", "--install")
    assert "已从 LibreOffice 25.2.3.2 移除加载项" in flowxl("addin", "libreoffice", "--uninstall", "--lang", "zh").out
    assert not (programs / "installed").exists()
    document = json.loads(flowxl("addin", "libreoffice", "--uninstall", "--json").out)
    assert (document["action"], document["libreoffice"]) == ("nothing", "25.2.3.2")


def test_a_process_of_its_own_can_be_asked_for(programs, flowxl):
    """It is noted in the add-in."""
    flowxl("addin", "libreoffice", "--install", "--outside")
    with zipfile.ZipFile(programs / "added.oxt") as oxt:
        assert json.loads(oxt.read(NAME))["interpreter"]["outside"] is True


def test_build_writes_a_file_for_any_computer(tmp_path, flowxl):
    """Without this computer's Python in it; another file is never replaced."""
    path = tmp_path / "FlowXL.oxt"
    assert flowxl("addin", "libreoffice", "--build", path).code == OK
    assert path.read_bytes() == build.addin()
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as oxt:
        assert json.loads(oxt.read(NAME))["interpreter"] is None
    path.write_bytes(b"another")
    assert flowxl("addin", "libreoffice", "--build", path).code == USAGE
    assert path.read_bytes() == b"another"


@pytest.mark.parametrize(
    "arguments",
    [
        ("libreoffice", "--build", "x.xlam"),
        ("excel", "--build", "x.oxt"),
        ("excel", "--install", "--outside"),
        ("libreoffice", "--uninstall", "--outside"),
    ],
)
def test_what_does_not_go_together_is_refused(arguments, flowxl):
    """An ending of the other program, an option without its action."""
    assert flowxl("addin", *arguments).code == USAGE


REFUSALS = {
    "too old": (lambda p: script(p / "soffice", SOFFICE.format(version="24.8.1.2")), "too old", "24.8.1.2"),
    "no version": (lambda p: script(p / "soffice", "#!/bin/sh\n"), "too old", "no version"),
    "no Python": (lambda p: (p / "pythonloader.py").unlink(), "cannot run Python", "apt install python3-uno"),
    "open": (lambda p: script(p / "unopkg", LOCKED), "refused", "Close LibreOffice"),
    "broken": (lambda p: script(p / "unopkg", "no program\n\0"), "cannot be asked", "unopkg"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_stands_in_the_way_is_told_with_what_to_do(name, programs, flowxl):
    """Exit code 3; what was found and what was expected."""
    harm, title, told = REFUSALS[name]
    harm(programs)
    ran = flowxl("addin", "libreoffice", "--install", "--lang", "en")
    assert ran.code == REFUSED
    assert title in ran.err
    assert told in ran.err


def test_a_computer_without_libreoffice_is_told(monkeypatch):
    """Nothing on the path, nothing where installers put it."""
    monkeypatch.setattr(install, "_folders", lambda: iter([Path("/nowhere/program")]))
    with pytest.raises(FlowXLError, match="LibreOffice is not found"):
        install.find_office()


def as_person(home: Path) -> list[str]:
    """Return how to run a command as somebody who is not root: LibreOffice's manager serves root for everyone only."""
    if os.geteuid():
        return []
    plain = ["unshare", "-U", "--map-user=1000", "--map-group=1000"]
    if subprocess.run([*plain, "true"], capture_output=True, check=False).returncode == 0:
        return plain
    shutil.chown(home, 65534, 65534)
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


@pytest.mark.libreoffice
def test_a_person_installs_and_uninstalls_for_real(tmp_path):
    """LibreOffice's own manager lists the add-in afterwards, and then no more."""
    engines.need("libreoffice")
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(home / "config")}
    flowxl = [sys.executable, "-c", "import sys; from flowxl.cli import main; sys.exit(main())"]

    def run(*command: str) -> str:
        ran = subprocess.run([*as_person(home), *command], capture_output=True, text=True, check=False, env=environment)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    run(*flowxl, "addin", "libreoffice", "--install")
    listed = run("unopkg", "list")
    assert f"Identifier: {build.IDENTIFIER}" in listed
    assert f"Version: {__version__}" in listed
    assert listed.count("is registered: yes") == 4  # the package and its three parts
    run(*flowxl, "addin", "libreoffice", "--uninstall")
    assert build.IDENTIFIER not in run("unopkg", "list")
