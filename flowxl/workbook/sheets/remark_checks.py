"""What is wrong with remarks, by formulas: an unknown key, year or status, or "not applicable" beside a value.

People paste into the sheet 数据备注, so its rows are looked at from 数据汇总, each by its number within the table.
"""

from flowxl.core.panel import Remark
from flowxl.workbook import texts
from flowxl.workbook.book import Book, Column, Columns, Value

HERE = "data"
GRID = "flow_check_remarks"


def columns(book: Book) -> Columns:
    """Return the contents of the grid: one row per row of 数据备注."""
    formulas, values = _Formulas(book), _values(book)
    return {
        "remark": Column(values["remark"], "integer", formulas.remark),
        "key": Column(values["key"], "label", formulas.key),
        "status": Column(values["status"], "label", formulas.status),
        "said": Column(values["said"], "label", formulas.said),
        "row": Column(values["row"], "integer", formulas.row),
        "column": Column(values["column"], "integer", formulas.column),
        "fits": Column(values["fits"], "integer", formulas.fits),
        "known": Column([1] * len(values["remark"]), "integer", formulas.known),
        "against": Column([0] * len(values["remark"]), "integer", formulas.against),
        "twice": Column([0] * len(values["remark"]), "integer", formulas.twice),
        "faults": Column([0] * len(values["remark"]), "integer", formulas.faults),
    }


class _Formulas:
    """One formula per column, each for a row by its number."""

    def __init__(self, book: Book) -> None:
        self.area, self.remarks, self.data = (
            book.layout.area(name, HERE) for name in (GRID, "flow_remarks", "flow_data")
        )
        self.years = book.layout.year_keys[0], book.layout.year_keys[-1]

    def _own(self, n: int, *fields: str) -> list[str]:
        return [self.area.cell(n, field, "f") for field in fields]

    def _typed(self, n: int, field: str) -> str:
        return f"INDEX({self.remarks.span(field)},{self.area.cell(n, 'remark', 'f')})"

    def remark(self, _: int) -> str:
        return f"=ROW()-ROW({self.area.cell(-1, 'remark', 'i')})"

    def key(self, n: int) -> str:
        return f'=TRIM({self._typed(n, "key")}&" "&{self._typed(n, "year")})'

    def status(self, n: int) -> str:
        return f"=TRIM({self._typed(n, 'status')})"

    def said(self, n: int) -> str:
        return f'=TRIM({self._own(n, "status")[0]}&" "&{self._typed(n, "source")}&" "&{self._typed(n, "note")})'

    def _find(self, n: int, wanted: str, places: str) -> str:
        return f'=IF({self._own(n, "key")[0]}="","",IFERROR(MATCH({wanted},{places},0),0))'

    def row(self, n: int) -> str:
        return self._find(n, f"TRIM({self._typed(n, 'key')})", self.data.span("source_key"))

    def column(self, n: int) -> str:
        # A year may be a text, as from a file of text.
        return self._find(n, f'VALUE({self._typed(n, "year")}&"")', self.data.line(-1, *self.years, "if"))

    def fits(self, n: int) -> str:
        """Whether key and year are those of a row and a column; MATCH alone takes a joker for any key."""
        row, column = self._own(n, "row", "column")
        same = f"INDEX({self.data.span('source_key')},{row})=TRIM({self._typed(n, 'key')})"
        return f"=IF(N({row})*N({column})>0,({same})*1,0)"

    def known(self, n: int) -> str:
        (status,) = self._own(n, "status")
        words = ("", *_words(*texts.STATUS_WORDS))
        return f"=MIN(1,{'+'.join(_equals(status, word) for word in words)})"

    def against(self, n: int) -> str:
        """Whether a value stands where none can."""
        row, column, fits, status = self._own(n, "row", "column", "fits", "status")
        none = "+".join(_equals(status, word) for word in _words("not_applicable"))
        return f"=IF({fits}*({none})>0,ISNUMBER(INDEX({self.data.box(*self.years)},{row},{column}))*1,0)"

    def twice(self, n: int) -> str:
        """Whether an earlier remark on the same value says something else."""
        key, said = self._own(n, "key", "said")
        first = f"INDEX({self.area.span('said')},{self.area.find(key, 'key')})"
        return f'=IF({key}="",0,({first}<>{said})*1)'

    def faults(self, n: int) -> str:
        key, said, fits, known, against, twice = self._own(n, "key", "said", "fits", "known", "against", "twice")
        good = f"{fits}*{known}*(1-{against})*(1-{twice})"
        return f'=IFERROR(IF({key}&{said}="",0,({good}=0)*1),1)'


def _equals(cell: str, word: str) -> str:
    return f'({cell}="{word}")'


def _words(*codes: str) -> list[str]:
    """Return every way to write a status: the words of both languages, and the code."""
    return list(dict.fromkeys(word for code in codes for word in (*texts.STATUS_WORDS[code].both, code)))


def _values(book: Book) -> dict[str, list[Value]]:
    framework, size = book.framework, book.layout.areas[GRID].grid.size
    sources = [framework.source_of(i, city).key for i in framework.indicators for city in framework.cities]
    first = {key: number for number, key in reversed([*enumerate(sources, start=1)])}
    found: dict[str, list[Value]] = {name: [] for name in ("key", "status", "said", "row", "column", "fits")}
    for (key, year), remark in sorted(book.observations.remarks.items()):
        word = book.say(texts.STATUS_WORDS[remark.status]) if remark.status else ""
        row: tuple[Value, ...] = (
            f"{key} {year}", word, _said(word, remark), first[key], book.years.index(year) + 1, 1,
        )  # fmt: skip
        for name, value in zip(found, row, strict=True):
            found[name].append(value)
    spare = size - len(found["key"])
    blank = {name: [0 if name == "fits" else ""] * spare for name in found}
    return {name: [*found[name], *blank[name]] for name in found} | {"remark": [*range(1, size + 1)]}


def _said(word: str, remark: Remark) -> str:
    """Join texts as TRIM does: without blanks around, and with one blank between."""
    return " ".join(filter(None, f"{word} {remark.source} {remark.note}".split(" ")))


def problems(book: Book, sheet: str) -> str:
    """Return the formula that counts remarks that cannot be used, as a sheet sees it.

    A row inserted into the table of remarks pushes others beyond the rows that are looked at: those count as well.
    """
    area, remarks = book.layout.area(GRID, sheet), book.layout.area("flow_remarks", sheet)
    typed, seen = remarks.span("key"), area.span("key")
    unseen = f'(ROWS({typed})>ROWS({seen}))*(SUMPRODUCT(--({typed}<>""))-SUMPRODUCT(--({seen}<>"")))'
    return f"=SUM({area.span('faults')})+MAX(0,IFERROR({unseen},0))"
