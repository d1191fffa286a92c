"""The command line: ``flowxl COMMAND``, one module for each command.

It parses, prints and gives exit codes. Everything heavy is imported inside the commands, so that ``flowxl --help``
answers at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from flowxl.cli.exits import INTERNAL, READER_LEFT, REFUSED, STOPPED, USAGE, UsageError
from flowxl.cli.parser import make_parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Parameters
    ----------
    argv
        Arguments without the program's name; defaults to those of the process.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that lacks Chinese shows codes instead of failing
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            return _command(argv)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _drop_unread()
        return READER_LEFT


def _command(argv: Sequence[str] | None) -> int:
    arguments = make_parser().parse_args(argv)
    try:
        return _run(arguments)
    except BrokenPipeError:
        raise
    except Exception as error:
        if os.environ.get("FLOWXL_DEBUG") == "1":
            raise
        found = " ".join(f"{type(error).__name__}: {error}".split())
        return _fail(f"internal error ({found}); please report it, with what FLOWXL_DEBUG=1 shows", INTERNAL)


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

        print_refusal(error, arguments.json)
        return USAGE if isinstance(error, WriteError) else REFUSED
    except UsageError as error:
        return _fail(str(error), USAGE)
    except BrokenPipeError:
        raise
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _fail(f"{where}{error.strerror or error}", USAGE)
    except KeyboardInterrupt:
        return _fail("stopped; nothing was left half-written", STOPPED)
    return code


def _fail(sentence: str, code: int) -> int:
    print(f"flowxl: {sentence}", file=sys.stderr)
    return code
