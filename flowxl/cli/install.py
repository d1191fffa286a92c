"""``flowxl install``: set Excel up on Windows, or take that out again."""

import argparse

from flowxl.cli.desktop import addin_bytes, document, started_by_excel, tell, user_folders
from flowxl.cli.desktop_words import WORDS
from flowxl.cli.exits import OK
from flowxl.cli.language import message_language
from flowxl.cli.output import give_json, print_lines
from flowxl.desktop.install import install, plan_install, plan_uninstall, uninstall


def run(arguments: argparse.Namespace) -> int:
    """Change what has to be changed, or show it."""
    language = message_language(arguments)
    folders = user_folders()
    if arguments.uninstall:
        changes = plan_uninstall(folders) if arguments.dry_run else uninstall(folders)
        told = []
    else:
        program = started_by_excel()
        do = plan_install if arguments.dry_run else install
        changes = do(folders, program, addin_bytes())
        told = [WORDS["interpreter"].say(language, path=program), WORDS["next"].of(language)]
    if not give_json(document(changes, dry_run=arguments.dry_run), arguments.json):
        print_lines(tell(changes, language, dry_run=arguments.dry_run))
        print_lines(told)
    return OK
