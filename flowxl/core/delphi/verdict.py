"""Whether a study may stop after a round: codes and flags, no words.

Consensus alone is no stopping rule (von der Gracht 2012): opinions that still move may meet by chance and part again.
So a first round never stops, and stopping needs stability. Dissent that is stable is a result as well: another round
would hardly change it.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from flowxl.core.arrays import read_only
from flowxl.core.delphi.authority import Authority
from flowxl.core.delphi.ratings import TOLERANCE, ItemStatistics
from flowxl.core.delphi.stability import Stability
from flowxl.core.delphi.study import Study

Lack = Literal["few_ratings", "cv", "iqr", "agreement"]
Stop = Literal[
    "no_answers", "first_round", "go_on_no_pairs", "go_on_no_consensus", "go_on_not_stable", "stable_dissent", "stop"
]


@dataclass(frozen=True, eq=False)
class Verdict:
    """What the thresholds of the study say of a round.

    Attributes
    ----------
    consensus
        Shape (items,).
    lacks
        Of each item what stands against consensus; ``few_ratings``: fewer than two.
    shifted
        Shape (items,): Wilcoxon's p is below ``stability_p``. Among many items some are by chance, so that this is
        shown and decides nothing.
    authority_enough, response_enough, stable
        None where it cannot be told. They hold the panel's Cr, the response and the share of changed ratings against
        their limits.
    stop
        ``stop``: consensus on every item, and stable. ``stable_dissent``: stable, but not every item has consensus.
        ``go_on_not_stable``: consensus, but not stable. ``go_on_no_consensus``: neither. ``go_on_no_pairs``: nobody
        answered this round and the one before. ``first_round``, ``no_answers``. Authority and response do not decide:
        another round mends neither.
    """

    consensus: np.ndarray
    lacks: tuple[tuple[Lack, ...], ...]
    shifted: np.ndarray
    authority_enough: bool | None
    response_enough: bool | None
    stable: bool | None
    stop: Stop

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        read_only(self.consensus)
        read_only(self.shifted)


def verdict(study: Study, items: ItemStatistics, authority: Authority, stability: Stability | None) -> Verdict:
    """Hold a round against the thresholds of the study; ``stability`` is None in the first round."""
    choices = study.choices
    lacks = tuple(_lacks(study, items, n) for n in range(len(study.items)))
    consensus = np.array([not lack for lack in lacks])
    change = stability.changed_share if stability else np.nan
    stable = None if np.isnan(change) else bool(change < choices.change_limit - TOLERANCE)
    shifted = np.zeros(len(study.items), dtype=bool) if stability is None else stability.p < choices.stability_p
    return Verdict(
        consensus,
        lacks,
        shifted,
        _enough(authority.mean_authority, choices.authority_limit),
        _enough(authority.response, choices.response_limit),
        stable,
        _stop(bool(consensus.all()), stable, answered=bool(items.n.any()), first=stability is None),
    )


def _enough(value: float, limit: float) -> bool | None:
    return None if np.isnan(value) else bool(value >= limit - TOLERANCE)


def _lacks(study: Study, items: ItemStatistics, n: int) -> tuple[Lack, ...]:
    choices, scale = study.choices, study.scale
    if items.n[n] < 2:
        return ("few_ratings",)
    lacks: list[Lack] = []
    # Where everyone gave 0 there is no CV, but nobody disagrees.
    if items.sd[n] > 0 and not items.cv[n] < choices.cv_limit - TOLERANCE:
        lacks.append("cv")
    if items.iqr[n] > choices.iqr_limit * (scale.high - scale.low) + TOLERANCE:
        lacks.append("iqr")
    # A budget has no such share: NaN is not below.
    if items.agree_share[n] < choices.agree_share - TOLERANCE:
        lacks.append("agreement")
    return tuple(lacks)


def _stop(agreed: bool, stable: bool | None, *, answered: bool, first: bool) -> Stop:
    if not answered:
        return "no_answers"
    if first:
        return "first_round"
    if stable is None:
        return "go_on_no_pairs"
    if stable:
        return "stop" if agreed else "stable_dissent"
    return "go_on_not_stable" if agreed else "go_on_no_consensus"
