"""The open documents that ask: their own tables, their latest problem, and the answers that follow their changes."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.util import XModifyListener

from .contents import fingerprint, is_error
from .live import Live

META, VERSION = "flow_meta", "version"
TITLED = "flow_settings"
"""A small table of each workbook of ours; its titles are in the language of the workbook."""
TABLES_KEPT = 64
"""Answers with tables that are handed out again where the same call comes again."""


class Book(unohelper.Base, XModifyListener, XCallback):
    """One open document."""

    def __init__(self, document: Any, later: Callable[[Any], None], forget: Callable[[], None]) -> None:
        self.document, self.later, self.forget = document, later, forget
        self.problem = ""
        self.live: dict[str, Live] = {}
        self.fixed: OrderedDict[str, Live] = OrderedDict()
        self._tables: dict[str, Any] = {}
        self._waiting = self._refreshing = False
        document.addModifyListener(self)

    def table(self, name: str) -> Any:
        """Return the values of a table by its defined name, as a range comes to a function; None without it."""
        if name not in self._tables:
            names = self.document.NamedRanges
            cells = names.getByName(name).getReferredCells() if names.hasByName(name) else None
            self._tables[name] = None if cells is None else cells.getDataArray()
        return self._tables[name]

    def version(self) -> str:
        """Return what the workbook says it was made with; empty where it does not say."""
        return next((str(row[1]) for row in self.table(META) or () if row[0] == VERSION and len(row) > 1), "")

    def language(self) -> str:
        """Return the language of the workbook; empty where it is none of ours."""
        first = next((str(row[0]) for row in self.table(TITLED) or ()), "")
        return ("en" if first.isascii() else "zh") if first else ""

    def note(self, problem: str) -> None:
        """Keep the latest problem for FLOWSTATUS, which is told of it soon."""
        if problem != self.problem:
            self.problem = problem
            if not self._refreshing:  # two problems that take turns would go on for ever
                self.refresh_later()

    def following(self, call: tuple[Any, ...], compute: Callable[[], Any], *, is_status: bool = False) -> Live:
        """Return an answer that is computed anew with every change of the document; one for each different call."""
        key = fingerprint(call)
        if key not in self.live:
            self.live[key] = Live(compute(), compute, is_status=is_status)
        elif is_error(self.live[key].value):  # whoever asks for it again is told why
            compute()
        return self.live[key]

    def fixed_table(self, value: Any) -> Live:
        """Return an answer with a table that stays as it is: Calc itself asks again when the arguments change."""
        key = fingerprint(value)
        if key not in self.fixed:
            self.fixed[key] = Live(value)
        self.fixed.move_to_end(key)
        while len(self.fixed) > TABLES_KEPT:
            self.fixed.popitem(last=False)
        return self.fixed[key]

    def refresh_later(self) -> None:
        """Compute anew soon, once for all changes until then: Calc must not be disturbed while it computes."""
        self._tables.clear()
        if self.live and not self._waiting:
            self._waiting = True
            self.later(self)

    def notify(self, _data: Any) -> None:
        """Compute what follows the document anew; called when Calc is idle."""
        self._waiting, self._refreshing = False, True
        self._tables.clear()
        self.live = {key: one for key, one in self.live.items() if one.listeners}
        try:
            for one in sorted(self.live.values(), key=lambda one: one.is_status):  # it tells what the others met
                latest = self.problem
                if not one.refresh():
                    self.problem = latest  # what failed before is no news, and may stand in no cell any more
        finally:
            self._refreshing = False

    def modified(self, _event: Any) -> None:
        """Hear that the document changed."""
        self.refresh_later()

    def disposing(self, _event: Any) -> None:
        """Hear that the document is closed."""
        self.live.clear()
        self.fixed.clear()
        self._tables.clear()
        self.forget()


class Books:
    """The open documents by the identifier that LibreOffice gives each."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.open: dict[str, Book] = {}

    def of(self, document: Any) -> Book:
        """Return the entry of a document."""
        key = document.RuntimeUID
        if key not in self.open:
            self.open[key] = Book(document, self._later, lambda: self._forget(key))
        return self.open[key]

    def _forget(self, key: str) -> None:
        self.open.pop(key, None)

    def _later(self, book: Book) -> None:
        factory = self.context.ServiceManager
        factory.createInstanceWithContext("com.sun.star.awt.AsyncCallback", self.context).addCallback(book, None)
