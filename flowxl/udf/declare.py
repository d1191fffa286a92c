"""A function is declared once: signature, annotations and first docstring line say what wrappers and reference need."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from flowxl.voice.text import Language, Text

Function = Callable[..., Any]
TITLES = {
    "city": "城市",
    "cities": "城市",
    "benchmark": "对照城市",
    "item": "指标",
    "items": "指标",
    "indicator": "三级指标",
    "data": "数据",
    "weights": "权重",
    "settings": "设置",
    "values": "数值",
    "ddof": "自由度",
    "direction": "方向",
    "ratings": "评分",
    "best": "满分",
    "turned": "转置",
}
"""Chinese names of parameters, as a function wizard shows them; the English one is the parameter's own."""


@dataclass(frozen=True)
class Range:
    """Says that a parameter is one of the workbook's own tables if it is left out."""

    name: str


@dataclass(frozen=True)
class Param:
    """A parameter: its name in the cell, title and help in both languages, whether it may be left out.

    ``name_of_table`` is the defined name of the calling workbook that stands in for it; empty where there is none.
    """

    name: str
    title: Text
    help: Text
    optional: bool
    name_of_table: str


@dataclass(frozen=True)
class Udf:
    """A worksheet function: its name, help in both languages, an example, its parameters, and what computes it."""

    name: str
    help: Text
    example: str
    volatile: bool
    params: tuple[Param, ...]
    call: Function

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that stand in for parameters that are left out."""
        return tuple(param.name_of_table for param in self.params if param.name_of_table)

    def usage(self) -> str:
        """Return the call as a help text shows it, e.g. ``FLOWRANK(city, [item])``."""
        words = [f"[{param.name}]" if param.optional else param.name for param in self.params]
        return f"{self.name}({', '.join(words)})"

    def help_in(self, language: Language) -> str:
        """Return the help text of a language."""
        return self.help.of(language)


def declare(zh: str, example: str, *, volatile: bool = False) -> Callable[[Function], Function]:
    """Mark a function as a worksheet function; its name in cells is its own in capitals.

    Parameters
    ----------
    zh
        Chinese help; the English one is the first line of the docstring.
    example
        A formula that uses it.
    volatile
        Whether it is computed anew with every change.
    """

    def mark(function: Function) -> Function:
        function.__udf__ = _read(function, zh, example, volatile=volatile)  # type: ignore[attr-defined]
        return function

    return mark


def _read(function: Function, zh: str, example: str, *, volatile: bool) -> Udf:
    hints = get_type_hints(function, include_extras=True)
    params = []
    for name, parameter in inspect.signature(function).parameters.items():
        hint = hints[name]
        if get_origin(hint) is not Annotated:
            raise TypeError(f"{function.__name__}: parameter {name} has no help text")
        _, words, *tables = get_args(hint)
        optional = parameter.default is not inspect.Parameter.empty
        params.append(Param(name, Text(TITLES[name], name), words, optional, tables[0].name if tables else ""))
    summary = (inspect.getdoc(function) or "").partition("\n")[0]
    return Udf(function.__name__.upper(), Text(zh, summary), example, volatile, tuple(params), function)


def udfs(module: Any) -> tuple[Udf, ...]:
    """Return the worksheet functions of a module, in the order of its text."""
    return tuple(value.__udf__ for value in vars(module).values() if hasattr(value, "__udf__"))
