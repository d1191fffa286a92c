"""The Delphi study of a workbook: read, kept in its sheets, turned into its weights."""

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from flowxl.core.delphi.study import Study
from flowxl.core.delphi.weights import study_weights, to_integers, to_total
from flowxl.cycle.renew import Renewal, Renewed, renew, renew_open
from flowxl.reading.read_book import BookData, OpenBook, read_book
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Text
from flowxl.workbook.sheets.delphi_base import last_answered
from flowxl.workbook.texts_weighting import ORIGIN_DELPHI, WEIGHING_WORDS
from flowxl.workbook.writing.writer import Progress

LEVELS: dict[str, Text] = {"pillar": Text("二级指标", "pillars"), "indicator": Text("三级指标", "indicators")}
"""What a study rates."""


@dataclass(frozen=True)
class Weigh:
    """How ratings become weights.

    Attributes
    ----------
    how
        ``mean``, ``median``, or ``authority``: mean weighted by the authority Cr of the experts.
    integers
        Whether means are rounded to whole numbers as the paper prints them; else they are scaled to the total of the
        weights that the book has.
    """

    how: str = "mean"
    integers: bool = False


def read_study(book: str | Path) -> Study | None:
    """Return the study of a book; None where it has none.

    Raises
    ------
    FlowXLError
        If the book or the study cannot be read reliably.
    """
    return study_of(read_book(book))


def need_study(data: BookData) -> Study:
    """Return the study of a book that must have one.

    Raises
    ------
    FlowXLError
        If it has none, or cannot be read reliably.
    """
    study = study_of(data)
    if study is None:
        title = Message("delphi.no_study", name=data.path.name)
        raise FlowXLError(title, [Fault("study.none", Place(str(data.path)))], data.language)
    return study


def study_of(data: BookData) -> Study | None:
    """Return the study of a book that was read; None where it has none.

    Raises
    ------
    FlowXLError
        If the study cannot be read reliably.
    """
    if data.weighting_faults:
        raise FlowXLError(Message("delphi.unreadable", name=data.path.name), data.weighting_faults, data.language)
    return data.weighting.study


def save_study(book: str | Path | OpenBook, study: Study, progress: Progress | None = None) -> Renewed:
    """Write a study into its book, in the place of what it had; a backup is kept.

    A book that is open was opened under its lock, and is closed before it is replaced.

    Raises
    ------
    FlowXLError
        If the book holds another study, cannot be read reliably or cannot be written; it is then as it was.
    """

    def change(data: BookData) -> Renewal:
        there = study_of(data)
        if there is not None and there.code != study.code:
            place, title = Place(str(data.path)), Message("delphi.other_study", name=data.path.name)
            fault = Fault("study.another", place, code=there.code, name=there.name, expected=study.code)
            raise FlowXLError(title, [fault], data.language)
        return Renewal(replace(data.weighting, study=study))

    return renew_open(book, change, progress) if isinstance(book, OpenBook) else renew(book, change, progress)


def apply_study(
    book: str | Path, weigh: Weigh, today: dt.date | None = None, progress: Progress | None = None
) -> Renewed:
    """Write the weights that follow from the last ratings into 权重, with their origin; a backup is kept.

    Raises
    ------
    FlowXLError
        If there is no study of pillars with ratings, if a pillar has no weight by it, or the book cannot be written.
    """
    day = (today or dt.datetime.now().astimezone().date()).isoformat()

    def change(data: BookData) -> Renewal:
        study = study_of(data)
        if study is None or study.level != "pillar" or not any(found.answers for found in study.rounds):
            place = Place(str(book))
            if study is None:
                fault = Fault("study.no_ratings", place)
            else:
                fault = Fault("study.other_ratings", place, level=LEVELS[study.level], rounds=len(study.rounds))
            raise FlowXLError(Message("delphi.no_ratings", name=data.path.name), [fault], data.language)
        number = last_answered(study)
        weights = _weights(data, study, number, weigh)
        language = data.language
        words = WEIGHING_WORDS[weigh.how].of(language)
        last = study.rounds[number - 1]
        origin = ORIGIN_DELPHI.say(
            language,
            study=study.name,
            round=number,
            answers=len(last.answers),
            asked=len(last.asked),
            how=words,
            day=day,
        )
        origins = dict.fromkeys(data.framework.pillar_codes, origin)
        return Renewal(replace(data.weighting, origins=origins), weights)

    return renew(book, change, progress)


def _weights(data: BookData, study: Study, number: int, weigh: Weigh) -> np.ndarray:
    """Return one weight per pillar of the book, in its order."""
    # By authority whoever rated must have a Cr: nobody is left out of weights without a word.
    found = study_weights(
        study, number, "median" if weigh.how == "median" else "mean", by_authority=weigh.how == "authority"
    )
    centres = found.centres
    made = to_integers(centres).values if weigh.integers else to_total(centres, float(data.weights.sum()))
    rated = dict(zip(study.item_codes, made.tolist(), strict=True))
    faults = [
        Fault("weight.rated", _weight_of(code), found=rated.get(code, Message("delphi.no_rating")))
        for code in data.framework.pillar_codes
        if not rated.get(code, 0.0) > 0
    ]
    faults += [
        Fault("pillar", Place(name=Message("place.study_item", code=code)))
        for code in rated
        if code not in data.framework.pillar_codes
    ]
    if faults:
        raise FlowXLError(Message("delphi.some_unrated", name=data.path.name), faults, data.language)
    return np.array([rated[code] for code in data.framework.pillar_codes])


def _weight_of(code: str) -> Place:
    return Place(name=Message("place.weight_of", code=code))
