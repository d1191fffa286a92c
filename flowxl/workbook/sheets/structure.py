"""Sheets 指标体系, 城市, 权重, 设置, 数据备注, 导入记录: framework and choices, as the file itself carries them."""

from flowxl import __version__
from flowxl.core.settings import INDEX_TOLERANCE, MEAN_TOLERANCE, METHODS, MISSING_PILLAR
from flowxl.workbook import texts, texts_weighting
from flowxl.workbook.book import Book, Column, Columns, Value
from flowxl.workbook.layout import DERIVED_ITEMS, META_ITEMS, SETTING_ITEMS
from flowxl.workbook.log import LOG, LOG_FIELDS


def columns(book: Book) -> dict[str, Columns]:
    """Return the contents of the grids on these sheets."""
    contents = {
        "flow_framework": _framework(book),
        "flow_cities": _cities(book),
        "flow_remarks": _remarks(book),
        LOG: _log(book),
        "flow_weights": _weights(book),
        "flow_settings": _settings(book),
        "flow_derived": _derived(book),
        "flow_methods": _options(book, texts.METHOD_WORDS),
        "flow_missing": _options(book, texts.MISSING_WORDS),
        "flow_meta": _meta(book),
    }
    return contents | ({"flow_regions": _regions(book)} if "flow_regions" in book.layout.areas else {})


def _framework(book: Book) -> Columns:
    framework, language = book.framework, book.language
    area, scores = book.layout.area("flow_framework", "framework"), book.layout.area("flow_scores", "framework")
    pillar = {p.code: p for p in framework.pillars}
    dimension = {d.code: d for d in framework.dimensions}
    indicators = framework.indicators
    n_cities = len(framework.cities)
    no, yes = (texts.pick(word, language) for word in texts.YES_NO)

    def score(field: str, n: int) -> str:
        return scores.at(field, field, scores.find(area.cell(n, "code", "f")), "1")

    first, last = book.layout.city_keys("mean")[0], book.layout.city_keys("mean")[-1]
    size = "ROWS" if scores.grid.transposed else "COLUMNS"
    return {
        "code": Column([i.code for i in indicators], "label"),
        "dimension_name": Column([dimension[pillar[i.pillar].dimension].name.of(language) for i in indicators]),
        "pillar_name": Column([pillar[i.pillar].name.of(language) for i in indicators]),
        "indicator_name": Column([i.name.of(language) for i in indicators]),
        "measure": Column([i.measure.of(language) for i in indicators]),
        "direction": Column([i.direction for i in indicators], "integer"),
        "entry": Column([texts.pick(texts.ENTRY_WORDS[i.entry], language) for i in indicators]),
        "publisher": Column([i.publisher.of(language) for i in indicators]),
        "coverage": Column(
            [f"{count}/{n_cities}" for count in book.result.spread.count.tolist()],
            "code",
            lambda n: f'={score("cities", n)}&"/"&{size}({scores.line(0, first, last, "if")})',
        ),
        "counting": Column(
            [yes if counts else no for counts in book.result.counting],
            "code",
            lambda n: f'=CHOOSE(1+{score("counting", n)},"{no}","{yes}")',
        ),
        "pillar": Column([i.pillar for i in indicators]),
        "region_rank": Column([i.region_rank for i in indicators], "integer"),
        "same_as": Column([i.same_as for i in indicators]),
        "baidu_keyword": Column([i.baidu_keyword or None for i in indicators]),
        "name_zh": Column([i.name.zh or None for i in indicators]),
        "name_en": Column([i.name.en or None for i in indicators]),
        "measure_zh": Column([i.measure.zh or None for i in indicators]),
        "measure_en": Column([i.measure.en or None for i in indicators]),
        "publisher_zh": Column([i.publisher.zh or None for i in indicators]),
        "publisher_en": Column([i.publisher.en or None for i in indicators]),
    }


def _cities(book: Book) -> Columns:
    cities = book.framework.cities
    return {
        "code": Column([c.code for c in cities], "label"),
        "name": Column([c.name.of(book.language) for c in cities]),
        "name_zh": Column([c.name.zh or None for c in cities]),
        "name_en": Column([c.name.en or None for c in cities]),
        "region": Column([c.region for c in cities]),
    }


