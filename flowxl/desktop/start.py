"""``flowxl-python``: the Python that Excel starts, which imports nothing from the folder that it is started in.

xlwings' macros run ``INTERPRETER -B -c CODE``. After ``-c`` Python imports from the current folder first, and Excel's
is often that of the workbook. The code then calls ``prepare_sys_path``, which makes an empty entry, the current folder
again, of a setting that nobody made. A program that pip puts beside Python has no such entry at its start; the second
one is dropped here. Nothing else changes, so that workbooks of other people's work as before.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

NAME = "flowxl-python"
USAGE = 2
_SWITCHES = frozenset({"-B", "-E", "-P", "-I", "-s", "-u"})
"""What may stand before ``-c``; but for -B none has anything left to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the code of a command line ``[SWITCH …] -c CODE [ARGUMENT …]`` as Python does, without the current folder.

    Returns
    -------
    int
        0, or 2 if the command line is another one.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    before = next((n for n, one in enumerate(given) if one not in _SWITCHES), len(given))
    if given[before : before + 1] != ["-c"] or before + 1 == len(given):
        sys.stderr.write(f"{NAME} [-B] -c CODE\n")
        return USAGE
    sys.dont_write_bytecode |= "-B" in given[:before]
    _keep_full_paths()
    sys.argv = ["-c", *given[before + 2 :]]
    exec(compile(given[before + 1], "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - as `python -c` does
    return 0


def _keep_full_paths() -> None:
    """Have what xlwings puts in front of the path cleared of the current folder."""
    from xlwings import utils  # Excel's side only; this module is imported where it may be missing

    prepare = utils.prepare_sys_path

    def prepare_sys_path(text: str) -> None:
        prepare(text)  # type: ignore[no-untyped-call]
        sys.path[:] = [entry for entry in sys.path if Path(entry).is_absolute()]

    utils.prepare_sys_path = prepare_sys_path
