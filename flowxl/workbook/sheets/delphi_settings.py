"""Settings of a Delphi study in the workbook, and what formulas make of them."""

from flowxl.core.delphi.choices import INFLUENCE
from flowxl.core.delphi.study import BASES, Study
from flowxl.voice.text import Language
from flowxl.workbook import texts
from flowxl.workbook.book import Column, Columns, Value
from flowxl.workbook.grid import Area
from flowxl.workbook.sheets.delphi_grids import STUDY_FORMAT, setting_codes
from flowxl.workbook.texts_weighting import DELPHI_SETTINGS, INFLUENCE_WORDS, SCORE_HELP, SCORE_OF, level_word

TINY = "0.000000001"
"""Two measures of ratings that differ by no more are the same."""


class Limits:
    """References to the settings, as the sheet of the study itself sees them."""

    def __init__(self, area: Area, study: Study) -> None:
        self.area, self.study = area, study
        self.length = study.scale.high - study.scale.low

    def cell(self, name: str) -> str:
        """Return the cell of a setting."""
        return self.area.cell(self.area.grid.item_position[name], "setting", "if")

    def agree_from(self) -> str:
        """Return the lowest rating that counts as agreement."""
        return f"{self.study.scale.low:g}+{self.cell('agree_from')}*{self.length:g}-{TINY}"

    def agreed(self, sd: str, cv: str, iqr: str, agree: str) -> str:
        """Return the tests that an item agreed on passes, for AND."""
        share = self.cell("agree_share")
        narrow = f"{iqr}<={self.cell('iqr_limit')}*{self.length:g}+{TINY}"
        # Where everyone gave 0 there is no CV, but nobody disagrees.
        close = f"OR(N({sd})=0,AND(ISNUMBER({cv}),N({cv})<{self.cell('cv_limit')}-{TINY}))"
        tests = [f"ISNUMBER({sd})", close, narrow]
        if not self.study.scale.budget:
            tests.append(f"{agree}>={share}-{TINY}")
        return ",".join(tests)


def score_label(kind: str, words: str, language: Language) -> str:
    """Return the label of a score of familiarity or basis, by which formulas find it."""
    return SCORE_OF[kind].of(language) + words


def settings_columns(study: Study, language: Language) -> Columns:
    """Return the contents of the table of settings."""
    choices = study.choices
    values: dict[str, Value] = {
        "format": STUDY_FORMAT,
        "code": study.code,
        "name": study.name,
        "scale": study.scale.code,
        "level": study.level,
    }
    values |= {code: getattr(choices, code) for code in DELPHI_SETTINGS if code not in values}
    labels = {code: pair[0].of(language) for code, pair in DELPHI_SETTINGS.items()}
    helps = {code: pair[1].of(language) for code, pair in DELPHI_SETTINGS.items()}
    for level, score in choices.familiarity.items():
        values[f"familiarity.{level}"] = score
        word = level_word(level, language)
        labels[f"familiarity.{level}"] = score_label("familiarity", word, language)
    for basis in BASES:
        for level, score in zip(INFLUENCE, choices.basis[basis], strict=True):
            code = f"basis.{basis}.{level}"
            word = f"{texts.FIELDS[basis].of(language)} {INFLUENCE_WORDS[level].of(language)}"
            values[code], labels[code] = score, score_label("basis", word, language)
    codes = setting_codes(study)
    fixed = {"format", "code", "scale", "level"}
    return {
        "code": Column(list(codes), "label"),
        "label": Column([labels[code] for code in codes]),
        "setting": Column(
            [values[code] for code in codes],
            lambda n: "grey" if codes[n] in fixed else "input_text" if codes[n] == "name" else "input_number",
        ),
        "help": Column([helps.get(code, SCORE_HELP.of(language)) for code in codes], "help"),
    }
