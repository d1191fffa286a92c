"""Hostile files in full size meet the real budgets, within memory and time."""

import subprocess
import sys
from pathlib import Path

import pytest
from support import hostile
from support.command import ROOT
from support.limits import limit

ASK = """
import sys
from flowxl.voice.faults import FlowXLError
from flowxl.ooxml.precheck import precheck
try:
    precheck(sys.argv[1])
except FlowXLError as error:
    print(*(fault.kind for fault in error.faults))
"""


@pytest.mark.parametrize("case", hostile.HOSTILE)
def test_hostile_file_is_refused_with_its_kind(case: str, tmp_path: Path) -> None:
    """Each attack gives one fault of its own kind, in a process with little memory."""
    kind, make = hostile.HOSTILE[case]
    path = make(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(path)],
        cwd=ROOT,
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.split(), done.stderr) == ([kind], "")
