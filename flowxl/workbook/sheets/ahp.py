"""The sheet 层次分析: comparisons to fill in; weights and consistency, live by geometric means, stored by the core."""

import math
from collections.abc import Iterator

import numpy as np

from flowxl.core.weighting.ahp import PairwiseWeights, ahp, random_index
from flowxl.core.weighting.common import WeightsError
from flowxl.core.weighting.comparisons import SAATY
from flowxl.voice.text import Text
from flowxl.workbook.book import Book, Column, Columns, Value, blanks
from flowxl.workbook.declare import Accepts, SheetSpec, View
from flowxl.workbook.grid import keys
from flowxl.workbook.layout import Sheet
from flowxl.workbook.methods_compared import whole_matrix
from flowxl.workbook.sheets.accepting import Said, say
from flowxl.workbook.sheets.ahp_grids import MOST_WORST, SUMMARY, WHOLE, WORST, grids, matrix_name
from flowxl.workbook.texts_methods import notes_words, reason_words
from flowxl.workbook.texts_weighting import AHP_VERDICTS, WHOLE_NAME
from flowxl.workbook.weighting import Pairwise

HERE = "ahp"
SAME = 0.00001
"""The logarithms of a matrix and its mirror image add up to less."""
LIMIT = 0.1
"""A consistency ratio above this asks for another look (Saaty 1980)."""
NAN = math.nan
Weighed = PairwiseWeights | WeightsError | None
PAIR: Said = (
    Text("行比列重要几倍", "Row against column"),
    Text(
        "1 同样重要，3 稍重要，5 明显重要，7 强烈，9 极端；反过来填 =1/3 等。",
        "1 equal, 3 moderate, 5 strong, 7 very strong, 9 extreme; the other way round =1/3.",
    ),
    Text("请填 1/9 至 9 的数。", "Enter a number from 1/9 to 9."),
)


def _columns(book: Book) -> dict[str, Columns]:
    pairwise = book.weighting.pairwise
    found = [_weigh(one) for one in pairwise]
    matrices = {
        matrix_name(one.group): _matrix(book, one, weighed) for one, weighed in zip(pairwise, found, strict=True)
    }
    return {SUMMARY: _summary(book, found), **matrices, WORST: _worst(book, found)}


def _weigh(pairwise: Pairwise) -> Weighed:
    """Return what the comparisons give; None while there are none."""
    if np.isnan(pairwise.values).all():
        return None
    try:
        return ahp(whole_matrix(pairwise))
    except WeightsError as error:
        return error


def _names(book: Book, pairwise: Pairwise) -> list[str]:
    framework = book.framework
    listed = framework.indicators if pairwise.group else framework.pillars
    names = {item.code: item.name.of(book.language) for item in listed}
    return [names.get(code, code) for code in pairwise.codes]


def _matrix(book: Book, pairwise: Pairwise, weighed: Weighed) -> Columns:
    area = book.layout.area(matrix_name(pairwise.group), HERE)
    n, fields = len(pairwise.codes), keys("vs", pairwise.codes)
    whole = whole_matrix(pairwise)
    contents: Columns = {
        "code": Column(list(pairwise.codes), "label"),
        "name": Column(_names(book, pairwise)),
    }
    for column, field in enumerate(fields):

        def formula(row: int, column: int = column) -> str:
            if row < column:
                return ""
            if row == column:
                return "=1"
            mirrored = area.cell(column, fields[row])
            return f'=IF(ISNUMBER({mirrored}),1/{mirrored},"")'

        values: list[Value] = [None if math.isnan(v) and row < column else v for row, v in enumerate(whole[:, column])]
        values = ["" if isinstance(v, float) and math.isnan(v) else v for v in values]
        contents[field] = Column(values, lambda row, column=column: "input_ratio" if row < column else "ratio", formula)  # type: ignore[misc]

    summary = book.layout.area(SUMMARY, HERE)
    compared = summary.cell(book.weighting.pairwise.index(pairwise), "compared", "if")

    pairs = n * (n - 1) // 2

    def mean(row: int) -> str:
        """Return the geometric mean of a row; while anything is blank or out of place there is none."""
        return f'=IF(N({compared})={pairs},GEOMEAN({area.line(row, fields[0], fields[-1])}),"")'

    def share(row: int) -> str:
        own = area.cell(row, "gm", "f")
        return f'=IF((N({compared})={pairs})*ISNUMBER({own}),{own}/SUM({area.span("gm")}),"")'

    full = isinstance(weighed, PairwiseWeights) and not weighed.blanks
    means = np.exp(np.log(whole).mean(axis=1)) if full else np.full(n, NAN)
    contents["gm"] = Column(blanks(means), "score", mean)
    contents["gm_share"] = Column(blanks(means / means.sum()), "percent", share)
    eigen = weighed.weights if isinstance(weighed, PairwiseWeights) else np.full(n, NAN)
    contents["eigen_share"] = Column(blanks(eigen), "stored_percent")
    return contents


