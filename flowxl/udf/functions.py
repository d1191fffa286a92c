"""The worksheet functions, each declared once. They convert cells, call the core and convert back: no arithmetic.

A name is a code or a Chinese or English name. What a function cannot answer is an error value with a reason
(:class:`flowxl.udf.errors.FunctionError`), never a number.
"""

import math
from collections.abc import Callable
from typing import Annotated, Any

import numpy as np

from flowxl import __version__
from flowxl.core.normalise import Spread, competition_rank, zscore
from flowxl.core.settings import INDEX_TOLERANCE
from flowxl.udf import answer_texts
from flowxl.udf.cache import ContentCache
from flowxl.udf.cell_values import Grid, as_grid, choice, is_blank, or_blank, shown, text_of
from flowxl.udf.declare import Range, declare
from flowxl.udf.errors import FunctionError, argument, missing, unusable
from flowxl.udf.model import Model, read_model
from flowxl.udf.names import Item
from flowxl.voice.message import Message
from flowxl.voice.text import Text
from flowxl.workbook import texts
from flowxl.workbook.layout import order_by_weight

City = Annotated[Any, Text("城市：代码或名称", "city: code or name")]
Cities = Annotated[Any, Text("城市：代码或名称，可为一行或一列", "city: code or name; also a row or column of them")]
Items = Annotated[
    Any,
    Text(
        "一级、二级或三级指标：代码或名称，可写“资金流/对外投资额”，可为一行或一列",
        "dimension, pillar or indicator: code or name, also pillar/indicator; also a row or column of them",
    ),
]
Indicators = Annotated[
    Any, Text("三级指标：代码或名称，可为一行或一列", "indicator: code or name; also a row or column of them")
]
Data = Annotated[
    Any, Text("数据表，缺省为本工作簿的 flow_data", "table of figures; flow_data if left out"), Range("flow_data")
]
Weights = Annotated[
    Any, Text("权重表，缺省为 flow_weights", "table of weights; flow_weights if left out"), Range("flow_weights")
]
Choices = Annotated[
    Any, Text("设置表，缺省为 flow_settings", "table of settings; flow_settings if left out"), Range("flow_settings")
]
Answer = Any
Line = list[Any]

MODELS: ContentCache[Model] = ContentCache()


def model_of(data: Any, weights: Any, settings: Any) -> Model:
    """Return the model that three ranges describe, made once for each content.

    Raises
    ------
    FunctionError
        If a range cannot be used, or is neither given nor named in the workbook.
    """
    for name, value in (("data", data), ("weights", weights)):
        if value is None:
            raise unusable(name, shown(None), Message("udf.range_or_table", table=f"flow_{name}"))
    contents = (data, weights, settings)
    chosen = as_grid(settings) if settings is not None else None
    return MODELS.get(contents, lambda: read_model(as_grid(data), as_grid(weights), chosen))


def _is_absent(value: Any) -> bool:
    return value is None or is_blank(cell for row in as_grid(value) for cell in row)


def _one(value: Any, argument: str) -> str:
    """Return the text of one cell."""
    grid = as_grid(value)
    if len(grid) != 1 or len(grid[0]) != 1:
        raise unusable(argument, _size(grid), Message("udf.one_cell"))
    return _text(grid[0][0], argument)


def _size(grid: Grid) -> Message:
    return Message("udf.cells", rows=len(grid), columns=len(grid[0]))


def _both(first: str, second: str) -> Message:
    return Message("place.two_arguments", first=argument(first), second=argument(second))


def _text(cell: Any, argument: str) -> str:
    if isinstance(cell, bool) or cell is None or not isinstance(cell, str | float):
        raise unusable(argument, shown(cell), Message("udf.code_or_name"))
    return text_of(cell)


