"""``flowxl addin excel``: the add-in FlowXL.xlam, into Excel's start-up folder, out of it, or into a file."""

import argparse
from pathlib import Path

from flowxl.cli.desktop import addin_bytes, document, tell, user_folders
from flowxl.cli.desktop_words import say
from flowxl.cli.exits import OK, UsageError
from flowxl.cli.output import give_json, print_lines, writing
from flowxl.desktop.addin import install_addin, uninstall_addin
from flowxl.desktop.changes import Change, make


def run(arguments: argparse.Namespace) -> int:
    """Install the add-in, take it out, or write it to a file."""
    language: str = arguments.lang or "zh"
    if arguments.output:
        changes = [_write(arguments.output)]
    elif arguments.uninstall:
        changes = uninstall_addin(user_folders(language))
    else:
        changes = install_addin(user_folders(language), addin_bytes())
    if not give_json(document(changes, dry_run=False), arguments.json):
        print_lines(tell(changes, language, dry_run=False))
        if arguments.install:
            print_lines([say("next", language)])
    return OK


def _write(path: Path) -> Change:
    """Write the add-in to a file that is not there yet, or holds the same.

    Raises
    ------
    UsageError
        If it holds something else, or cannot be written.
    """
    change = Change.of(path, addin_bytes())
    if change.action == "replace" or (path.exists() and not path.is_file()):
        raise UsageError(f"{path} exists and holds something else; it was left as it is. Choose another --output.")
    with writing(path):
        make([change])
    return change
