"""Weights of a workbook by other methods: compared on a sheet, asked for in pairs, written into 权重."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from flowxl.core.framework import Framework
from flowxl.cycle.renew import Renewal, Renewed, renew
from flowxl.reading.read_book import BookData
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Language
from flowxl.workbook.methods_compared import (
    AHP,
    DEFAULT_METHODS,
    INDICATOR,
    PRESENT,
    Compared,
    Comparison,
    check_methods,
    compare_methods,
)
from flowxl.workbook.texts_methods import method_name, told
from flowxl.workbook.texts_weighting import ORIGIN_METHOD
from flowxl.workbook.weighting import Pairwise
from flowxl.workbook.writing.writer import Progress

LEVELS = ("pillar", "indicator")


@dataclass(frozen=True)
class WeightsOptions:
    """What is to be done with the weights of a book.

    Attributes
    ----------
    compare
        Codes of the methods that the sheet 权重比较 shall show; None leaves them as they are, none takes it away.
    pairs
        Asks for pairwise comparisons (层次分析): ``pillar``, or ``indicator`` for those within each pillar too.
    by_default
        Compares the methods that the book has material for, whatever ``compare`` says.
    use
        Code of a method whose weights are written into 权重, scaled to the total that they have now.
    """

    compare: Sequence[str] | None = None
    pairs: str = ""
    use: str = ""
    by_default: bool = False


@dataclass(frozen=True, eq=False)
class WeightsDone:
    """What was done, and what the methods give in the new book."""

    renewed: Renewed
    comparison: Comparison
    framework: Framework


def change_weights(
    book: str | Path, options: WeightsOptions, today: dt.date | None = None, progress: Progress | None = None
) -> WeightsDone:
    """Compare, ask for pairs, or take over a method's weights; a backup of the book is kept.

    Raises
    ------
    FlowXLError
        If a method is none of ours, cannot be computed or gives a pillar no weight (then it cannot be used), or if the
        book cannot be read reliably or written; it is then as it was.
    """
    check_methods(tuple(options.compare or ()))
    if options.use:
        check_methods((options.use,))
    day = (today or dt.datetime.now().astimezone().date()).isoformat()
    kept: list[Renewal] = []

    def change(data: BookData) -> Renewal:
        weighting = data.weighting
        if options.pairs:
            weighting = replace(weighting, pairwise=with_pairs(weighting.pairwise, data.framework, options.pairs))
        compare = default_methods(data) if options.by_default else options.compare
        if compare is not None:
            methods = tuple(code for code in compare if code != PRESENT)
            weighting = replace(weighting, methods=methods)
        weights = None
        if options.use:
            weights = _used(data, options.use)
            words = ORIGIN_METHOD.of(data.language)
            origin = words.format(name=method_name(options.use, data.language), day=day)
            weighting = replace(weighting, origins=dict.fromkeys(data.framework.pillar_codes, origin))
        kept.append(Renewal(weighting, weights))
        return kept[-1]

    renewed = renew(book, change, progress)
    result = renewed.explanation.results[-1]
    return WeightsDone(renewed, compare_methods(result, kept[-1].weighting), renewed.before.framework)


def default_methods(data: BookData) -> tuple[str, ...]:
    """Return the methods that are compared by default: with those that the book has material for."""
    study = data.weighting.study
    rated = study is not None and study.level == "pillar" and any(found.answers for found in study.rounds)
    more = ("delphi", "delphi+entropy") if rated else ()
    compared = any(not one.group for one in data.weighting.pairwise)
    return (*DEFAULT_METHODS, *more, *((AHP,) if compared else ()))


def with_pairs(pairwise: tuple[Pairwise, ...], framework: Framework, level: str) -> tuple[Pairwise, ...]:
    """Return the comparisons with empty cells for what is not in them yet; what was compared stays."""
    wanted = {"": framework.pillar_codes}
    if level == "indicator":
        for pillar in framework.pillars:
            codes = tuple(indicator.code for indicator in framework.indicators_of(pillar.code))
            if len(codes) > 1:
                wanted[pillar.code] = codes
    there = {one.group: one for one in pairwise}
    made = tuple(_extended(there.get(group) or Pairwise(group, (), np.empty((0, 0))), c) for group, c in wanted.items())
    return made + tuple(one for one in pairwise if one.group not in wanted)


def _extended(pairwise: Pairwise, codes: tuple[str, ...]) -> Pairwise:
    """Return comparisons with room for items that are new; those that are gone stay, for they were compared."""
    every = (*pairwise.codes, *(code for code in codes if code not in pairwise.codes))
    values, size = np.full((len(every), len(every)), np.nan), len(pairwise.codes)
    values[:size, :size] = pairwise.values
    return Pairwise(pairwise.group, every, values)


def _used(data: BookData, code: str) -> np.ndarray:
    """Return the weights that a method gives to the pillars of a book."""
    title = Message("weights.refused", name=data.path.name, method=_Method(code))
    if code == PRESENT or code.endswith(INDICATOR):
        raise FlowXLError(title, [Fault("method.other_weights", Place(name="--use"), code=code)], data.language)
    weighting = replace(data.weighting, methods=(code,))
    found = compare_methods(data.compute(), weighting).methods[-1]
    if found.weights is None:
        fault = Fault("method.no_weights", Place(name=code), why=_Why(found, data.framework))
        raise FlowXLError(title, [fault], data.language)
    faults = [
        Fault(
            "weight.by_method",
            Place(name=Message("place.weight_of_pillar", code=pillar.code, name=pillar.name)),
            weight=weight,
        )
        for pillar, weight in zip(data.framework.pillars, found.weights.tolist(), strict=True)
        if not weight > 0
    ]
    if faults:
        raise FlowXLError(title, faults, data.language)
    return np.array(found.weights)


@dataclass(frozen=True)
class _Method:
    """A method by what people call it."""

    code: str

    def of(self, language: Language) -> str:
        return method_name(self.code, language)


@dataclass(frozen=True, eq=False)
class _Why:
    """Why a method gives no weights."""

    found: Compared
    framework: Framework

    def of(self, language: Language) -> str:
        names = [pillar.name.of(language) for pillar in self.framework.pillars]
        return told(self.found, names, language, self.framework.unit)