def _line(value: Any, argument: str) -> tuple[list[str], bool, bool]:
    """Return the texts of a cell, row or column; whether they run across; whether it is more than a cell."""
    grid = as_grid(value)
    if len(grid) > 1 and len(grid[0]) > 1:
        raise unusable(argument, _size(grid), Message("udf.one_line"))
    across = len(grid[0]) > 1
    return [_text(cell, argument) for row in grid for cell in row], across, across or len(grid) > 1


def _spread(
    cities: Any, items: Any, find: Callable[[str, str], float], why: Callable[[str, str], FunctionError]
) -> Answer:
    """Return a value for a city and an item, or a table where one or both are a row or a column.

    Items run down and cities across unless the ranges say otherwise.
    """
    places, city_across, many_cities = _line(cities, "city")
    wanted, item_across, many_items = _line(items, "item")
    if many_cities and many_items and city_across == item_across:
        raise unusable(_both("city", "item"), Message("udf.same_direction"), Message("udf.row_and_column"))
    if not (many_cities or many_items):
        value = find(places[0], wanted[0])
        if math.isnan(value):
            raise why(places[0], wanted[0])
        return value
    table = [[or_blank(find(city, item)) for city in places] for item in wanted]
    turned = item_across if many_items else not city_across
    return [list(column) for column in zip(*table, strict=True)] if turned else table


@declare("综合指数；不写城市时给出全部城市的名称、指数与名次", '=FLOWINDEX("上海")')
def flowindex(city: City = None, data: Data = None, weights: Weights = None, settings: Choices = None) -> Answer:
    """Give the index of a city; without a city a table of all cities: name, index, rank."""
    model = model_of(data, weights, settings)
    if _is_absent(city):
        return _index_table(model)
    place = _one(city, "city")
    position = model.names.city(place)
    value = float(model.result.index[position])
    if math.isnan(value):
        raise _no_index(model, place, position)
    return value


def _index_table(model: Model) -> list[Line]:
    rows: list[Line] = [list(answer_texts.of("table_index", model.language, model.framework.unit))]
    for n, city in enumerate(model.framework.cities):
        rank = int(model.result.rank[n])
        rows.append([city.name.of(model.language) or city.code, or_blank(model.result.index[n]), rank or ""])
    return rows


def _no_index(model: Model, city: str, position: int) -> FunctionError:
    lacking = model.result.lacking(position)
    reason = Message("udf.no_score_in", pillars=tuple(lacking)) if lacking else Message("udf.no_indicator")
    return missing(Message("place.index_of", city=city), reason, Message("udf.figures_for_index"))


def _scores_of(model: Model, item: Item) -> np.ndarray:
    result = model.result
    tables = {"dimension": result.dimension_scores, "pillar": result.pillar_scores, "indicator": result.scores}
    scores: np.ndarray = tables[item.level][item.position]
    return scores


def _no_value(city: str, item: str) -> FunctionError:
    where = Message("place.value_of", city=city, item=item)
    return missing(where, Message("udf.too_few_figures"), Message("udf.more_figures"))


@declare("一级、二级或三级指标的得分", '=FLOWSCORE("上海","资金流")')
def flowscore(
    city: Cities, item: Items, data: Data = None, weights: Weights = None, settings: Choices = None
) -> Answer:
    """Give the score of a dimension, pillar or indicator, by code or by either name."""
    model = model_of(data, weights, settings)
    names = model.names

    def find(place: str, name: str) -> float:
        return float(_scores_of(model, names.item(name))[names.city(place)])

    return _spread(city, item, find, _no_value)


@declare("名次（1 为最高）：综合指数，或某一指标", '=FLOWRANK("上海")')
def flowrank(
    city: Cities, item: Items = None, data: Data = None, weights: Weights = None, settings: Choices = None
) -> Answer:
    """Give the rank of a city (1 is best) in the index, or in a dimension, pillar or indicator."""
    model = model_of(data, weights, settings)
    names, result = model.names, model.result
    whole = _is_absent(item)

    def find(place: str, name: str) -> float:
        position = names.city(place)
        ranks = result.rank if whole else competition_rank(_scores_of(model, names.item(name)), INDEX_TOLERANCE)
        return float(ranks[position]) or math.nan

    def why(place: str, name: str) -> FunctionError:
        return _no_index(model, place, names.city(place)) if whole else _no_value(place, name)

    return _spread(city, "index" if whole else item, find, why)


