"""By what a questionnaire is known again: who was asked what, in which round, and a mark over all of it."""

from dataclasses import dataclass

from flowxl.core.delphi.study import Study
from flowxl.voice.text import Language
from flowxl.workbook.handout import digest

FORMAT = 1
"""Number of this form; a questionnaire with another one is refused."""
META, ITEMS, SELF, PROPOSALS, GENERAL = "fq_meta", "fq_items", "fq_self", "fq_proposals", "fq_general"
BUDGET_TOLERANCE = 0.05
"""So far from the sum that is wanted may the points of a group be: what one sees is rounded to tenths."""


@dataclass(frozen=True)
class Sheet:
    """One questionnaire: whose it is, which round, in which language, and until when (ISO; may be empty)."""

    study: Study
    round: int
    expert: str
    language: Language = "zh"
    due: str = ""

    @property
    def mark(self) -> str:
        """Mark over the questions' wording, whatever their order, and over what the questionnaire says of itself."""
        items = sorted((item.code, item.name.of(self.language), item.group) for item in self.study.items)
        about = (FORMAT, self.study.code, self.round, self.expert, self.study.scale.code, self.language)
        return digest([about, *items])

    @property
    def meta(self) -> dict[str, str]:
        """What stands in the table ``fq_meta``."""
        return {
            "format": str(FORMAT),
            "study": self.study.code,
            "round": str(self.round),
            "expert": self.expert,
            "scale": self.study.scale.code,
            "language": self.language,
            "mark": self.mark,
        }
