"""The index: ``compute(panel, settings, weights) -> Result``."""

import numpy as np

from flowxl.core.aggregate import group_means, group_weighted_means
from flowxl.core.arrays import read_only, some
from flowxl.core.framework import Framework
from flowxl.core.normalise import NORMALISE, Spread, competition_rank
from flowxl.core.numbers import LARGEST, RANGE, SMALLEST
from flowxl.core.panel import Panel
from flowxl.core.result import Result
from flowxl.core.settings import INDEX_TOLERANCE, MissingPillar, Settings
from flowxl.core.transform import window_means
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place


def check_weights(framework: Framework, weights: np.ndarray) -> None:
    """Refuse weights that are not one positive number per pillar: shape (pillars,).

    Raises
    ------
    FlowXLError
        With a fault for each weight that cannot be used.
    """
    expected = (len(framework.pillars),)
    if weights.shape != expected:
        place = Place(name=Message("place.weights"))
        raise FlowXLError(Message("core.weights"), [_shape(place, weights, expected)])
    good = (weights >= SMALLEST) & (weights <= LARGEST)
    if not good.all():
        faults = [
            Fault("weight.above_nought", _weight_of(framework.pillars[n].code), found=float(weights[n]), range=RANGE)
            for n in np.flatnonzero(~good)
        ]
        raise FlowXLError(Message("core.weights"), faults)


def check_indicator_weights(framework: Framework, weights: np.ndarray, counting: np.ndarray) -> None:
    """Refuse weights that are not one number per indicator, 0 or more, with one above 0 in each pillar that counts.

    Both arrays have shape (indicators,).

    Raises
    ------
    FlowXLError
        With a fault for each weight or pillar that cannot be used.
    """
    expected = (len(framework.indicators),)
    if weights.shape != expected:
        place = Place(name=Message("place.indicator_weights"))
        raise FlowXLError(Message("core.weights"), [_shape(place, weights, expected)])
    good = (weights == 0) | ((weights >= SMALLEST) & (weights <= LARGEST))
    faults = [
        Fault("weight.from_nought", _weight_of(framework.indicator_codes[n]), found=float(weights[n]), range=RANGE)
        for n in np.flatnonzero(~good)
    ]
    weighing = counting & (weights != 0)
    for pillar, rows in zip(
        framework.pillars, np.split(np.arange(len(counting)), framework.pillar_starts[1:]), strict=True
    ):
        if counting[rows].any() and not weighing[rows].any():
            faults.append(Fault("weight.all_nought", Place(name=Message("place.counting_weights", code=pillar.code))))
    if faults:
        raise FlowXLError(Message("core.weights"), faults)


def check_means(framework: Framework, spread: Spread) -> None:
    """Refuse means whose squares overflow: every result would be infinite or no number.

    Raises
    ------
    FlowXLError
        With a fault for each indicator.
    """
    good = (np.maximum(-spread.low, spread.high) <= LARGEST * LARGEST**0.5) | (spread.count == 0)
    if not good.all():
        codes = (framework.indicator_codes[n] for n in np.flatnonzero(~good))
        places = (Place(name=Message("place.indicator", code=code)) for code in codes)
        raise FlowXLError(Message("core.figures"), [Fault("too_large", place, range=RANGE) for place in places])


def _shape(place: Place, weights: np.ndarray, expected: tuple[int, ...]) -> Fault:
    return Fault("weights", place, shape=str(weights.shape), expected=str(expected))


def _weight_of(code: str) -> Place:
    return Place(name=Message("place.weight_of", code=code))


def compute(
    panel: Panel,
    settings: Settings | None = None,
    weights: np.ndarray | None = None,
    indicator_weights: np.ndarray | None = None,
) -> Result:
    """Compute indicator scores, pillar scores and the index.

    The method of the paper (section 2.2): mean over the years, z-score over the cities with the sample standard
    deviation, simple mean per pillar, weighted sum. Rules for missing data are in ``settings``; ``docs/design.md``
    lists them all.

    Parameters
    ----------
    panel
        Levels, shape (indicators, cities, years).
    settings
        Defaults to the paper's method over the framework's window.
    weights
        One positive number per pillar, any scale; defaults to the framework's.
    indicator_weights
        One number per indicator, 0 or more, any scale in each pillar: a pillar score is then the weighted mean of the
        city's available indicators. Defaults to the simple mean.

    Raises
    ------
    FlowXLError
        If weights or settings cannot be used, or figures are too large to compute with.
    """
    framework = panel.framework
    settings = settings or Settings(framework.window)
    weights = read_only(np.array(framework.weights if weights is None else weights, dtype=np.float64))
    check_weights(framework, weights)
    years = settings.window[1] - settings.window[0] + 1

    means, year_counts = window_means(panel, settings.window)
    has = year_counts / years >= settings.min_year_share
    oriented = np.where(has, means * framework.directions[:, None], np.nan)
    spread = Spread.of(oriented, has)
    check_means(framework, spread)
    counting = spread.count / len(framework.cities) >= settings.min_city_share
    scores = NORMALISE[settings.method](oriented, spread)
    scores[~counting] = np.nan

    present = has & counting[:, None]
    if indicator_weights is None:
        pillar_scores, pillar_counts = group_means(scores, present, framework.pillar_starts)
    else:
        indicator_weights = read_only(np.array(indicator_weights, dtype=np.float64))
        check_indicator_weights(framework, indicator_weights, counting)
        pillar_scores, pillar_counts = group_weighted_means(scores, present, indicator_weights, framework.pillar_starts)
    contributions, index, complete = weighted_sum(pillar_scores, weights, settings.missing_pillar)
    return Result(
        framework=framework,
        settings=settings,
        weights=weights,
        means=means,
        year_counts=year_counts,
        has=has,
        oriented=oriented,
        spread=spread,
        counting=counting,
        scores=scores,
        pillar_scores=pillar_scores,
        pillar_counts=pillar_counts,
        contributions=contributions,
        complete=complete,
        index=index,
        rank=competition_rank(index, INDEX_TOLERANCE),
        indicator_weights=indicator_weights,
    )


def weighted_sum(
    pillar_scores: np.ndarray, weights: np.ndarray, missing_pillar: MissingPillar = "none"
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Index as the sum of weight x score (paper, section 2.2, step 5).

    Parameters
    ----------
    pillar_scores
        Shape (pillars, cities); NaN where a city lacks the pillar. A pillar that all lack does not count.
    weights
        Shape (pillars,).
    missing_pillar
        ``none``: a city that lacks a counting pillar has no index. ``rest``: its sum is scaled up to the counting
        weight.

    Returns
    -------
    contributions, index, complete
        Shapes (pillars, cities), (cities,), (cities,); ``complete`` says whether the city has every counting pillar.
    """
    present = ~np.isnan(pillar_scores)
    counting = some(present, axis=1)
    held = np.count_nonzero(present, axis=0)
    complete: np.ndarray = (held == np.count_nonzero(counting)) & (held > 0)
    contributions = weights[:, None] * pillar_scores
    usable = complete
    if missing_pillar == "rest":
        usable = held > 0
        city_weights = np.where(present, weights[:, None], 0.0).sum(axis=0)
        part = usable & ~complete  # a complete city keeps its contributions to the last digit
        usable &= complete | (city_weights > 0)  # of pillars without weight nothing can be scaled up
        part &= usable
        contributions[:, part] *= weights[counting].sum() / city_weights[part]
    sums = np.where(present, contributions, 0.0).sum(axis=0)
    return contributions, np.where(usable, sums, np.nan), complete
