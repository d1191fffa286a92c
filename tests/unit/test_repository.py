"""The hygiene of the repository: nothing of one machine in it, and scripts that can be run."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support.command import ROOT

# Written so that this file does not find itself.
FORBIDDEN = {
    "a path of somebody's machine": rf"(?<![\w.-])/(?:wor{'k'}|roo{'t'}|hom{'e'}/\w+|User{'s'}/\w+|tm{'p'})/",
    "the host of a package registry": (
        rf"pyp{'i'}\.org|pythonhoste{'d'}\.org|npmj{'s'}\.(?:org|com)|registry\.\w+\.|artifactor{'y'}|/simpl{'e'}/"
    ),
}
TEXTS = {".py", ".md", ".toml", ".csv", ".txt", ".j2", ".yml", ".yaml", ".json", ".cfg", ".ini", ".sh", ""}


def tracked() -> list[Path]:
    """Return the files that git knows, or all files of an unpacked archive."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]
    skipped = re.compile(r"\.venv|__pycache__|\.egg-info|_cache|\.hypothesis")
    return [path for path in ROOT.rglob("*") if path.is_file() and not skipped.search(str(path.relative_to(ROOT)))]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_names(what):
    """The repository works on any machine and with any mirror of the registries."""
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in tracked()
        if path.suffix in TEXTS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_lock_file_is_tracked():
    """A lock file would name the registry of the machine where it was made."""
    locks = {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "package-lock.json"}
    assert [path.name for path in tracked() if path.name in locks] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such bit")
@pytest.mark.parametrize("name", [".ci/run", ".ci/check", ".ci/install-tools"])
def test_ci_scripts_can_be_run(name):
    """They carry the bit, and bash can read them."""
    script = ROOT / name
    assert script.stat().st_mode & 0o111
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    assert subprocess.run([bash, "-n", script], check=False).returncode == 0


def test_pre_commit_checks_what_ci_checks():
    """Each check of ``.ci/check`` is a hook, by that very script."""
    hooks = re.findall(r"entry: \.ci/check (\w+),", (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    checks = re.search(r"^if .* set -- (.*); fi$", (ROOT / ".ci/check").read_text(encoding="utf-8"), re.MULTILINE)
    assert checks
    assert hooks == checks[1].split() != []
    assert "\n.ci/check\n" in (ROOT / ".ci/run").read_text(encoding="utf-8")
