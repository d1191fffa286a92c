"""What the VBA wrappers call through xlwings: ranges come in, numbers or a mark for an error go out.

pywin32 cannot hand an error value to Excel (measured), so an error travels as a text that begins with :data:`MARK`; the
wrapper makes the error value of it.
"""

import inspect
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import xlwings

from flowxl import __version__
from flowxl.udf import functions
from flowxl.udf.all_functions import UDFS
from flowxl.udf.answer import Answer, answer
from flowxl.udf.declare import Udf
from flowxl.udf.errors import BETWEEN, CODES, JOINT, MARK
from flowxl.voice.message import Message
from flowxl.voice.text import Language
from flowxl.workbook import texts

LIMIT = 20.0
"""Seconds after which a call is given up: Excel stands still for as long."""
BOOKS = 64
Decorator = Callable[..., Any]


class Problems:
    """The latest problem of each workbook that asks, the latest workbooks only; safe between threads."""

    def __init__(self, limit: int = BOOKS) -> None:
        self.limit = limit
        self._kept: OrderedDict[str, Message] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, book: str, problem: Message) -> None:
        """Keep a problem."""
        with self._lock:
            self._kept[book] = problem
            self._kept.move_to_end(book)
            while len(self._kept) > self.limit:
                self._kept.popitem(last=False)

    def of(self, book: str) -> Message | None:
        """Return the latest problem of a workbook; None if it had none."""
        with self._lock:
            return self._kept.get(book)


PROBLEMS = Problems()


def ask(udf: Udf, arguments: tuple[Any, ...], book: str, limit: float = LIMIT) -> Any:
    """Call a function for a workbook; what goes wrong is kept for FLOWSTATUS and given back as a mark.

    Parameters
    ----------
    book
        Version of the wrapper, version of xlwings in it, language to answer in, and the workbook, with strokes
        between. Wrappers of 0.1.0 tell no language; they are answered in English.
    limit
        Seconds that it may take.
    """
    if udf.call is functions.flowstatus:
        return _status(book)
    found: list[Answer] = []
    thread = threading.Thread(target=lambda: found.append(answer(udf, arguments)), daemon=True)
    thread.start()
    thread.join(limit)
    if not found:
        return _mark("late", Message("udf.late", function=udf.name, seconds=limit), book)
    if found[0].problem:
        return _mark("value" if found[0].error == "#VALUE!" else "missing", found[0].problem, book)
    return found[0].value


def _mark(code: str, problem: Message, book: str) -> str:
    PROBLEMS.note(_name(book), problem)
    return f"{MARK}{CODES[code]}{problem.of('en')}{BETWEEN}{problem.of('zh')}"


def _status(book: str) -> str:
    language, problem = _language(book), PROBLEMS.of(_name(book))
    told = [*_versions(book), *([problem] if problem else [])]
    return JOINT.of(language).join([texts.badge("core", language, __version__), *(one.of(language) for one in told)])


def _language(book: str) -> Language:
    parts = book.split("|")
    return "zh" if len(parts) > 3 and parts[2] == "zh" else "en"


def _name(book: str) -> str:
    return book.rpartition("|")[2]


def _versions(book: str) -> list[Message]:
    """Return what differs between the workbook's wrappers and this Python."""
    parts = book.split("|")
    pairs = zip(("FlowXL", "xlwings"), parts, (__version__, xlwings.__version__), strict=False)
    return [
        Message("udf.made_with", name=name, theirs=theirs, ours=ours)
        for name, theirs, ours in pairs
        if len(parts) > 2 and theirs != ours
    ]


def expose(udf: Udf, func: Decorator = xlwings.func, arg: Decorator = xlwings.arg) -> Callable[..., Any]:
    """Return a function as xlwings calls it: its signature, and last the workbook that asks, which VBA fills in."""

    def call(*arguments: Any) -> Any:
        *given, book = arguments
        return ask(udf, tuple(given), book if isinstance(book, str) else "")

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    own = list(inspect.signature(udf.call).parameters.values())
    parameters = [inspect.Parameter(p.name, kind, default=p.default) for p in own]
    call.__signature__ = inspect.Signature([*parameters, inspect.Parameter("book", kind, default="")])  # type: ignore[attr-defined]
    call.__name__ = call.__qualname__ = udf.name
    call.__doc__ = udf.help.en
    for param in udf.params:
        call = arg(param.name, "raw", doc=param.help.en)(call)
    call = arg("book", "raw", vba="FxBook()")(call)
    # Last, since each mark of an argument sets category and volatility back.
    exposed: Callable[..., Any] = func(category="FlowXL", volatile=udf.volatile)(call)
    return exposed


globals().update({udf.name: expose(udf) for udf in UDFS})
