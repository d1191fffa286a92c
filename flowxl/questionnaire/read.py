"""Read a questionnaire that came back: hostile until it is checked, then table by table; all faults are told."""

from dataclasses import dataclass
from pathlib import Path

from flowxl.core.delphi.study import Answer, Study
from flowxl.ooxml.package import Package
from flowxl.ooxml.precheck import precheck
from flowxl.questionnaire.identity import FORMAT, META, Sheet
from flowxl.questionnaire.returned_ratings import read_ratings
from flowxl.questionnaire.returned_remarks import read_rest
from flowxl.questionnaire.returned_tables import RETURN_OURS, Places
from flowxl.voice.faults import Fault, Findings, FlowXLError, rough


@dataclass(frozen=True, eq=False)
class Returned:
    """What was found in a file.

    Attributes
    ----------
    expert, round
        Whose it is, as far as that could be read: empty and 0 otherwise.
    answer
        What can be taken; None where the questionnaire is none of the study.
    faults
        Why nothing of it may be taken.
    gaps
        What was not filled in.
    doubts
        What a person should look at though it can be taken.
    filled
        Number of cells in which something was given.
    """

    path: Path
    expert: str = ""
    round: int = 0
    answer: Answer | None = None
    faults: tuple[Fault, ...] = ()
    gaps: tuple[Fault, ...] = ()
    doubts: tuple[Fault, ...] = ()
    filled: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return self.answer is not None and self.filled == 0


def read_questionnaire(path: Path, study: Study) -> Returned:
    """Read a returned questionnaire of a study.

    Parameters
    ----------
    path
        A file that somebody sent; whatever is wrong with it is told, not raised.
    study
        The study with the rounds that were sent.

    Returns
    -------
    Returned
        Ratings, judgement and remarks with all faults, gaps and notes. The answer is taken only by who finds no faults.
    """
    try:
        warnings = precheck(path).warnings
        with Package.open(path) as package:
            return _read(package, study, warnings)
    except FlowXLError as error:
        return Returned(path, faults=error.faults)


def _read(package: Package, study: Study, warnings: tuple[Fault, ...]) -> Returned:
    path, places = package.path, Places(package)
    if META not in package.defined_names:
        fault = rough("not_ours", path.name, f"no name {META}", "a questionnaire of a Delphi study", RETURN_OURS)
        return Returned(path, faults=(fault,))
    meta = _meta(places)
    sheet = _sheet(meta, study, places)
    if sheet is None:
        return Returned(path, meta.get("expert", ""), faults=tuple(places.faults))
    ratings, rest = read_ratings(places, sheet), read_rest(places, sheet)
    remarks = (*ratings.remarks, *rest.remarks)
    answer = Answer(sheet.expert, ratings.values, rest.familiarity, rest.basis, remarks, path.name)
    gaps, notes = Findings((*ratings.gaps, *rest.gaps)), Findings((*warnings, *ratings.unexplained, *rest.notes))
    filled = ratings.filled + rest.filled
    faults = tuple(places.faults)
    return Returned(path, sheet.expert, sheet.round, answer, faults, tuple(gaps), tuple(notes), filled)


def _meta(places: Places) -> dict[str, str]:
    """Return what the questionnaire says about itself, by code."""
    table = places.table(META, ("code", "entry", "value"))
    if table is None:
        return {}
    expected = ("format", "study", "round", "expert", "scale", "language", "mark")
    rows = places.rows(table, expected)
    return {code: table.field(row, "value").text for code, row in rows.items()}


def _sheet(meta: dict[str, str], study: Study, places: Places) -> Sheet | None:
    """Return which questionnaire of the study it is; None with faults where it is none of them."""
    where, faults = f"{places.file.name}, table {META}", places.faults
    if faults:
        return None
    number, language = meta["round"], meta["language"]
    sent = range(1, len(study.rounds) + 1)
    for bad, kind, found, expected in (
        (meta["format"] != str(FORMAT), "format", f"the format {meta['format']!r}", f"{FORMAT}"),
        (meta["study"] != study.code, "other_study", f"the study {meta['study']!r}", f"{study.code} ({study.name})"),
    ):
        if bad:
            faults.append(rough(kind, where, found, expected, "It does not belong here"))
    if faults:
        return None
    for bad, kind, found, expected in (
        (number not in map(str, sent), "other_round", f"round {number!r}", f"one from 1 to {len(study.rounds)}"),
        (meta["expert"] not in study.experts, "expert", f"the expert {meta['expert']!r}", "a code of the study"),
        (meta["scale"] != study.scale.code, "altered", f"the scale {meta['scale']!r}", study.scale.code),
        (language not in ("zh", "en"), "altered", f"the language {language!r}", "zh or en"),
    ):
        if bad:
            faults.append(rough(kind, where, found, expected, RETURN_OURS))
    if faults:
        return None
    sheet = Sheet(study, int(number), meta["expert"], "zh" if language == "zh" else "en")
    if sheet.expert not in study.rounds[sheet.round - 1].asked:
        found = f"{sheet.expert} in round {sheet.round}"
        faults.append(rough("expert", where, found, "an expert who was asked in that round"))
    if meta["mark"] != sheet.mark:
        remedy = "The questions, or what stands on this sheet, changed since it was sent"
        faults.append(rough("altered", where, f"the mark {meta['mark']!r}", sheet.mark, remedy))
    return sheet