def _summary(book: Book, found: list[Weighed]) -> Columns:
    """One row per matrix: how much is compared, and whether it holds together."""
    area, pairwise = book.layout.area(SUMMARY, HERE), book.weighting.pairwise
    sizes = [len(one.codes) for one in pairwise]
    areas = [book.layout.area(matrix_name(one.group), HERE) for one in pairwise]
    boxes = [m.box(*(keys("vs", one.codes)[k] for k in (0, -1))) for m, one in zip(areas, pairwise, strict=True)]
    shares = [m.span("gm_share") for m in areas]

    def own(k: int, field: str) -> str:
        return area.cell(k, field, "f")

    def largest(k: int) -> str:
        first = areas[k].cell(0, "gm_share")
        product = f"SUMPRODUCT(MMULT({boxes[k]},{shares[k]})/{shares[k]})"
        return f'=IF(ISNUMBER({first}),{product}/{sizes[k]},"")'

    def ratio(k: int) -> str:
        ci = f"({own(k, 'lambda_gm')}-{sizes[k]})/({sizes[k]}-1)"
        return f'=IF(ISNUMBER({own(k, "lambda_gm")}),IF({own(k, "ri")}>0,{ci}/{own(k, "ri")},0),"")'

    words = [book.say(AHP_VERDICTS[key]) for key in ("open", "good", "bad", "moved")]

    def verdict(k: int) -> str:
        lacking = f"{own(k, 'to_compare')}-{own(k, 'compared')}"
        test = f'IF({own(k, "cr_gm")}<={LIMIT},"{words[1]}","{words[2]}")'
        counted = f'IF({lacking}>0,"{words[0]}"&{lacking},{test})'
        return f'=IF(ISNUMBER({own(k, "compared")}),{counted},"{words[3]}")'

    def count(k: int) -> str:
        """Return the number of pairs; none where codes left and above differ, or halves are not reciprocal."""
        fields = keys("vs", pairwise[k].codes)
        order = [f"({areas[k].cell(n, 'code', 'if')}={areas[k].cell(-1, f, 'if')})" for n, f in enumerate(fields)]
        halves = f"(ABS(IFERROR(SUMPRODUCT(LN({boxes[k]})),0))<{SAME})"
        return f'=IF({"*".join([*order, halves])},INT((COUNT({boxes[k]})-{sizes[k]})/2),"")'

    whole = [one if isinstance(one, PairwiseWeights) and not one.blanks else None for one in found]
    compared = [int((~np.isnan(one.values)).sum()) for one in pairwise]
    of = [n * (n - 1) // 2 for n in sizes]
    means = [_geometric(one, weighed) for one, weighed in zip(pairwise, whole, strict=True)]
    ratios = [NAN if math.isnan(m) else _ratio(m, n) for m, n in zip(means, sizes, strict=True)]
    said = [
        f"{words[0]}{b - a}" if a < b else words[1 if r <= LIMIT else 2]
        for a, b, r in zip(compared, of, ratios, strict=True)
    ]
    return {
        "code": Column([one.group or WHOLE for one in pairwise], "label"),
        "name": Column([_group_name(book, one) for one in pairwise]),
        "compared": Column(compared, "integer", count),
        "to_compare": Column(of, "integer"),
        "lambda_gm": Column(blanks(means), "score", largest),
        "ri": Column([random_index(n) for n in sizes], "score"),
        "cr_gm": Column(blanks(ratios), "score", ratio),
        "lambda_max": Column(blanks([one.lambda_max if one else NAN for one in whole]), "stored"),
        "cr_core": Column(blanks([one.cr if one and one.cr is not None else NAN for one in whole]), "stored"),
        "verdict": Column(said, "text", verdict),
        "method_notes": Column([_said(book, p, w) for p, w in zip(pairwise, found, strict=True)], "grey"),
    }


def _geometric(pairwise: Pairwise, weighed: PairwiseWeights | None) -> float:
    """Return the mean of (A w)_i / w_i with the geometric weights: the largest eigenvalue where all agrees."""
    if weighed is None:
        return NAN
    return float((whole_matrix(pairwise) @ weighed.geometric / weighed.geometric).mean())


def _ratio(largest: float, items: int) -> float:
    index = random_index(items)
    return (largest - items) / (items - 1) / index if index else 0.0


def _group_name(book: Book, pairwise: Pairwise) -> str:
    pillars = {p.code: p.name.of(book.language) for p in book.framework.pillars}
    return pillars.get(pairwise.group, pairwise.group) or book.say(WHOLE_NAME)


def _said(book: Book, pairwise: Pairwise, weighed: Weighed) -> str:
    """Say why there are no weights, or how those with blanks came about."""
    names = _names(book, pairwise)
    if isinstance(weighed, WeightsError):
        return reason_words(weighed, names, book.language, book.framework.unit)
    return notes_words(weighed.notes, names, book.language, book.framework.unit) if weighed else ""


def _worst(book: Book, found: list[Weighed]) -> Columns:
    """Rows for the comparisons that contradict the others most, with what would fit; by the core, as generated."""
    rows: list[tuple[Value, ...]] = []
    between = Text("对", " against ").of(book.language)
    for one, weighed in zip(book.weighting.pairwise, found, strict=True):
        names = _names(book, one)
        misfits = weighed.misfits[:MOST_WORST] if isinstance(weighed, PairwiseWeights) else ()
        for n in range(MOST_WORST):
            if n < len(misfits):
                m = misfits[n]
                pair = f"{names[m.row]}{between}{names[m.column]}"
                rows.append((n + 1, pair, m.given, m.fits, math.exp(m.size), _group_name(book, one)))
            else:
                rows.append((n + 1, "", "", "", "", _group_name(book, one)))
    styles = ("integer", "text", "ratio", "ratio", "score", "grey")
    fields = ("position", "pair", "said_ratio", "fitting", "factor", "group_name")
    return {f: Column([row[n] for row in rows], styles[n]) for n, f in enumerate(fields)}


def _accepts(book: Book, _: Sheet) -> Iterator[Accepts]:
    """Take numbers from 1/9 to 9 above the diagonal."""
    rule = {"validate": "decimal", "criteria": "between", "minimum": 1 / SAATY, "maximum": SAATY} | say(book, PAIR)
    for one in book.weighting.pairwise:
        area = book.layout.areas[matrix_name(one.group)]
        for n, code in enumerate(one.codes[1:], start=1):
            yield Accepts((area.cells(f"vs:{code}", f"vs:{code}", 0, n - 1),), rule)


SHEET = SheetSpec(
    HERE,
    Text("层次分析", "Pairwise (AHP)"),
    "settings",
    help=Text(
        "在右上半角的淡黄色格中填：行比列重要几倍（1–9，反之填 =1/3 等）；左下半角自动取倒数。",
        "Fill the upper half: how many times the row matters more than the column (1-9, or =1/3); the rest follows.",
    ),
    grids=grids,
    columns=_columns,
    accepts=_accepts,
    # Several tables below each other: the title stays, and what a row is about.
    view=View(frozen=2),
)
