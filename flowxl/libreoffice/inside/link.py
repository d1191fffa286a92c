"""The worker process and the pipe to it: started on demand, started again when it dies, ended with LibreOffice.

A message is its length in four bytes and then JSON. The worker reads from its standard input, so nobody but this
process can talk to it, and it ends when that input ends, however LibreOffice ended.
"""

import contextlib
import json
import os
import queue
import struct
import subprocess
import sys
import tempfile
import threading
from typing import IO, Any

from .setup import Interpreter

MODULE = "flowxl.libreoffice.worker"
LENGTH = struct.Struct(">I")
START_LIMIT = 60.0
"""Seconds for the first word: a cold disk and a virus scanner may take many."""
FOREIGN = ("PYTHONHOME", "PYTHONPATH", "PYTHONEXECUTABLE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What LibreOffice sets for its own Python and would mislead another."""
TOLD = 300
"""Letters of what the worker said last that are told."""


class LinkError(Exception):
    """The worker cannot be talked to: ``kind`` is a key of the words, ``error`` says why."""

    def __init__(self, kind: str, error: str) -> None:
        super().__init__(error)
        self.kind, self.error = kind, error


def write_message(stream: IO[bytes], document: Any) -> None:
    """Write a message."""
    content = json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode()
    stream.write(LENGTH.pack(len(content)) + content)
    stream.flush()


def read_message(stream: IO[bytes]) -> Any:
    """Read a message; None where the stream ends."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    content = stream.read(length)
    return json.loads(content) if len(content) == length else None


class Link:
    """One worker process; it is used by one thread at a time."""

    def __init__(self, interpreter: Interpreter) -> None:
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        windows: dict[str, Any] = {"creationflags": 0x08000000} if sys.platform == "win32" else {}  # no black window
        try:
            self.process = subprocess.Popen(  # noqa: S603 - the interpreter noted at installation
                [interpreter.program, "-P", "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=self.errors, env=environment, **windows,
            )  # fmt: skip
        except OSError as error:
            self.errors.close()
            raise LinkError("no_start", str(error)) from error
        self.answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()
        try:
            self.hello: dict[str, Any] = self._next(START_LIMIT)
        except LinkError as error:
            self.close()
            raise LinkError("no_hello", error.error) from error

    def _listen(self) -> None:
        assert self.process.stdout is not None  # noqa: S101 - we asked for a pipe
        with contextlib.suppress(OSError, ValueError):
            while (message := read_message(self.process.stdout)) is not None:
                self.answers.put(message)
        self.answers.put(None)

    def _next(self, limit: float) -> dict[str, Any]:
        try:
            message: dict[str, Any] | None = self.answers.get(timeout=limit)
        except queue.Empty:
            raise LinkError("late", f"{limit:g}") from None
        if message is None:
            raise LinkError("died", self._last_words())
        return message

    def _last_words(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=2)
        self.errors.seek(0)
        said = self.errors.read().decode(errors="replace").strip().splitlines()
        return f"exit code {self.process.returncode}{': ' * bool(said)}{said[-1][:TOLD] if said else ''}"

    def ask(self, request: dict[str, Any], limit: float) -> dict[str, Any]:
        """Send a request and return its answer.

        Raises
        ------
        LinkError
            If the worker died or takes longer than the limit; either way it has to be closed.
        """
        assert self.process.stdin is not None  # noqa: S101 - we asked for a pipe
        try:
            write_message(self.process.stdin, request)
        except OSError:
            raise LinkError("died", self._last_words()) from None
        return self._next(limit)

    def close(self) -> None:
        """End the worker, whatever it does."""
        with contextlib.suppress(OSError):
            self.process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
        self.listener.join(timeout=5)
        for stream in (self.process.stdin, self.process.stdout, self.errors):
            if stream is not None:
                with contextlib.suppress(OSError):  # what was still to be written has nowhere to go
                    stream.close()
