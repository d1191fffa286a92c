"""Time our weights from data beside pymcdm's, in one run: 3000 cities x 127 indicators.

Run it with ``python benchmarks/bench_weights.py``. Both are timed in turn with the garbage collector off; the best time
of each counts, for a busy machine only adds. Both get the same min-max values; for entropy pymcdm gets them shifted by
1, since it refuses zeros, so only the time is compared there. Exit code 1 if a limit is broken.
"""

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
import pymcdm.weights

sys.path.insert(0, str(Path(__file__).parent.parent))  # so that it runs from a clone as well

from flowxl.core.weighting import METHODS

SHAPE = (3000, 127)
FACTORS = 8
LIMITS = {"entropy": 1.3, "critic": 0.5, "deviation": float("inf")}
"""Ours beside pymcdm's, whose deviation is one bare call of numpy, without gaps, constants or min-max: no contest."""
REPEATS = 11
PEERS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "entropy": lambda values: pymcdm.weights.entropy_weights(values + 1),
    "deviation": pymcdm.weights.standard_deviation_weights,
    "critic": pymcdm.weights.critic_weights,
}


def seconds(function: Callable[[np.ndarray], object], values: np.ndarray) -> float:
    """Return how long one call takes."""
    start = perf_counter()
    function(values)
    return perf_counter() - start


def main() -> int:
    """Print both times and their ratio for each method; return 1 if a limit is broken."""
    random = np.random.default_rng(1)
    values = random.normal(size=(SHAPE[0], FACTORS)) @ random.normal(size=(FACTORS, SHAPE[1]))
    values = np.exp((values + random.normal(size=SHAPE)) / 3)
    values = (values - values.min(axis=0)) / (values.max(axis=0) - values.min(axis=0))
    broken = 0
    for name in ("critic", "deviation"):  # entropy agrees with scipy's in the tests
        np.testing.assert_allclose(METHODS[name](values).weights, PEERS[name](values), rtol=1e-9)
    gc.disable()
    for name, method in METHODS.items():
        peer = PEERS.get(name)
        ours, theirs = [], []
        for _ in range(REPEATS):
            ours.append(seconds(method, values))
            if peer:
                theirs.append(seconds(peer, values))
        best = min(ours)
        line = f"{name:>15}: ours {best * 1e3:9.3f} ms"
        if peer:
            ratio = best / min(theirs)
            broken |= ratio > LIMITS[name]
            line += f", pymcdm {min(theirs) * 1e3:9.3f} ms, ratio {ratio:.3f} (limit {LIMITS[name]:g})"
        print(line)
    return broken


if __name__ == "__main__":
    sys.exit(main())
