"""Whether ratings are on the scale of their study."""

import numpy as np

from flowxl.core.delphi.ratings import TOLERANCE
from flowxl.core.delphi.study import Study
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place


def ratings_on_scale(study: Study, number: int) -> np.ndarray:
    """Return the ratings of a round, shape (experts, items).

    Raises
    ------
    FlowXLError
        With expert and item of each rating that the scale does not have.
    """
    scale, ratings = study.scale, study.ratings(number)
    with np.errstate(invalid="ignore"):
        outside = (ratings < scale.low - TOLERANCE) | (ratings > scale.high + TOLERANCE)
        outside |= scale.whole & (ratings != np.round(ratings)) & ~np.isnan(ratings)
    if outside.any():
        faults = [_fault(study, ratings, row, column) for row, column in np.argwhere(outside)]
        raise FlowXLError(Message("core.ratings", round=number), faults)
    return ratings


def _fault(study: Study, ratings: np.ndarray, row: int, column: int) -> Fault:
    place = Place(name=Message("place.expert_item", expert=study.experts[row], item=study.item_codes[column]))
    return Fault(
        "delphi_rating.whole" if study.scale.whole else "delphi_rating.any",
        place,
        found=float(ratings[row, column]),
        low=study.scale.low,
        high=study.scale.high,
    )