@declare("三级指标在起止年份内的均值（论文表 3）", '=FLOWMEAN("上海","GDP")')
def flowmean(
    city: Cities, indicator: Indicators, data: Data = None, weights: Weights = None, settings: Choices = None
) -> Answer:
    """Give the mean of an indicator over the years of the window (the paper's Table 3)."""
    model = model_of(data, weights, settings)
    names = model.names

    def find(place: str, name: str) -> float:
        return float(model.result.means[names.item(name, "indicator", only="indicator").position, names.city(place)])

    return _spread(city, indicator, find, _no_value)


ItemLine = Annotated[
    Any,
    Text(
        "只要哪些行：二级指标的代码或名称，以及 index、rank、display、engine",
        "only these rows: codes or names of pillars, and index, rank, display, engine",
    ),
]
CityLine = Annotated[Any, Text("只要哪些城市", "only these cities")]
SPECIAL = ("index", "rank", "display", "engine")


@declare("论文表 2：权重、各城市二级得分、指数与名次", "=FLOWTABLE()")
def flowtable(
    data: Data = None,
    weights: Weights = None,
    settings: Choices = None,
    items: ItemLine = None,
    cities: CityLine = None,
) -> Answer:
    """Give the paper's Table 2: weights, pillar scores, index, ranks; with items and cities the numbers alone."""
    model = model_of(data, weights, settings)
    if _is_absent(items) != _is_absent(cities):
        raise unusable(_both("items", "cities"), Message("udf.only_one"), Message("udf.both_or_neither"))
    if _is_absent(items):
        return _whole_table(model)
    wanted, item_across, _ = _line(items, "items")
    places, city_across, many = _line(cities, "cities")
    if item_across and city_across:
        raise unusable(_both("items", "cities"), Message("udf.same_direction"), Message("udf.row_and_column"))
    positions = [model.names.city(place, "cities") for place in places]
    table = [_table_line(model, item, positions) for item in wanted]
    turned = item_across or (many and not city_across)
    return [list(column) for column in zip(*table, strict=True)] if turned else table


def _table_line(model: Model, item: str, cities: list[int]) -> Line:
    """Return one row of Table 2 for some cities."""
    result = model.result
    if item.casefold() == "engine":
        return [engine(model), *[""] * (len(cities) - 1)]
    if item.casefold() in SPECIAL:
        ranks = np.where(result.rank > 0, result.rank.astype(np.float64), np.nan)
        rows = {"index": result.index, "rank": ranks, "display": result.display_index}
        return [or_blank(rows[item.casefold()][city]) for city in cities]
    pillar = model.names.item(item, "items", only="pillar").position
    return [or_blank(result.pillar_scores[pillar, city]) for city in cities]


def _whole_table(model: Model) -> list[Line]:
    framework, language = model.framework, model.language
    cities = list(range(len(framework.cities)))
    titles = [city.name.of(language) or city.code for city in framework.cities]
    rows: list[Line] = [[engine(model), answer_texts.of("weight", language)[0], *titles]]
    for n in order_by_weight(framework):
        pillar = framework.pillars[n]
        rows.append([pillar.name.of(language) or pillar.code, pillar.weight, *_table_line(model, pillar.code, cities)])
    index, rank = answer_texts.of("closing", language)
    rows.append([index, float(model.result.coverage.of_weight), *_table_line(model, "index", cities)])
    rows.append([rank, "", *_table_line(model, "rank", cities)])
    return rows


