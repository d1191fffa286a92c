"""Whether ratings are on the scale of their study."""

import numpy as np

from flowxl.core.delphi.ratings import TOLERANCE
from flowxl.core.delphi.study import Study
from flowxl.voice.faults import FlowXLError, rough


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
        expected = f"a {'whole ' if scale.whole else ''}number from {scale.low:g} to {scale.high:g}"
        raise FlowXLError(
            f"Ratings of round {number} cannot be used.",
            [
                rough(
                    "delphi_rating",
                    f"expert {study.experts[row]}, item {study.item_codes[column]}",
                    f"{ratings[row, column]:g}",
                    expected,
                )
                for row, column in np.argwhere(outside)
            ],
        )
    return ratings
