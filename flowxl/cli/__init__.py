"""The command line: ``flowxl COMMAND``; each command is declared in a module of its own, in ``commands``.

It parses, prints and gives exit codes. Everything heavy is imported inside the commands, so that ``flowxl --help``
answers at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flowxl.cli.exits import INTERNAL, READER_LEFT, REFUSED, STOPPED, USAGE, UsageError
from flowxl.cli.language import message_language, typed_language
from flowxl.cli.parser import make_parser
from flowxl.voice.message import Message
from flowxl.voice.text import Language, Text

if TYPE_CHECKING:
    from flowxl.cli.declare import Command

FAILED = Text("flowxl：{0}", "flowxl: {0}")


def main(argv: Sequence[str] | None = None, commands: "Sequence[Command] | None" = None) -> int:
    """Run a command and return its exit code.

    Parameters
    ----------
    argv
        Arguments without the program's name; defaults to those of the process.
    commands
        The commands that there are; defaults to all that are declared.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that lacks Chinese shows codes instead of failing
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            return _command(sys.argv[1:] if argv is None else argv, commands)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _drop_unread()
        return READER_LEFT


def _command(words: Sequence[str], commands: "Sequence[Command] | None") -> int:
    arguments = make_parser(typed_language(words), commands).parse_args(words)
    try:
        return _run(arguments)
    except BrokenPipeError:
        raise
    except Exception as error:
        if os.environ.get("FLOWXL_DEBUG") == "1":
            raise
        found = " ".join(f"{type(error).__name__}: {error}".split())
        return _fail(Message("cli.internal", found=found), message_language(arguments), INTERNAL)


def _drop_unread() -> None:
    """Give streams whose reader has left a place to write to: Python would complain at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _run(arguments: argparse.Namespace) -> int:
    """Run a command; what a person can put right is told in a sentence."""
    from flowxl.voice.faults import FlowXLError, WriteError

    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except FlowXLError as error:
        from flowxl.cli.output import print_refusal

        print_refusal(error, arguments.json, message_language(arguments, error.language))
        return USAGE if isinstance(error, WriteError) else REFUSED
    except UsageError as error:
        return _fail(error.message, message_language(arguments), USAGE)
    except BrokenPipeError:
        raise
    except OSError as error:
        return _fail(_of_system(error), message_language(arguments), USAGE)
    except KeyboardInterrupt:
        return _fail(Message("cli.stopped"), message_language(arguments), STOPPED)
    return code


def _of_system(error: OSError) -> Message:
    from flowxl.voice.reasons import Reason

    if error.filename:
        return Message("cli.file", file=error.filename, reason=Reason(error))
    return Message("cli.system", reason=Reason(error))


def _fail(message: Message, language: Language, code: int) -> int:
    print(FAILED.say(language, message), file=sys.stderr)
    return code