def engine(model: Model) -> str:
    """Return who computed: the badge beside the numbers."""
    return texts.badge("core", model.language, __version__)


@declare("两城市逐项比较：得分、差距、加权差距", '=FLOWGAP("上海","北京")')
def flowgap(
    city: City, benchmark: City, data: Data = None, weights: Weights = None, settings: Choices = None
) -> Answer:
    """Compare two cities, per pillar: both scores, gap, weighted gap."""
    model = model_of(data, weights, settings)
    framework, language, names = model.framework, model.language, model.names
    pair = [names.city(_one(value, name), name) for value, name in ((city, "city"), (benchmark, "benchmark"))]
    gap = model.result.gap(*(framework.city_codes[n] for n in pair))
    titles = [framework.cities[n].name.of(language) or framework.cities[n].code for n in pair]
    pillar_title, gap_title, weighted_title = answer_texts.of("table_gap", language)
    rows: list[Line] = [[pillar_title, *titles, gap_title, weighted_title]]
    for n in order_by_weight(framework):
        values = (gap.focus_scores[n], gap.benchmark_scores[n], gap.gap[n], gap.weighted_gap[n])
        rows.append([framework.pillars[n].name.of(language) or framework.pillars[n].code, *map(or_blank, values)])
    return rows


Values = Annotated[
    Any, Text("一行或一列数值；表格则逐列计算", "a row or column of numbers; a table goes column by column")
]
Ddof = Annotated[Any, Text("1 样本标准差（缺省），0 总体标准差", "1 sample sd (default), 0 population sd")]
Direction = Annotated[Any, Text("1 越大越好（缺省），-1 越小越好", "1 more is better (default), -1 less is better")]


@declare("任一区域的标准化得分（z 分数），形状不变", "=FLOWZ(B2:B6)")
def flowz(values: Values, ddof: Ddof = 1.0, direction: Direction = 1.0) -> Answer:
    """Standardise the values of any range; the shape stays, blanks stay blank."""
    grid = as_grid(values)
    degrees, sign = choice(ddof, "ddof", (0, 1)), choice(direction, "direction", (1, -1))
    across = len(grid) == 1
    numbers = _numbers(grid)
    lines = numbers if across else numbers.T
    if np.isnan(lines).all():
        raise missing("values", Message("udf.no_number"), Message("udf.at_least_one_number"))
    oriented = lines * sign
    scores = zscore(oriented, Spread.of(oriented), degrees)
    table = [[or_blank(value) for value in row] for row in (scores if across else scores.T)]
    return table[0][0] if np.size(numbers) == 1 else table


def _numbers(grid: Grid) -> np.ndarray:
    wrong = [cell for row in grid for cell in row if cell is not None and not isinstance(cell, float)]
    wrong += [cell for row in grid for cell in row if isinstance(cell, bool)]
    if wrong:
        raise unusable("values", Message("udf.among_values", found=shown(wrong[0])), Message("udf.numbers_and_blanks"))
    return np.array([[math.nan if cell is None else cell for cell in row] for row in grid], dtype=np.float64)


@declare("结果所依据的数据与权重有多少", '=FLOWCOVERAGE("上海")')
def flowcoverage(city: City = None, data: Data = None, weights: Weights = None, settings: Choices = None) -> Answer:
    """Say how much of the data and weight stands behind a result: of all cities, or of one."""
    model = model_of(data, weights, settings)
    result, language = model.result, model.language
    if _is_absent(city):
        return answer_texts.coverage(result.coverage, language)
    position = model.names.city(_one(city, "city"))
    return answer_texts.city_coverage(result, position, language)


@declare("由谁计算、版本，或为何不能计算；并给出最近一次问题", "=FLOWSTATUS()", volatile=True)
def flowstatus() -> Answer:
    """Say which engine answers, its version, or why it does not; and the latest problem in words."""
    return texts.badge("core", "en", __version__)
