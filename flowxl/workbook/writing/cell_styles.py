"""Which style a cell of a grid gets: what its contents ask for, and what its place in the table adds."""

from collections.abc import Callable

from xlsxwriter.format import Format

from flowxl.workbook.book import Columns
from flowxl.workbook.grid import Area
from flowxl.workbook.styles import Styles
from flowxl.workbook.writing.views import WRAPPED

TEXTS = {"text", "label", "wrap_label", "label_bold", "help", "key", "grey", "who", "code", "live_code", "input_text"}
MIXED = {"setting", "stored"}
"""Fields with texts and figures."""
BOLD = {"label": "label_bold", "wrap_label": "label_bold", "weight": "weight_total", "score": "index"}
HEAD_FIELDS = {"code", "name", "pillar", "dimension", "measure"}


class Looks:
    """Styles of the cells of one grid."""

    def __init__(self, styles: Styles, area: Area, columns: Columns) -> None:
        self.styles, self.grid, self.columns = styles, area.grid, columns
        self.traits = area.grid.traits
        self.total = area.grid.item_position.get("index", -1) if self.traits.total else -1

    def _asked(self, key: str, item: int) -> str:
        style = self.columns[key].style
        return style if isinstance(style, str) else style(item)

    def header(self, key: str) -> Format:
        """Return the style of a title: over figures it stands right, as they do."""
        if key.startswith("year:"):
            return self.styles("header_year")
        figures = not self.grid.transposed and key not in MIXED and self._asked(key, 0) not in TEXTS
        if figures:
            return self.styles("header_number")
        centred = not self.grid.transposed and self._asked(key, 0) in {"code", "live_code"}
        return self.styles("header_code") if centred else self.styles("header", indent=self._after_figures(key))

    def _after_figures(self, key: str) -> bool:
        """Say whether a text stands right of figures and needs some air."""
        place = self.grid.field_position[key]
        if self.grid.transposed or not place or self._asked(key, 0) in {"code", "live_code"}:
            return False
        before = self.grid.fields[place - 1].key
        return (
            self._asked(key, 0) in TEXTS - {"input_text"}
            and self._asked(before, 0) not in TEXTS
            and before not in MIXED
        )

    def of(self, key: str) -> Callable[[int], Format]:
        """Return the style of each item of a field."""
        style = self.columns[key].style
        if self.traits.grouped:
            firsts = self._firsts()
            wrap = key in WRAPPED
            return lambda item: self.styles(self._wrapped(self._asked(key, item), wrap=wrap), top=firsts[item])
        indent = self._after_figures(key)
        name = self._named(key, style) if isinstance(style, str) else None
        if name is not None and self.total < 0:
            fixed = self.styles(name, indent=indent)
            return lambda _: fixed
        return lambda item: self.styles(self._placed(key, item), indent=indent)

    def _placed(self, key: str, item: int) -> str:
        name = self._named(key, self._asked(key, item))
        if name == "index" and (self.grid.transposed or self.total < 0):
            return "index_across"
        if self.total < 0 or self.grid.transposed:
            return name
        if key == "code" and item >= self.total:
            return "faint_code"
        return BOLD.get(name, name) if item == self.total else name

    def _named(self, key: str, name: str) -> str:
        if self.grid.transposed and key in HEAD_FIELDS:
            return "header_number"
        if key == "code" and name == "label":
            return "key"
        if self.traits.wrapped and name == "text":
            return "wrap_label"
        return self._wrapped(name, wrap=key in WRAPPED and not self.traits.run_on)

    @staticmethod
    def _wrapped(name: str, *, wrap: bool) -> str:
        return "wrap_label" if wrap and name in {"text", "label"} else name

    def _firsts(self) -> list[bool]:
        """Say of each row whether a light line stands above it: where another indicator begins."""
        owners = [item.partition(".")[0] for item in self.grid.items]
        return [n > 0 and owner != owners[n - 1] for n, owner in enumerate(owners)]