def _regions(book: Book) -> Columns:
    rows = [(r, k, place) for r in book.framework.regions for k, place in enumerate(r.members, start=1)]
    return {
        "key": Column([f"{r.code}.{k}" for r, k, _ in rows], "label"),
        "region": Column([r.code for r, _, _ in rows]),
        "rank": Column([k for _, k, _ in rows], "integer"),
        "place": Column([place.code for _, _, place in rows]),
        "name_zh": Column([place.name.zh or None for _, _, place in rows]),
        "name_en": Column([place.name.en or None for _, _, place in rows]),
        "region_zh": Column([r.name.zh or None for r, _, _ in rows]),
        "region_en": Column([r.name.en or None for r, _, _ in rows]),
    }


def _remarks(book: Book) -> Columns:
    remarks = sorted(book.observations.remarks.items())
    grid = book.layout.areas["flow_remarks"].grid
    spare: list[Value] = [None] * (grid.size - len(remarks))
    word = {code: texts.pick(pair, book.language) for code, pair in texts.STATUS_WORDS.items()}
    return {
        "key": Column([*(key for (key, _), _ in remarks), *spare], "input_text"),
        "year": Column([*(year for (_, year), _ in remarks), *spare], "input_integer"),
        "status": Column([*(word[r.status] if r.status else None for _, r in remarks), *spare], "input_text"),
        "source": Column([*(r.source or None for _, r in remarks), *spare], "input_text"),
        "note": Column([*(r.note or None for _, r in remarks), *spare], "input_text"),
    }


def _log(book: Book) -> Columns:
    spare: list[Value] = [None] * (book.layout.areas[LOG].grid.size - len(book.log))
    return {
        field: Column([*(getattr(entry, field) or None for entry in book.log), *spare], "input_text")
        for field in LOG_FIELDS
    }


def _weights(book: Book) -> Columns:
    framework, language = book.framework, book.language
    dimension = {d.code: d for d in framework.dimensions}
    area = book.layout.area("flow_weights", "weights")
    weights = book.result.weights
    pillars = framework.pillars
    owners = [dimension[p.dimension] for p in pillars]
    given, hand = (texts.pick(pair, language) for pair in (texts_weighting.FROM_FRAMEWORK, texts_weighting.HAND))
    origins: list[Value] = [book.weighting.origins.get(p.code, given) for p in pillars]
    return {
        "code": Column([p.code for p in pillars], "label"),
        "name": Column([p.name.of(language) for p in pillars]),
        "dimension_name": Column([d.name.of(language) for d in owners]),
        "weight": Column(weights.tolist(), "input_weight"),
        "share": Column(
            (weights / weights.sum()).tolist(),
            "percent",
            # A word for a weight must not make an error of the table that functions read: they name the word itself.
            lambda n: f'=IFERROR({area.cell(n, "weight", "f")}/SUM({area.span("weight")}),"")',
        ),
        "origin": Column(
            origins,
            "text",
            lambda n: (
                f"=IF({area.cell(n, 'weight', 'f')}={area.cell(n, 'stored_weight', 'f')},"
                f'{area.cell(n, "stored_origin", "f")},"{hand}")'
            ),
        ),
        "stored_weight": Column(weights.tolist(), "stored_weight"),
        "stored_origin": Column(origins, "stored_text"),
        "name_zh": Column([p.name.zh or None for p in pillars]),
        "name_en": Column([p.name.en or None for p in pillars]),
        "short_zh": Column([p.short.zh or None for p in pillars]),
        "short_en": Column([p.short.en or None for p in pillars]),
        "dimension": Column([d.code for d in owners]),
        "dimension_zh": Column([d.name.zh or None for d in owners]),
        "dimension_en": Column([d.name.en or None for d in owners]),
        "dimension_short_zh": Column([d.short.zh or None for d in owners]),
        "dimension_short_en": Column([d.short.en or None for d in owners]),
    }


def compared_cities(book: Book) -> tuple[int, int]:
    """Return the positions of focus and benchmark city; without a choice the first and the second."""
    focus, benchmark = (book.framework.city_codes.index(code) for code in book.result.compared)
    return focus, benchmark


