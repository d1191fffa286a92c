"""What sizes and titles of the tables of a book depend on; each sheet makes its tables from it."""

from collections.abc import Mapping

from flowxl.core.framework import Framework
from flowxl.voice.text import Language, Text
from flowxl.workbook.titles import Words
from flowxl.workbook.weighting import Weighting

REMARK_ROWS, SPARE_REMARKS = 200, 100
"""Rows for remarks, and how many of them are free at least."""
LOG_ROWS, SPARE_LOG = 200, 100
"""The same for the log of imports."""
CLOSING_ITEMS = ("index", "rank", "display", "engine")
"""Rows below the pillars in Table 2; the last says who computed, and belongs to the same call as the numbers."""
YEAR_ITEMS = ("window", "bit")


def input_grid_name(pillar: str) -> str:
    """Return the defined name of a pillar's input table."""
    return f"flow_in_{pillar}"


def order_by_weight(framework: Framework) -> list[int]:
    """Return positions of the pillars from the heaviest to the lightest, as the paper's Table 2 prints them."""
    return sorted(range(len(framework.pillars)), key=lambda position: -framework.pillars[position].weight)


class Plan(Words):
    """What the tables of a book are made from.

    ``remarks`` and ``log`` are the numbers of remarks and of rows of the log that the book begins with.
    """

    def __init__(  # noqa: PLR0913 - what sizes and titles depend on
        self,
        framework: Framework,
        years: tuple[int, ...],
        language: Language,
        remarks: int = 0,
        log: int = 0,
        weighting: Weighting | None = None,
        titles: Mapping[str, Text] | None = None,
    ) -> None:
        super().__init__(framework, years, language, titles)
        self.weighting = weighting or Weighting()
        self.remark_rows = max(REMARK_ROWS, remarks + SPARE_REMARKS)
        self.log_rows = max(LOG_ROWS, log + SPARE_LOG)

    @property
    def ordered(self) -> tuple[str, ...]:
        """Codes of the pillars from the heaviest to the lightest."""
        return tuple(self.framework.pillar_codes[position] for position in order_by_weight(self.framework))
