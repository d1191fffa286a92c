"""Everything that the ratings of a study say, round by round."""

from collections.abc import Mapping
from dataclasses import dataclass

from flowxl.core.delphi.authority import Authority, authority
from flowxl.core.delphi.concordance import Concordance, concordance
from flowxl.core.delphi.ratings import ItemStatistics, item_statistics
from flowxl.core.delphi.scale import ratings_on_scale
from flowxl.core.delphi.screening import Screening, screening
from flowxl.core.delphi.stability import Stability, stability
from flowxl.core.delphi.study import Study, item_positions
from flowxl.core.delphi.verdict import Verdict, verdict


@dataclass(frozen=True, eq=False)
class RoundStatistics:
    """Statistics of one round.

    Attributes
    ----------
    number
        Of the round, from 1.
    items
        Measures of each item.
    concordance
        Over all items.
    by_group
        Within each group of items: in a study of indicators one for each pillar.
    authority
        Of the experts, and the response.
    stability
        Since the round before; None in the first.
    screening
        By 界值法.
    verdict
        What the thresholds say.
    """

    number: int
    items: ItemStatistics
    concordance: Concordance
    by_group: Mapping[str, Concordance]
    authority: Authority
    stability: Stability | None
    screening: Screening
    verdict: Verdict


def round_statistics(study: Study, number: int) -> RoundStatistics:
    """Compute the statistics of a round.

    Raises
    ------
    FlowXLError
        With each rating that is not on the scale, and each self-assessment that has no score.
    """
    scale, choices = study.scale, study.choices
    ratings = ratings_on_scale(study, number)
    full, agree_from = scale.high, scale.low + choices.agree_from * (scale.high - scale.low)
    items = item_statistics(ratings, *(() if scale.budget else (full, agree_from)))
    blocks = {group: item_positions(study.items, group) for group in study.groups}
    # Shares of a budget are large where items are few, so that those of different pillars set each other no limits.
    own = tuple(tuple(block) for block in blocks.values()) if scale.budget else ()
    judged = authority(study, number)
    change = stability(ratings_on_scale(study, number - 1), ratings) if number > 1 else None
    return RoundStatistics(
        number,
        items,
        concordance(ratings),
        {group: concordance(ratings[:, block]) for group, block in blocks.items()},
        judged,
        change,
        screening(items, full=not scale.budget, blocks=own),
        verdict(study, items, judged, change),
    )


def study_statistics(study: Study) -> tuple[RoundStatistics, ...]:
    """Compute the statistics of every round; raises as :func:`round_statistics` does."""
    return tuple(round_statistics(study, found.number) for found in study.rounds)
