"""The command line: ``flowxl build | compute | check | import | reproduce | doctor | install | addin``.

It parses, prints and gives exit codes. Everything heavy is imported inside the commands, so that ``flowxl --help``
answers at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from flowxl.cli.exits import INTERNAL, REFUSED, STOPPED, USAGE, UsageError
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
    arguments = make_parser().parse_args(argv)
    try:
        return _run(arguments)
    except Exception as error:
        if os.environ.get("FLOWXL_DEBUG") == "1":
            raise
        found = " ".join(f"{type(error).__name__}: {error}".split())
        return _fail(f"internal error ({found}); please report it, with what FLOWXL_DEBUG=1 shows", INTERNAL)


def _run(arguments: argparse.Namespace) -> int:
    """Run a command; what a person can put right is told in a sentence."""
    from flowxl.core.faults import FlowXLError, WriteError

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
        # The reader of our output has left (`flowxl … | head`). Python would complain at exit, so it gets no stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return USAGE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _fail(f"{where}{error.strerror or error}", USAGE)
    except KeyboardInterrupt:
        return _fail("stopped; nothing was left half-written", STOPPED)
    return code


def _fail(sentence: str, code: int) -> int:
    print(f"flowxl: {sentence}", file=sys.stderr)
    return code
