"""Record weights by scikit-criteria, where it is installed: ``python record_skcriteria.py > skcriteria.csv``.

CRITIC gets the figures and their directions; entropy and standard deviation get min-max values, since scikit-criteria
takes the figures as they stand.
"""

import sys
from pathlib import Path

import numpy as np

DIRECTIONS = {
    "tai": [1] * 8,
    "usarrests": [-1, -1, 1, -1],
    "mtcars": [1, -1, -1, 1, 1, -1, -1, 1, 1, 1, -1],
}


def main() -> None:
    """Write one line per data set and method, to 17 digits."""
    from skcriteria.preprocessing import weighters

    lines = ["data,method,weights"]
    for name, directions in DIRECTIONS.items():
        values = np.loadtxt(Path(__file__).with_name(f"{name}.csv"), delimiter=",", skiprows=1)
        oriented = values * directions
        low, high = oriented.min(axis=0), oriented.max(axis=0)
        scaled = (oriented - low) / (high - low)
        found = {
            "critic": weighters.critic_weights(values, directions),
            "entropy": weighters.entropy_weights(scaled),
            "deviation": weighters.std_weights(scaled),
        }
        lines += [f"{name},{method},{';'.join(f'{w:.17g}' for w in ws)}" for method, ws in found.items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
