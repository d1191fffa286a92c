"""The commands, one module each, which declares it as ``COMMAND``; a new one is a new module, and nothing else changes.

Light: every call imports all of them. What runs a command is imported when it runs.
"""

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from flowxl.cli.declare import GROUPS, Command


@lru_cache(maxsize=1)
def declared() -> tuple[Command, ...]:
    """Return all commands in the order of the help."""
    names = [module.name for module in iter_modules(__path__)]
    return in_order(tuple(import_module(f"{__name__}.{name}").COMMAND for name in names))


def in_order(commands: tuple[Command, ...]) -> tuple[Command, ...]:
    """Return commands in the order of the help."""
    groups = list(GROUPS)
    return tuple(sorted(commands, key=lambda one: (groups.index(one.group), one.order, one.name)))
