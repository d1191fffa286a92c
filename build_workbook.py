"""Build workbook/FlowIndex.xlsm with the public figures: ``python build_workbook.py [options of flowxl build]``."""

import sys
from pathlib import Path

from flowxl.cli import main

WORKBOOK = Path(__file__).parent / "workbook" / "FlowIndex.xlsm"

if __name__ == "__main__":
    WORKBOOK.parent.mkdir(exist_ok=True)
    sys.exit(main(["build", "--output", str(WORKBOOK), *sys.argv[1:]]))
