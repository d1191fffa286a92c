"""Weights by other methods beside those of a book, and what index and ranks they would give: read by the sheets."""

from dataclasses import dataclass

import numpy as np

from flowxl.core.aggregate import group_weighted_means
from flowxl.core.delphi.weights import Centre, item_centres, without_authority
from flowxl.core.index import weighted_sum
from flowxl.core.normalise import competition_rank
from flowxl.core.result import Result
from flowxl.core.settings import INDEX_TOLERANCE
from flowxl.core.weighting import METHODS
from flowxl.core.weighting.ahp import ahp
from flowxl.core.weighting.combine import additive, game, multiplicative
from flowxl.core.weighting.common import Note, WeightsError
from flowxl.core.weighting.compare import Reliability, reliability
from flowxl.core.weighting.groups import within_groups
from flowxl.core.weighting.ranks import kendall, spearman
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.workbook.weighting import Pairwise, Weighting

PRESENT, AHP = "present", "ahp"
DELPHI: dict[str, tuple[Centre, bool]] = {
    "delphi": ("mean", False),
    "delphi_median": ("median", False),
    "delphi_authority": ("mean", True),
}
SINGLE = (PRESENT, *METHODS, *DELPHI, AHP)
DEFAULT_METHODS = ("equal", "entropy", "critic", "deviation", "principal")
INDICATOR = "@indicator"
GAME = "game:"
ADD, TIMES = "+", "*"
NO_DATA = (Note("few_cities"),)


