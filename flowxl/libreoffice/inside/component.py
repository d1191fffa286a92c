"""The UNO component: a method for each function, as ``CalcAddIns.xcu`` and the type library announce them."""

from pathlib import Path
from typing import Any

import unohelper
from com.sun.star.lang import XServiceInfo, XServiceName
from org.flowxl import XFunctions

from .books import Book, Books
from .contents import error_value, is_table
from .engine import Engine
from .setup import IMPLEMENTATION, NAME, SERVICE, Function, Setup
from .words import say

STATE: dict[str, Any] = {}
"""What the functions share while LibreOffice runs: ``books`` and ``engine``."""


class Functions(unohelper.Base, XFunctions, XServiceInfo, XServiceName):
    """The functions; Calc makes one of these and keeps it."""

    def __init__(self, context: Any) -> None:
        self.setup = Setup.read(Path(__file__).parents[2] / NAME)
        if not STATE:
            language = "zh" if locale(context).startswith("zh") else "en"
            STATE.update(books=Books(context), engine=Engine(self.setup, language))
        self.books: Books = STATE["books"]
        self.engine: Engine = STATE["engine"]

    def __getattr__(self, method: str) -> Any:
        """Return the method of a function; its first argument is the document that asks."""
        functions = self.__dict__.get("setup") and self.setup.functions
        if not functions or method not in functions:
            raise AttributeError(method)
        return lambda document, *arguments: self.answer(functions[method], self.books.of(document), arguments)

    def answer(self, function: Function, book: Book, arguments: tuple[Any, ...]) -> Any:
        """Answer a call: what follows the document is listened to, also tables; all else is a plain value."""
        if function.status:
            return book.following((function.name,), lambda: self.status(book), is_status=True)
        if any(arguments[place] is None and book.table(name) is not None for place, name in function.tables.items()):
            return book.following(
                (function.name, arguments), lambda: self.value(function, book, with_tables(function, book, arguments))
            )
        value = self.value(function, book, arguments)
        return book.fixed_table(value) if is_table(value) else value

    def value(self, function: Function, book: Book, arguments: tuple[Any, ...]) -> Any:
        """Return a cell or rows of cells; an error value is a number, and its reason is kept for FLOWSTATUS."""
        reply = self.engine.call(function.name, arguments, book.language())
        if reply.error:
            book.note(reply.problem)
            return error_value(reply.error)
        return reply.value

    def status(self, book: Book) -> str:
        """Return who answers and how, what does not fit together, and the latest problem."""
        language, made_with = book.language() or self.engine.language, book.version()
        parts = self.engine.status(language)
        ours = f"FlowXL {self.engine.hello.get('version', self.setup.version)}"
        if made_with not in ("", ours):
            parts.append(say("other_book", language, theirs=made_with, ours=ours))
        if book.problem and book.problem != self.engine.why(language):
            parts.append(say("problem", language, problem=book.problem))
        return ("；" if language == "zh" else "; ").join(parts)

    def getServiceName(self) -> str:  # noqa: N802 - UNO's name
        """Return the service that the configuration names."""
        return SERVICE

    def getImplementationName(self) -> str:  # noqa: N802 - UNO's name
        """Return the name of this implementation."""
        return IMPLEMENTATION

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802 - UNO's name
        """Return what this is; no sheet.AddIn, or Calc would load it with every start."""
        return (SERVICE,)

    def supportsService(self, name: str) -> bool:  # noqa: N802 - UNO's name
        """Say whether this is such a service."""
        return name in self.getSupportedServiceNames()


def with_tables(function: Function, book: Book, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the arguments, with the workbook's own tables where they were left out."""
    return tuple(
        book.table(function.tables[n]) if one is None and n in function.tables else one
        for n, one in enumerate(arguments)
    )


def locale(context: Any) -> str:
    """Return the language of LibreOffice's menus, like zh-CN."""
    provider = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.configuration.ConfigurationProvider", context
    )
    node = unohelper.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    node.Name, node.Value = "nodepath", "/org.openoffice.Setup/L10N"
    access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (node,))
    return str(access.getByName("ooLocale"))
