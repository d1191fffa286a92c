"""``flowxl install``: set Excel up on Windows, or take that out again."""

import argparse

from flowxl.cli.desktop import addin_bytes, document, started_by_excel, tell, user_folders
from flowxl.cli.desktop_words import say
from flowxl.cli.exits import OK
from flowxl.cli.output import give_json, print_lines
from flowxl.desktop.install import install, plan_install, plan_uninstall, uninstall


def run(arguments: argparse.Namespace) -> int:
    """Change what has to be changed, or show it."""
    language: str = arguments.lang or "zh"
    folders = user_folders(language)
    if arguments.uninstall:
        changes = plan_uninstall(folders) if arguments.dry_run else uninstall(folders)
        told = []
    else:
        program = started_by_excel(language)
        do = plan_install if arguments.dry_run else install
        changes = do(folders, program, addin_bytes())
        told = [say("interpreter", language, path=program), say("next", language)]
    if not give_json(document(changes, dry_run=arguments.dry_run), arguments.json):
        print_lines(tell(changes, language, dry_run=arguments.dry_run))
        print_lines(told)
    return OK
