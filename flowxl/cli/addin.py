"""``flowxl addin``: the add-in for Excel or LibreOffice, into the program, out of it, or into a file."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flowxl.cli.desktop import addin_bytes, document, tell, user_folders
from flowxl.cli.desktop_words import WORDS
from flowxl.cli.exits import OK, UsageError
from flowxl.cli.language import message_language
from flowxl.cli.output import Document, give_json, print_lines, writing
from flowxl.desktop.addin import install_addin, uninstall_addin
from flowxl.desktop.changes import Change, make
from flowxl.voice.message import Message
from flowxl.voice.text import Language

if TYPE_CHECKING:
    from flowxl.libreoffice import install

ENDINGS = {"excel": ".xlam", "libreoffice": ".oxt"}


def run(arguments: argparse.Namespace) -> int:
    """Install the add-in, take it out, or write it to a file."""
    program: str = arguments.program
    if arguments.build and arguments.build.suffix.lower() != ENDINGS[program]:
        raise UsageError(Message("cli.addin.ending", path=str(arguments.build), ending=ENDINGS[program]))
    if arguments.outside and (program != "libreoffice" or not arguments.install):
        raise UsageError(Message("cli.addin.outside"))
    return (_libreoffice if program == "libreoffice" else _excel)(arguments, message_language(arguments))


def _excel(arguments: argparse.Namespace, language: Language) -> int:
    if arguments.build:
        changes = [_write(arguments.build, addin_bytes())]
    elif arguments.uninstall:
        changes = uninstall_addin(user_folders())
    else:
        changes = install_addin(user_folders(), addin_bytes())
    if not give_json(document(changes, dry_run=False), arguments.json):
        print_lines(tell(changes, language, dry_run=False))
        if arguments.install:
            print_lines([WORDS["next"].of(language)])
    return OK


def _libreoffice(arguments: argparse.Namespace, language: Language) -> int:
    from flowxl.libreoffice import build, install  # heavy, and needed by few

    if arguments.build:
        changes = [_write(arguments.build, build.addin())]
        found, lines = document(changes, dry_run=False), tell(changes, language, dry_run=False)
    else:
        office = install.find_office()
        done = install.install(office, outside=arguments.outside) if arguments.install else install.uninstall(office)
        found, lines = _done(done), _told(done, language)
    if not give_json(found, arguments.json):
        print_lines(lines)
    return OK


def _done(done: "install.Done") -> Document:
    return {
        "action": done.action,
        "libreoffice": done.office.version,
        "folder": str(done.office.programs),
        "everyone": done.everyone,
        "interpreter": done.interpreter,
    }


def _told(done: "install.Done", language: Language) -> list[str]:
    who = WORDS["for_everyone" if done.everyone else "for_you"].of(language)
    lines = [WORDS[f"office_{done.action}"].say(language, version=done.office.version, who=who)]
    if done.action == "install":
        lines.append(WORDS["office_interpreter"].say(language, path=done.interpreter))
        if done.everyone and not _seen_by_all(Path(done.interpreter)):
            lines.append(WORDS["office_hidden"].say(language, path=done.interpreter))
        lines.append(WORDS["office_next"].of(language))
    return lines


def _seen_by_all(path: Path) -> bool:
    """Say whether everyone may run a program: each folder on the way lets them in, also that of what it links to."""
    folders = {*path.absolute().parents, *path.resolve().parents, *Path(sys.prefix).parents}
    return all(folder.stat().st_mode & 0o001 for folder in folders)


def _write(path: Path, content: bytes) -> Change:
    """Write the add-in to a file that is not there yet, or holds the same.

    Raises
    ------
    UsageError
        If it holds something else, or cannot be written.
    """
    change = Change.of(path, content)
    if change.action == "replace" or (path.exists() and not path.is_file()):
        raise UsageError(Message("cli.addin.exists", path=path))
    with writing(path):
        make([change])
    return change
