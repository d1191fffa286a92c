"""The few functions that people call from Python: ``build`` a workbook, ``read`` one, ``compute`` the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flowxl.core.framework import Framework
from flowxl.core.index import compute as compute_panel
from flowxl.core.panel import Observations
from flowxl.core.result import Result
from flowxl.core.settings import Settings
from flowxl.frameworks.demo import demo_observations
from flowxl.frameworks.load import DEFAULT, framework_folder, load_framework
from flowxl.frameworks.observations import fold_name, load_observations, years_with
from flowxl.reading.read_book import BookData, read_book
from flowxl.udf.macros import macros
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Language
from flowxl.workbook.book import Book
from flowxl.workbook.sheets.registry import lay_out
from flowxl.workbook.writing.writer import Progress, write_book

MACRO_SUFFIX = ".xlsm"


@dataclass(frozen=True)
class BuildOptions:
    """What a new workbook is made of.

    Attributes
    ----------
    framework
        Name of a shipped framework, or a folder.
    data
        Observation file; without it the framework's own figures.
    window
        First and last year that count; without it the framework's.
    cities
        Codes of the cities, in order; without it all.
    language
        ``zh`` or ``en``; without it the framework's, never the computer's.
    empty, demo
        A blank template, or a complete synthetic panel.
    date
        Date shown on 说明; without it the date of the framework's data.

    A workbook that ends in .xlsm has macros, and its cells call the worksheet functions; one that ends in .xlsx has
    the native formulas alone.
    """

    framework: str | Path = DEFAULT
    data: Path | None = None
    window: tuple[int, int] | None = None
    cities: Sequence[str] | None = None
    language: Language | None = None
    empty: bool = False
    demo: bool = False
    date: str | None = None


def build(output: Path, options: BuildOptions | None = None, progress: Progress | None = None) -> Book:
    """Build a workbook.

    Raises
    ------
    FlowXLError
        If framework, cities or figures have faults; then nothing is written.
    """
    options = options or BuildOptions()
    whole = load_framework(options.framework)
    if options.window:
        whole = whole.with_window(options.window)
    framework = choose_cities(whole, options.cities)
    observations = _observations(whole, options)
    years = observations.years
    observations = observations.fitted(framework, years)
    result = compute_panel(observations.panel(), Settings(framework.window))
    language = options.language or framework.language
    layout = lay_out(framework, years, language, len(observations.remarks))
    functions = output.suffix.lower() == MACRO_SUFFIX
    date = options.date or framework.data_date
    book = Book(observations, result, layout, date, synthetic=options.demo, functions=functions)
    write_book(book, output, progress, macros(len(layout.sheets), language) if functions else None)
    return book


def read(path: str | Path) -> BookData:
    """Read a workbook that people filled in; see :func:`flowxl.reading.read_book.read_book`."""
    return read_book(path)


def choose_cities(framework: Framework, cities: Sequence[str] | None) -> Framework:
    """Return the framework for some cities, given by code or name, with or without 市.

    Raises
    ------
    FlowXLError
        If a city is not one of the framework's, or stands twice.
    """
    if not cities:
        return framework
    names = ((fold_name(text), c.code) for c in framework.cities for text in (c.code, c.name.zh, c.name.en))
    known = {name: code for name, code in names if name}
    faults = [
        Fault("city.unknown", Place(name="cities"), found=city, known=framework.city_codes)
        for city in cities
        if fold_name(city) not in known
    ]
    codes = [known[fold_name(city)] for city in cities if fold_name(city) in known]
    faults += [Fault("city.twice", Place(name="cities"), code=code) for code in set(codes) if codes.count(code) > 1]
    if faults:
        raise FlowXLError(Message("api.cities"), faults)
    return framework.with_cities(codes)


def _observations(framework: Framework, options: BuildOptions) -> Observations:
    years = framework.years_needed(framework.window)
    if options.demo:
        return demo_observations(framework, years)
    if options.empty:
        return Observations.empty(framework, years)
    path = options.data or framework_folder(options.framework) / "observations.csv"
    if options.data or path.exists():
        return load_observations(path, framework, years_with(path, years))
    return Observations.empty(framework, years)


__all__ = ["BookData", "BuildOptions", "Result", "build", "choose_cities", "read"]
