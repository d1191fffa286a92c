"""Who computes: FlowXL imported here, or the worker process of the Python that has it."""

import importlib
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from .contents import fingerprint, is_table
from .link import Link, LinkError
from .setup import Setup
from .words import say

SERVICE = "flowxl.libreoffice.service"
LIMIT = 20.0
"""Seconds after which a call is given up: LibreOffice stands still for as long."""
PAUSE = 30.0
"""Seconds without another attempt after one that failed, so that a sheet full of formulas waits once."""
LARGE = 64
"""Cells from which on a range is sent once and then named by its fingerprint."""


class Reply(NamedTuple):
    """A value, or an error value and the reason in words."""

    value: Any = None
    error: str = ""
    problem: str = ""


class Down(NamedTuple):
    """Why nobody answers and what to do: keys of the words, and the values that belong into them."""

    why: str
    remedy: str
    values: dict[str, Any]

    def of(self, language: str) -> str:
        """Return it in one language."""
        why = say(self.why, language, **self.values)
        return say("native", language, why=why, remedy=say(self.remedy, language))


class Engine:
    """Answers calls; chosen when the first one comes."""

    def __init__(self, setup: Setup, language: str) -> None:
        self.setup, self.language = setup, language
        self.hello: dict[str, Any] = {}
        self.down: Down | None = None
        self._resume = 0.0
        self._service: Any = None
        self._link: Link | None = None
        self._tried_inside = False
        self._lock = threading.RLock()

    def call(self, name: str, arguments: Sequence[Any], language: str = "") -> Reply:
        """Answer a call; where nobody can, the answer is #N/A and ``down`` says why.

        The language is that of the workbook that asks, of LibreOffice where it has none.
        """
        language = language or self.language
        with self._lock:
            if not self._ready():
                return Reply(None, "#N/A", self.why(language))
            if self._service is not None:
                return Reply(**self._service.serve(name, arguments, language))
            return self._outside(name, arguments, language)

    def why(self, language: str) -> str:
        """Return why nobody answers; empty where somebody does."""
        return self.down.of(language) if self.down else ""

    def status(self, language: str = "") -> list[str]:
        """Return who answers and how, or why nobody does."""
        language = language or self.language
        with self._lock:
            if not self._ready():
                return [self.why(language)]
            version = self.hello["version"]
            if self._service is not None:
                where = say("inside", language, version="{}.{}.{}".format(*sys.version_info[:3]))
            else:
                assert self.setup.interpreter is not None  # noqa: S101 - there is a worker
                where = say("outside", language, program=self.setup.interpreter.program)
            other = say("other_addin", language, theirs=self.setup.version, ours=version)
            return [f"{self.hello['badge'][language]} ({where})", *([other] if version != self.setup.version else [])]

    def stop(self) -> None:
        """End the worker if there is one."""
        with self._lock:
            if self._link is not None:
                self._link.close()
                self._link = None

    # --- choosing ---------------------------------------------------------------------------------------------------

    def _ready(self) -> bool:
        if self._service is not None or self._link is not None:
            return True
        if time.monotonic() < self._resume:
            return False
        if not self._tried_inside:
            self._tried_inside = True
            self._service = self._import()
            if self._service is not None:
                self.hello = self._service.hello()
                return True
        return self._start()

    def _import(self) -> Any:
        """Import FlowXL here, if this is the same kind of Python as the one that has it."""
        interpreter = self.setup.interpreter
        if interpreter and (interpreter.outside or interpreter.tag != tag()):
            return None
        added = [path for path in (interpreter.paths if interpreter else ()) if path not in sys.path]
        sys.path += added  # at the end: nothing that LibreOffice has is replaced
        try:
            return importlib.import_module(SERVICE)
        except Exception:  # whatever another installation's modules do at import, the worker is the way out
            sys.path[:] = [path for path in sys.path if path not in added]
            return None

    def _start(self) -> bool:
        if self.setup.interpreter is None:
            self._fail("not_installed", "install")
            return False
        try:
            self._link = Link(self.setup.interpreter)
        except LinkError as error:
            self._fail(error.kind, "install", program=self.setup.interpreter.program, error=error.error)
            return False
        self.hello, self.down = self._link.hello, None
        return True

    def _fail(self, why: str, remedy: str, **values: object) -> None:
        self.stop()
        self.down = Down(why, remedy, values)
        self._resume = time.monotonic() + PAUSE

    # --- the worker -------------------------------------------------------------------------------------------------

    def _outside(self, name: str, arguments: Sequence[Any], language: str) -> Reply:
        """Ask the worker; if it died, start another and ask once more."""
        for last in (False, True):
            try:
                return Reply(**self._ask(name, arguments, language))
            except LinkError as error:
                self.stop()
                if error.kind == "late":
                    self._fail("late", "again", seconds=LIMIT)
                elif last:
                    self._fail("died", "again", error=error.error)
                if error.kind == "late" or last or not self._start():
                    break
        return Reply(None, "#N/A", self.why(language))

    def _ask(self, name: str, arguments: Sequence[Any], language: str) -> dict[str, Any]:
        """Ask the worker; ranges go along only if it does not have them yet."""
        assert self._link is not None  # noqa: S101 - the engine is ready
        keys = [fingerprint(one) if is_large(one) else "" for one in arguments]
        tables = {key: one for key, one in zip(keys, arguments, strict=True) if key}
        given = [{"table": key} if key else one for key, one in zip(keys, arguments, strict=True)]
        request = {"call": name, "arguments": given, "language": language}
        answer = self._link.ask(request, LIMIT)
        if "need" in answer:
            more = {key: tables[key] for key in answer["need"]}
            answer = self._link.ask({**request, "tables": more}, LIMIT)
        return answer


def is_large(value: Any) -> bool:
    """Say whether an argument is a range worth naming instead of sending."""
    return is_table(value) and sum(len(row) if is_table(row) else 1 for row in value) >= LARGE


def tag() -> str:
    """Return the binary kind of this Python: modules made for another kind cannot be imported."""
    return f"{sys.platform}-{sys.implementation.cache_tag}-{sys.maxsize.bit_length() + 1}"