class LacksError(FlowXLError):
    """Material that a method needs and the book lacks: ``code`` is ``no_study``, ``no_authority`` or ``no_pairs``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"Weights cannot be computed ({code}).")


@dataclass(frozen=True, eq=False)
class Compared:
    """One method beside the others.

    Attributes
    ----------
    code
        E.g. ``entropy``, ``delphi+entropy``, ``delphi*entropy``, ``game:delphi:entropy``, ``entropy@indicator``.
    weights
        Of the pillars, shape (pillars,), scaled so that those that count have the sum that they have now; None where
        the method gives none, for ``reason``.
    index, rank
        Shape (cities,).
    spearman, kendall
        With the ranks of the weights of the book; NaN where they cannot be told.
    changed
        Shape (cities,): whether both rank the city, and differently.
    notes : tuple of Note
        What to know about the weights; positions are those of the items that they are about.
    """

    code: str
    weights: np.ndarray | None
    index: np.ndarray
    rank: np.ndarray
    spearman: float
    kendall: float
    changed: np.ndarray
    notes: tuple[Note, ...] = ()
    reason: WeightsError | LacksError | None = None


@dataclass(frozen=True, eq=False)
class Comparison:
    """Methods side by side, the weights of the book first; ``data`` says how far figures can bear weights."""

    methods: tuple[Compared, ...]
    data: Reliability


def check_methods(codes: tuple[str, ...]) -> None:
    """Refuse methods that there are not.

    Raises
    ------
    FlowXLError
        With a fault for each.
    """
    place = Place(name=Message("place.methods"))
    faults = [
        Fault("method.unknown", place, found=part, known=tuple(SINGLE))
        for code in codes
        for part in parts(code)
        if part not in SINGLE or (code.endswith(INDICATOR) and part not in (*METHODS, *DELPHI, AHP))
    ]
    faults += [
        Fault("method.combined", place, code=code, ending=INDICATOR)
        for code in codes
        if code.endswith(INDICATOR) and len(parts(code)) > 1
    ]
    faults += [Fault("method.twice", place, code=c) for c in set(codes) if codes.count(c) > 1]
    if faults:
        raise FlowXLError(Message("weights.methods"), faults)


def parts(code: str) -> list[str]:
    """Return the methods that a code combines.

    >>> parts("delphi+entropy"), parts("game:delphi:entropy:critic"), parts("entropy@indicator")
    (['delphi', 'entropy'], ['delphi', 'entropy', 'critic'], ['entropy'])
    """
    plain = code.removesuffix(INDICATOR)
    if plain.startswith(GAME):
        return plain.removeprefix(GAME).split(":")
    for sign in (ADD, TIMES):
        if sign in plain:
            return plain.split(sign)
    return [plain]


def compare_methods(result: Result, weighting: Weighting) -> Comparison:
    """Compute every method that a book wants to show, the weights of the book first."""
    maker = _Maker(result, weighting)
    return Comparison(
        tuple(maker.compared(code) for code in (PRESENT, *(c for c in weighting.methods if c != PRESENT))),
        reliability(maker.values) if maker.values.size else Reliability(len(maker.values), 0, 0, 0, NO_DATA),
    )


class _Maker:
    def __init__(self, result: Result, weighting: Weighting) -> None:
        self.result, self.weighting = result, weighting
        self.framework = result.framework
        self.counting = result.pillar_counting
        self.values = result.pillar_scores[self.counting].T

    def compared(self, code: str) -> Compared:
        """Return one method; what it cannot do is told, never an exception."""
        nothing = np.full(len(self.framework.cities), np.nan)
        try:
            weights, scores, notes = self._weights(code)
        except (WeightsError, LacksError) as reason:
            none = np.zeros(len(nothing), dtype=bool)
            return Compared(code, None, nothing, none.astype(np.int64), np.nan, np.nan, none, (), reason)
        index = weighted_sum(scores, weights, self.result.settings.missing_pillar)[1]
        rank = competition_rank(index, INDEX_TOLERANCE)
        both = (rank > 0) & (self.result.rank > 0)
        own, other = rank[both].astype(np.float64), self.result.rank[both].astype(np.float64)
        rho, tau = (of(own, other) if own.size > 1 else np.nan for of in (spearman, kendall))
        return Compared(code, weights, index, rank, rho, tau, both & (rank != self.result.rank), notes)

    def _weights(self, code: str) -> tuple[np.ndarray, np.ndarray, tuple[Note, ...]]:
        """Return weights of the pillars, the pillar scores that they are for, and notes."""
        scores, present = self.result.pillar_scores, np.array(self.result.weights)
        if code.endswith(INDICATOR):
            inside, notes = self._inside(code.removesuffix(INDICATOR))
            there = self.result.has & self.result.counting[:, None]
            means = group_weighted_means(self.result.scores, there, inside, self.framework.pillar_starts)[0]
            return present, means, notes
        if code == PRESENT:
            return present, scores, ()
        weights, notes = self._combined(code)
        return weights * self._scale(weights), scores, notes

    def _scale(self, weights: np.ndarray) -> float:
        """Return the factor that gives the pillars that count the sum of their weights now, so that indices compare."""
        counting = self.counting if self.counting.any() else np.ones(len(weights), dtype=bool)
        total = float(weights[counting].sum())
        if not total > 0:
            raise WeightsError("no_overlap")
        return float(self.result.weights[counting].sum()) / total

    def _combined(self, code: str) -> tuple[np.ndarray, tuple[Note, ...]]:
        """Return weights of all pillars, any scale; data-driven ones combine over the pillars that count."""
        found = [self._single(part) for part in parts(code)]
        notes = tuple(note for _, own in found for note in own)
        vectors = [weights for weights, _ in found]
        if len(vectors) == 1:
            return vectors[0], notes
        whole = all((weights[~self.counting] > 0).all() for weights in vectors)
        chosen = np.ones_like(self.counting) if whole else self.counting
        combined, more = combine(code, [weights[chosen] for weights in vectors])
        weights = np.zeros(len(chosen))
        weights[chosen] = combined
        left_out = tuple(int(n) for n in np.flatnonzero(~chosen))
        return weights, (*notes, *more, *([Note("not_counting", left_out)] if left_out else []))

    def _single(self, code: str) -> tuple[np.ndarray, tuple[Note, ...]]:
        """Return weights of all pillars by one method, any scale."""
        if code == PRESENT:
            return np.array(self.result.weights), ()
        if code in DELPHI:
            return self._delphi(code, self.framework.pillar_codes), ()
        if code == AHP:
            compared = ahp(self._matrix("", self.framework.pillar_codes))
            return np.array(compared.weights), compared.notes
        if code == "equal":
            return np.ones(len(self.framework.pillars)), ()
        found = METHODS[code](self.values)
        weights = np.zeros(len(self.framework.pillars))
        weights[self.counting] = found.weights
        place = np.flatnonzero(self.counting)
        return weights, tuple(_placed(note, place) for note in found.notes)

    def _delphi(self, code: str, wanted: tuple[str, ...]) -> np.ndarray:
        study = self.weighting.study
        rounds = [found.number for found in study.rounds if found.answers] if study else []
        if study is None or not rounds or not set(wanted) <= set(study.item_codes):
            raise LacksError("no_study")
        centre, by_authority = DELPHI[code]
        if by_authority and without_authority(study, rounds[-1]):
            raise LacksError("no_authority")
        rated = dict(
            zip(study.item_codes, item_centres(study, rounds[-1], centre, by_authority=by_authority), strict=True)
        )
        found = np.array([rated[each] for each in wanted], dtype=np.float64)
        if np.isnan(found).any():
            raise LacksError("no_study")
        return found

    def _matrix(self, group: str, wanted: tuple[str, ...]) -> np.ndarray:
        """Return the comparisons of some items as a whole matrix; NaN where two were not compared."""
        pairwise = next((one for one in self.weighting.pairwise if one.group == group), None)
        if pairwise is None or not set(wanted) <= set(pairwise.codes):
            raise LacksError("no_pairs")
        return whole_matrix(pairwise, wanted)

    def _inside(self, code: str) -> tuple[np.ndarray, tuple[Note, ...]]:
        """Return weights of the indicators within their pillars."""
        pillars = self.framework.pillars
        groups = np.repeat(np.arange(len(pillars)), self.framework.pillar_sizes)
        if code in DELPHI:
            return self._delphi(code, self.framework.indicator_codes), ()
        if code == AHP:
            weights = np.ones(len(groups))
            for n, pillar in enumerate(pillars):
                own = np.flatnonzero(groups == n)
                if own.size > 1:
                    codes = tuple(self.framework.indicator_codes[k] for k in own)
                    weights[own] = ahp(self._matrix(pillar.code, codes)).weights
            return weights, ()
        found = within_groups(METHODS[code], self.result.oriented.T, groups, self.result.counting)
        return np.array(found.weights), found.notes


def combine(code: str, vectors: list[np.ndarray]) -> tuple[np.ndarray, tuple[Note, ...]]:
    """Combine weights as a code says, shape (items,) each; the result sums to 1. Added ones have equal shares."""
    if code.startswith(GAME):
        combined = game(vectors)
        return combined.weights, combined.notes
    weights = vectors[0] / vectors[0].sum()
    for n, vector in enumerate(vectors[1:], start=2):
        weights = additive(weights, vector, (n - 1) / n) if ADD in code else multiplicative(weights, vector)
    return weights, ()


def whole_matrix(pairwise: Pairwise, wanted: tuple[str, ...] | None = None) -> np.ndarray:
    """Return comparisons with both halves and the diagonal, shape (items, items), in the order that is wanted."""
    upper = pairwise.values
    whole = np.where(np.isnan(upper), 1 / upper.T, upper)
    np.fill_diagonal(whole, 1.0)
    place = [pairwise.codes.index(code) for code in wanted or pairwise.codes]
    ordered: np.ndarray = whole[np.ix_(place, place)]
    return ordered


def _placed(note: Note, place: np.ndarray) -> Note:
    """Return a note with positions among all pillars; components keep their numbers."""
    if note.code in ("components_added", "components_tied"):
        return note
    return Note(note.code, tuple(int(place[n]) for n in note.items))
