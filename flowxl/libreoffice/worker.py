"""The worker process: answers the add-in's calls on standard input and output until the input ends."""

import os
import sys
from collections import OrderedDict
from typing import IO, Any

from flowxl.libreoffice.inside.link import read_message, write_message
from flowxl.libreoffice.service import hello, serve
from flowxl.udf.cache import CELLS, count_cells
from flowxl.voice.text import Language


class Store:
    """Ranges by their fingerprints, the latest used, bounded by the number of their cells."""

    def __init__(self, limit: int = CELLS) -> None:
        self.limit = limit
        self._kept: OrderedDict[str, Any] = OrderedDict()

    def fill(self, arguments: list[Any], tables: dict[str, Any]) -> tuple[list[Any], list[str]]:
        """Take in ranges that came along, and put ranges in the place of their fingerprints.

        Returns
        -------
        list, list of str
            The arguments; or none, and the fingerprints of the ranges that are lacking.
        """
        named = dict.fromkeys(one["table"] for one in arguments if isinstance(one, dict))
        self._kept.update(tables)
        lacking = [key for key in named if key not in self._kept]
        for key in named:
            if key in self._kept:
                self._kept.move_to_end(key)
        while len(self._kept) > len(named) and count_cells(*self._kept.values()) > self.limit:
            self._kept.popitem(last=False)
        if lacking:
            return [], lacking
        return [self._kept[one["table"]] if isinstance(one, dict) else one for one in arguments], []


def run(source: IO[bytes], target: IO[bytes]) -> None:
    """Say hello, then answer requests until there are none."""
    store = Store()
    write_message(target, hello())
    while (request := read_message(source)) is not None:
        language: Language = "zh" if request.get("language") == "zh" else "en"  # an add-in of 0.1.0 tells none
        arguments, lacking = store.fill(request["arguments"], request.get("tables", {}))
        write_message(target, {"need": lacking} if lacking else serve(request["call"], arguments, language))


def main() -> None:
    """Take standard input and output; what anything else prints goes to standard error."""
    target = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        run(sys.stdin.buffer, target)
    except BrokenPipeError:  # LibreOffice has ended, nobody waits for the answer
        os._exit(0)


if __name__ == "__main__":
    main()
