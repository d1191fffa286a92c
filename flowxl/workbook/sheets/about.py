"""The sheet 说明: purpose, how to fill in, colours, and a line on every other sheet."""

from collections.abc import Sequence

from flowxl import __version__
from flowxl.ooxml.addresses import a1, quoted
from flowxl.templates import render
from flowxl.voice.text import Text
from flowxl.workbook.book import Book, Line
from flowxl.workbook.declare import Lines, SheetSpec, View
from flowxl.workbook.handout import PartBook
from flowxl.workbook.layout import Sheet

KEY = "about"
SYNTHETIC = "SYNTHETIC 合成数据 — 仅供演示，并非真实统计数字 / not real figures"


def page(book: Book, told: Sequence[tuple[Sheet, str]]) -> Lines:
    """Return the lines of 说明: a word and what there is to say about it, or a heading; ``told`` is said of sheets."""
    framework = book.framework
    body = render(
        f"about.{book.language}.txt.j2",
        name=framework.name.of(book.language),
        source=framework.source.of(book.language),
        unit=framework.unit.of(book.language),
        units=framework.unit.units,
        version=__version__,
        date=book.date,
        window=book.settings.window,
        dimensions=len(framework.dimensions),
        pillars=len(framework.pillars),
        indicators=len(framework.indicators),
        cities=[city.name.of(book.language) for city in framework.cities],
        sheets=[(sheet.title, said) for sheet, said in told],
        synthetic=SYNTHETIC if book.synthetic else "",
        part=book.handout.part if isinstance(book, PartBook) else "",
    )
    links = {sheet.title: f"internal:{quoted(sheet.title)}!{a1(0, 0)}" for sheet, _ in told}
    result = []
    for text in body.splitlines():
        style, _, rest = text.partition("|")
        word, _, explanation = rest.partition("|")
        link = links[word] if style == "link" else None
        first = Line(word, style="label_word" if style == "text" else style, link=link)
        result.append([first, Line(explanation, style="wrap" if style != "head" else style)])
    return result


SHEET = SheetSpec(
    KEY,
    Text("说明", "About"),
    "about",
    grids=lambda _, __: [],
    view=View(one_page=True),
)
