"""Read a questionnaire that came back: hostile until it is checked, then table by table; all faults are told."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flowxl.core.delphi.study import Answer, Study
from flowxl.ooxml.package import Package
from flowxl.ooxml.precheck import precheck
from flowxl.questionnaire.identity import FORMAT, META, Sheet
from flowxl.questionnaire.returned_ratings import read_ratings
from flowxl.questionnaire.returned_remarks import read_rest
from flowxl.questionnaire.returned_tables import Places
from flowxl.voice.faults import Fault, Findings, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import LANGUAGES


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
        fault = Fault("not_ours", Place(path.name), name=META)
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
    if places.faults:
        return None
    place = Place(places.file.name, name=Message("place.table", table=META))
    for found in (_elsewhere(meta, study, place), _misfits(meta, study, place)):
        places.faults.extend(found)
        if places.faults:
            return None
    sheet = Sheet(study, int(meta["round"]), meta["expert"], "zh" if meta["language"] == "zh" else "en")
    if sheet.expert not in study.rounds[sheet.round - 1].asked:
        places.faults.append(Fault("expert.not_asked", place, expert=sheet.expert, round=sheet.round))
    if meta["mark"] != sheet.mark:
        places.faults.append(Fault("altered.mark", place, found=meta["mark"], expected=sheet.mark))
    return sheet


def _elsewhere(meta: dict[str, str], study: Study, place: Place) -> Iterator[Fault]:
    """Yield why it does not belong to the study at all."""
    if meta["format"] != str(FORMAT):
        yield Fault("format", place, found=meta["format"], expected=FORMAT)
    if meta["study"] != study.code:
        yield Fault("other_study", place, found=meta["study"], code=study.code, name=study.name)


def _misfits(meta: dict[str, str], study: Study, place: Place) -> Iterator[Fault]:
    """Yield what does not fit to the study."""
    last = len(study.rounds)
    if meta["round"] not in map(str, range(1, last + 1)):
        yield Fault("other_round", place, found=meta["round"], last=last)
    if meta["expert"] not in study.experts:
        yield Fault("expert.unknown", place, found=meta["expert"])
    if meta["scale"] != study.scale.code:
        yield Fault("altered.scale", place, found=meta["scale"], expected=study.scale.code)
    if meta["language"] not in LANGUAGES:
        yield Fault("altered.language", place, found=meta["language"])
