"""Results that LibreOffice listens to: the way to hand it a table, and to change an answer later."""

from collections.abc import Callable
from typing import Any

import uno
import unohelper
from com.sun.star.sheet import ResultEvent, XVolatileResult

from .contents import fingerprint, is_table


def typed(value: Any) -> Any:
    """Return a table with the type that Calc knows; a plain tuple would arrive as a list of lists of anything."""
    return uno.Any("[][]any", tuple(map(tuple, value))) if is_table(value) else value


class Live(unohelper.Base, XVolatileResult):
    """An answer and those who listen to it; ``compute`` gives it anew, or None where it never changes."""

    def __init__(self, value: Any, compute: Callable[[], Any] | None = None, *, is_status: bool = False) -> None:
        self.value, self.compute, self.is_status = value, compute, is_status
        self.listeners: list[Any] = []

    def addResultListener(self, listener: Any) -> None:  # noqa: N802 - UNO's name
        """Take a listener and tell it the answer at once, as Calc expects."""
        self.listeners.append(listener)
        self._tell(listener)

    def removeResultListener(self, listener: Any) -> None:  # noqa: N802 - UNO's name
        """Let a listener go: its document was closed."""
        self.listeners = [one for one in self.listeners if one != listener]

    def refresh(self) -> bool:
        """Compute anew; if the answer is another, tell those who listen, and say so."""
        if self.compute is None:
            return False
        value = self.compute()
        if fingerprint(value) == fingerprint(self.value):
            return False
        self.value = value
        for listener in list(self.listeners):
            self._tell(listener)
        return True

    def _tell(self, listener: Any) -> None:
        event = ResultEvent()
        event.Source, event.Value = self, typed(self.value)
        listener.modified(event)
