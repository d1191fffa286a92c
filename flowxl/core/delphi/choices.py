"""Scores and thresholds of a Delphi study: all of them settings, none of them a law; each with its source."""

from dataclasses import dataclass, field

from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place

FAMILIARITY = {"very": 1.0, "familiar": 0.8, "fair": 0.5, "little": 0.3, "none": 0.1}
INFLUENCE = ("large", "medium", "small")
BASIS = {
    "practice": (0.5, 0.4, 0.3),
    "theory": (0.3, 0.2, 0.1),
    "literature": (0.1, 0.1, 0.1),
    "intuition": (0.1, 0.1, 0.1),
}


@dataclass(frozen=True)
class Choices:
    """How authority is scored and what counts as consensus and stability.

    Attributes
    ----------
    familiarity
        Score Cs of each level.
    basis
        Score of each basis at large, medium and small influence; Ca is their sum.
    cv_limit
        An item is agreed on if its coefficient of variation is below this (commonly 0.25).
    iqr_limit
        And its interquartile range at most this part of the scale's length (0.25: one step on a scale from 1 to 5).
    agree_from, agree_share
        And at least ``agree_share`` of the ratings (75 %: the median in use, Diamond et al. 2014, no validated bound)
        lie at or above ``agree_from``, a part of the scale's length (0.75: 4 on a scale from 1 to 5). It does not
        apply to a budget. 0 as a share leaves this rule out.
    authority_limit, response_limit
        Panel's Cr (commonly 0.70) and response rate of a round (commonly 70 %) that are wanted.
    change_limit
        A round is stable if less than this share of the ratings changed (15 %: Scheibe, Skutsch & Schofer 1975).
    stability_p
        An item has shifted if Wilcoxon's signed-rank test gives a p below this.
    """

    familiarity: dict[str, float] = field(default_factory=lambda: dict(FAMILIARITY))
    basis: dict[str, tuple[float, float, float]] = field(default_factory=lambda: dict(BASIS))
    cv_limit: float = 0.25
    iqr_limit: float = 0.25
    agree_from: float = 0.75
    agree_share: float = 0.75
    authority_limit: float = 0.70
    response_limit: float = 0.70
    change_limit: float = 0.15
    stability_p: float = 0.05

    def __post_init__(self) -> None:
        """Refuse scores and limits that cannot be used.

        Raises
        ------
        FlowXLError
            With a fault for each.
        """
        numbers = {f"familiarity.{level}": score for level, score in self.familiarity.items()}
        for basis, scores in self.basis.items():
            numbers |= {f"basis.{basis}.{level}": s for level, s in zip(INFLUENCE, scores, strict=True)}
        names = "cv_limit iqr_limit agree_from agree_share authority_limit response_limit change_limit stability_p"
        numbers |= {name: getattr(self, name) for name in names.split()}
        faults = [
            Fault("delphi_setting.share", Place(name=name), found=value)
            for name, value in numbers.items()
            if not 0 <= value <= 1
        ]
        if faults:
            raise FlowXLError(Message("core.delphi_settings"), faults)
