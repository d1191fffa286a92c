"""The index: ``compute(panel, settings, weights) -> Result``."""

import numpy as np

from flowxl.core.aggregate import group_means
from flowxl.core.faults import Fault, FlowXLError
from flowxl.core.framework import Framework
from flowxl.core.normalise import NORMALISE, Spread, competition_rank
from flowxl.core.panel import Panel
from flowxl.core.result import Result
from flowxl.core.settings import INDEX_TOLERANCE, Settings
from flowxl.core.transform import window_means


def check_weights(framework: Framework, weights: np.ndarray) -> None:
    """Refuse weights that are not one positive number per pillar.

    Raises
    ------
    FlowXLError
        With a fault for each weight that cannot be used.
    """
    expected = (len(framework.pillars),)
    if weights.shape != expected:
        raise FlowXLError(
            "The weights cannot be used.",
            [Fault("weights", "weights", f"shape {weights.shape}", f"{expected}")],
        )
    good = np.isfinite(weights) & (weights > 0)
    if not good.all():
        faults = [
            Fault("weight", f"weight of {pillar.code}", str(weights[position]), "a number above 0")
            for position, pillar in enumerate(framework.pillars)
            if not good[position]
        ]
        raise FlowXLError("The weights cannot be used.", faults)


def compute(panel: Panel, settings: Settings | None = None, weights: np.ndarray | None = None) -> Result:
    """Compute indicator scores, pillar scores and the index.

    The method of the paper (section 2.2): mean over the years, z-score over the cities with the sample standard
    deviation, simple mean per pillar, weighted sum. Rules for missing data are in ``settings``; ``docs/design.md`` lists
    them all.

    Parameters
    ----------
    panel
        Levels, shape (indicators, cities, years).
    settings
        Defaults to the paper's method over the framework's window.
    weights
        One positive number per pillar, any scale; defaults to the framework's.

    Raises
    ------
    FlowXLError
        If weights or settings cannot be used.
    """
    framework = panel.framework
    settings = settings or Settings(framework.window)
    weights = framework.weights if weights is None else np.asarray(weights, dtype=np.float64)
    check_weights(framework, weights)
    n_cities = len(framework.cities)
    n_years = settings.window[1] - settings.window[0] + 1

    means, year_counts = window_means(panel, settings.window)
    has = year_counts / n_years >= settings.min_year_share
    oriented = np.where(has, means * framework.directions[:, None], np.nan)
    spread = Spread.of(oriented, has)
    counting = spread.count / n_cities >= settings.min_city_share
    present = has & counting[:, None]
    scores = np.where(present, NORMALISE[settings.method](oriented, spread), np.nan)

    pillar_scores, pillar_counts = group_means(scores, present, framework.pillar_starts)
    has_pillar = pillar_counts > 0
    weight_of_city = np.where(has_pillar, weights[:, None], 0.0).sum(axis=0)
    counting_weight = weights[has_pillar.any(axis=1)].sum()
    complete = (has_pillar | ~has_pillar.any(axis=1)[:, None]).all(axis=0) & has_pillar.any(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(complete, 1.0, counting_weight / weight_of_city)
    contributions = weights[:, None] * pillar_scores
    usable = complete
    if settings.missing_pillar == "rest":
        contributions = contributions * factor
        usable = has_pillar.any(axis=0)
    index = np.where(usable, np.where(has_pillar, contributions, 0.0).sum(axis=0), np.nan)
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
    )