def setting_values(book: Book) -> dict[str, Value]:
    """Return what stands in the value column of 设置, in the words of the workbook."""
    settings, language = book.settings, book.language
    focus, benchmark = (book.framework.cities[n].name.of(language) for n in compared_cities(book))
    values: dict[str, Value] = {name: getattr(settings, name, None) for name in SETTING_ITEMS}
    return values | {
        "window_first": settings.window[0],
        "window_last": settings.window[1],
        "method": texts.pick(texts.METHOD_WORDS[settings.method], language),
        "missing_pillar": texts.pick(texts.MISSING_WORDS[settings.missing_pillar], language),
        "focus": focus,
        "benchmark": benchmark,
        "mean_tolerance": MEAN_TOLERANCE,
        "index_tolerance": INDEX_TOLERANCE,
    }


FIXED_SETTINGS = ("mean_tolerance", "index_tolerance")
_STYLES = {
    "window_first": "input_year",
    "window_last": "input_year",
    "method": "input_text",
    "missing_pillar": "input_text",
    "focus": "input_text",
    "benchmark": "input_text",
    "mean_tolerance": "stored_tiny",
    "index_tolerance": "stored_tiny",
}


def _settings(book: Book) -> Columns:
    values = setting_values(book)
    listed = [values[name] for name in SETTING_ITEMS]
    styles = [_STYLES.get(name, "input_number") for name in SETTING_ITEMS]
    kept = [style.replace("input_", "stored_") for style in styles]
    return {
        "code": Column(list(SETTING_ITEMS), "label"),
        "label": Column([texts.pick(texts.SETTINGS[name][0], book.language) for name in SETTING_ITEMS]),
        "setting": Column(listed, styles.__getitem__),
        "stored": Column(listed, kept.__getitem__),
        "help": Column([texts.pick(texts.SETTINGS[name][1], book.language) for name in SETTING_ITEMS], "help"),
    }


def _derived(book: Book) -> Columns:
    here = "settings"
    first, last = book.setting("window_first", here), book.setting("window_last", here)
    methods, missing = (book.layout.area(name, here).span("option") for name in ("flow_methods", "flow_missing"))
    places = book.layout.city_keys("value")
    # Numbers of cities count the fields of the table that charts pick from.
    cities = book.layout.area("flow_cover", here).line(-1, places[0], places[-1], "if")
    wanted = {
        "method_number": (METHODS.index(book.settings.method) + 1, "method", methods),
        "missing_number": (MISSING_PILLAR.index(book.settings.missing_pillar) + 1, "missing_pillar", missing),
        "focus_number": (compared_cities(book)[0] + 1, "focus", cities),
        "benchmark_number": (compared_cities(book)[1] + 1, "benchmark", cities),
    }
    length = book.settings.window[1] - book.settings.window[0] + 1
    formulas = [
        f"={last}-{first}+1",
        *(f"=MATCH({book.setting(name, here)},{listed},0)" for _, name, listed in wanted.values()),
    ]
    return {
        "code": Column(list(DERIVED_ITEMS), "label"),
        "label": Column([texts.pick(texts.DERIVED[name], book.language) for name in DERIVED_ITEMS]),
        "setting": Column([length, *(number for number, _, _ in wanted.values())], "integer", formulas.__getitem__),
    }


def _options(book: Book, words: dict[str, tuple[str, str]]) -> Columns:
    return {
        "code": Column(list(words), "label"),
        "option": Column([texts.pick(pair, book.language) for pair in words.values()]),
    }


def _meta(book: Book) -> Columns:
    framework = book.framework
    values = {
        "code": framework.code,
        "name_zh": framework.name.zh,
        "name_en": framework.name.en,
        "source_zh": framework.source.zh,
        "source_en": framework.source.en,
        "window": "{}-{}".format(*framework.window),
        "data_date": book.date,
        "version": texts.PRODUCT.format(version=__version__),
        "synthetic": "SYNTHETIC" if book.synthetic else "",
    }
    return {
        "code": Column(list(META_ITEMS), "label"),
        "setting": Column([values[item] or None for item in META_ITEMS]),
    }
