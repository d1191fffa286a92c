"""What the paper printed beside what our method makes of it; nothing is printed here.

The paper publishes two tables that can be recomputed: the means of Table 3 give one row of Table 2, and the scores of
Table 2 give the index. Each comparison has the tolerance that the rounding of the printed figures leaves, no more.
"""

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from flowxl.core.aggregate import group_means
from flowxl.core.framework import Framework
from flowxl.core.index import weighted_sum
from flowxl.core.normalise import Spread, centre_and_sd, zscore
from flowxl.frameworks.csv_rows import Row, plain_number, read_table
from flowxl.frameworks.load import framework_folder, load_framework
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

TRANSPORT, OPEN_PILLAR, OPEN_CITY = "TR", "IF", "HZ"
INDEX_ROW = "index"
HALF_SCORE = 0.0005
"""Half a unit in the last digit of Table 2."""
SLACK = 1e-12
"""Decimal fractions are not exact in binary: a difference of just half a unit is within it."""
Cell = str | float | bool


@dataclass(frozen=True)
class Check:
    """One printed figure beside the computed one.

    ``code`` is a city or a pillar. ``explained`` marks a figure beyond its tolerance whose reasons are the readings.
    """

    code: str
    printed: float
    computed: float
    tolerance: float
    explained: bool = False

    @property
    def difference(self) -> float:
        """Computed less printed."""
        return self.computed - self.printed

    @property
    def within(self) -> bool:
        """Whether rounding explains the difference."""
        return abs(self.difference) <= self.tolerance + SLACK

    @property
    def ok(self) -> bool:
        """Whether the difference is within its tolerance or explained."""
        return self.within or self.explained


@dataclass(frozen=True)
class Reading:
    """One way to read the score of 杭州 in 现代信息流; which one is true stays open.

    Attributes
    ----------
    code
        ``kept``: the printed score stands, values were missing, and the mean was taken over those there were.
        ``slip``: the score was copied from another row by mistake, and the pillar sums to zero without it.
    score, pillar_sum
        Score of the city under this reading, and the sum of the pillar over the cities.
    index, printed_index, reproduced
        Index of the city under this reading, the printed one, and whether they agree.
    """

    code: str
    score: float
    pillar_sum: float
    index: float
    printed_index: float
    reproduced: bool


