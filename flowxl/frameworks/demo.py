"""A complete synthetic panel for trying things out. It is no data: wherever it appears it says SYNTHETIC."""

import numpy as np

from flowxl.core.framework import Framework
from flowxl.core.panel import Observations

SOURCE = "SYNTHETIC 合成数据"
SEED = 2022


def demo_observations(framework: Framework, years: tuple[int, ...], seed: int = SEED) -> Observations:
    """Return made-up figures for every series and year: a level per indicator, a size per place, growth and noise."""
    random = np.random.default_rng(seed)
    series = framework.series
    indicators = {code: n for n, code in enumerate(dict.fromkeys(s.indicator for s in series))}
    places = {code: n for n, code in enumerate(dict.fromkeys(s.place for s in series))}
    level = 10 ** random.uniform(1, 4, len(indicators))
    size = random.uniform(0.5, 2.0, len(places))
    own = random.uniform(0.7, 1.4, len(series))
    growth = random.uniform(0.98, 1.10, len(series))
    noise = random.uniform(0.97, 1.03, (len(series), len(years)))
    base = np.array([level[indicators[s.indicator]] * size[places[s.place]] for s in series]) * own
    values = base[:, None] * growth[:, None] ** np.arange(len(years)) * noise
    return Observations(framework, years, values.round(2), {s.key: SOURCE for s in series})
