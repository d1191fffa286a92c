"""An ordinary installation, far from the checkout, has everything it needs."""

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from support.command import ROOT


def run(*command: object, cwd: Path) -> str:
    """Run a program without this checkout on its path."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        [*map(str, command)], cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout."""
    if importlib.util.find_spec("hatchling") is None:
        message = "hatchling is not installed; it comes with the extra 'dev'"
        if os.environ.get("FLOWXL_REQUIRE_TOOLS") == "1":
            pytest.fail(message)
        pytest.skip(message)
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (found,) = folder.glob("*.whl")
    return found


def test_wheel_carries_data_templates_and_licence(wheel):
    """And nothing of tests and benchmarks."""
    with zipfile.ZipFile(wheel) as package:
        names = package.namelist()
    templates = {
        f"flowxl/_templates/{path.relative_to(ROOT / 'templates').as_posix()}"
        for path in (ROOT / "templates").rglob("*.*")
    }
    assert templates <= set(names)
    assert "flowxl/frameworks/flow_economy/observations.csv" in names
    assert any(name.endswith("/LICENSE") for name in names)
    assert any(name.endswith("/NOTICE") for name in names)
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"flowxl"}
    assert not [name for name in names if "__pycache__" in name]


def test_installed_flowxl_builds_and_computes(wheel, tmp_path):
    """From another folder, by the command and not the checkout."""
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=True, symlinks=os.name != "nt")
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    python = next(programs.glob("python.exe" if os.name == "nt" else "python"))
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    # The libraries are those of this environment. Paths in a .pth file are not searched for further .pth files, so an
    # editable installation of the checkout stays out.
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "libraries.pth").write_text("\n".join(sorted(libraries)) + "\n", encoding="utf-8")

    flowxl = next(programs.glob("flowxl.exe" if os.name == "nt" else "flowxl"))
    home = run(python, "-c", "import flowxl; print(flowxl.__file__)", cwd=tmp_path).strip()
    assert Path(home).resolve().is_relative_to(environment.resolve())
    run(flowxl, "build", "--output", "book.xlsx", cwd=tmp_path)
    computed = json.loads(run(flowxl, "compute", "book.xlsx", "--json", cwd=tmp_path))
    assert len(computed["cities"]) == 5
    assert json.loads(run(flowxl, "reproduce", "--json", cwd=tmp_path))["ok"]
    program = next(programs.glob("flowxl-python.exe" if os.name == "nt" else "flowxl-python"))
    assert run(program, "-B", "-c", "import flowxl; print(flowxl.__file__)", cwd=tmp_path).strip() == home