@dataclass(frozen=True)
class Reproduction:
    """The whole comparison.

    Attributes
    ----------
    scores
        Table 3 to the row 交通流 of Table 2, per city.
    indices
        Table 2 to the index, per city.
    sums
        Sum of a pillar's scores over the cities, which is zero if no value was missing, per pillar.
    readings
        The two readings of the one sum that is not zero.
    """

    scores: tuple[Check, ...]
    indices: tuple[Check, ...]
    sums: tuple[Check, ...]
    readings: tuple[Reading, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is beyond its tolerance without being explained."""
        return all(check.ok for check in (*self.scores, *self.indices, *self.sums))

    def rows(self) -> dict[str, list[dict[str, Cell]]]:
        """Return the four tables as plain rows by column, for a table in a terminal or for JSON."""
        checks = {"scores": self.scores, "indices": self.indices, "sums": self.sums}
        tables: dict[str, list[dict[str, Cell]]] = {
            name: [_row(check) for check in several] for name, several in checks.items()
        }
        tables["readings"] = [asdict(reading) for reading in self.readings]
        return tables


def reproduce(framework: Framework | None = None, folder: Path | None = None) -> Reproduction:
    """Compare the method with the printed figures of the paper.

    Parameters
    ----------
    framework
        Gives weights and directions; defaults to the shipped ``flow_economy``.
    folder
        Where the two tables lie; defaults to the paper's, which are shipped.

    Raises
    ------
    FlowXLError
        If a table cannot be read.
    """
    framework = framework or load_framework()
    folder = folder or framework_folder() / "paper"
    means = _table(folder / "table3_transport_means.csv", "indicator", framework)
    printed = _table(folder / "table2_scores.csv", "pillar", framework)
    cities = framework.city_codes
    scores = np.array([_numbers(printed[pillar]) for pillar in framework.pillar_codes])
    index = _numbers(printed[INDEX_ROW])

    row, tolerance = transport_scores(framework, means)
    transport = tuple(map(Check, cities, _numbers(printed[TRANSPORT]).tolist(), row.tolist(), tolerance.tolist()))
    sums = tuple(
        Check(pillar, 0.0, float(total), len(cities) * HALF_SCORE, explained=pillar == OPEN_PILLAR)
        for pillar, total in zip(framework.pillar_codes, scores.sum(axis=1), strict=True)
    )
    return Reproduction(transport, _indices(framework, scores, index), sums, _readings(framework, scores, index))


def transport_scores(framework: Framework, means: dict[str, tuple[str, ...]]) -> tuple[np.ndarray, np.ndarray]:
    """Score the means of Table 3; also how far rounding of means and score can part it from the print, shape (cities,).

    A printed mean may be off by half a unit of its last digit, so a z-score may be off by the sum of its derivatives
    times these: dz_a/dx_b = ((a = b) - 1/n - z_a z_b / (n - 1)) / sd.
    """
    rows = [indicator for indicator in framework.indicators if indicator.pillar == TRANSPORT]
    directions = np.array([indicator.direction for indicator in rows], dtype=np.float64)
    values = directions[:, None] * np.array([_numbers(means[indicator.code]) for indicator in rows])
    halves = np.array([[_half_unit(text) for text in means[indicator.code]] for indicator in rows])
    spread = Spread.of(values)
    z, (_, sd) = zscore(values, spread), centre_and_sd(values, spread)
    n = values.shape[1]
    derivatives = (np.eye(n) - 1 / n - z[:, :, None] * z[:, None, :] / (n - 1)) / sd[:, None, None]
    reach = (np.abs(derivatives) * halves[:, None, :]).sum(axis=2)
    pillar, _ = group_means(z, spread.present, np.array([0]))
    return pillar[0], reach.mean(axis=0) + HALF_SCORE


def _indices(framework: Framework, scores: np.ndarray, printed: np.ndarray) -> tuple[Check, ...]:
    _, index, _ = weighted_sum(scores, framework.weights)
    tolerance = float(framework.weights.sum()) * HALF_SCORE + HALF_SCORE
    pairs = zip(framework.city_codes, printed.tolist(), index.tolist(), strict=True)
    return tuple(Check(city, text, value, tolerance) for city, text, value in pairs)


def _readings(framework: Framework, scores: np.ndarray, printed: np.ndarray) -> tuple[Reading, ...]:
    pillar, city = framework.pillar_codes.index(OPEN_PILLAR), framework.city_codes.index(OPEN_CITY)
    readings = []
    for code, change in (("kept", 0.0), ("slip", -scores[pillar].sum())):
        read = scores.copy()
        read[pillar, city] += change
        check = _indices(framework, read, printed)[city]
        score, total = float(read[pillar, city]), float(read[pillar].sum())
        readings.append(Reading(code, score, total, check.computed, check.printed, check.within))
    return tuple(readings)


def _row(check: Check) -> dict[str, Cell]:
    return {**asdict(check), "difference": check.difference, "within": check.within, "ok": check.ok}


def _table(path: Path, key: str, framework: Framework) -> dict[str, tuple[str, ...]]:
    """Read the printed figures of each row as text, in the framework's order of cities."""
    faults: list[Fault] = []
    rows = read_table(path, (key, *framework.city_codes), faults)
    figures = {row[key]: tuple(row[city] for city in framework.city_codes) for row in rows}
    faults.extend(_unread(path, rows, framework))
    if key == "pillar":
        wanted = {*framework.pillar_codes, INDEX_ROW}
    else:
        wanted = {indicator.code for indicator in framework.indicators if indicator.pillar == TRANSPORT}
    missing = sorted(wanted - figures.keys())
    if missing and rows:
        faults.append(Fault("row", Place(path.name), rows=tuple(missing)))
    if faults:
        raise FlowXLError(Message("file.unreadable", name=path.name), faults)
    return figures


def _unread(path: Path, rows: list[Row], framework: Framework) -> list[Fault]:
    return [
        Fault("value.printed", row.place, city=city, found=row[city], table=path.stem)
        for row in rows
        for city in framework.city_codes
        if plain_number(row[city]) is None
    ]


def _numbers(texts: tuple[str, ...]) -> np.ndarray:
    return np.array([float(text) for text in texts])


def _half_unit(text: str) -> float:
    """Half a unit in the last printed digit: 0.005 for 4751.64, 0.5 for 0."""
    decimals = len(text.partition(".")[2])
    return 0.5 * 10.0**-decimals
