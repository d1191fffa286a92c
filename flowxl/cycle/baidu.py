"""Baidu Index exports beside a workbook: yearly means previewed and applied as any other figures are."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from flowxl.core.framework import Framework
from flowxl.cycle.importing import Options, Preview, Unused, preview_readings, synonyms_of
from flowxl.cycle.importing_files import read_rows
from flowxl.cycle.importing_targets import open_targets
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.yearbook.baidu import BaiduReadings, read_baidu
from flowxl.yearbook.baidu_settings import BaiduSettings
from flowxl.yearbook.name_lookup import Names
from flowxl.yearbook.readings import Note


def preview_baidu(
    files: Sequence[Path],
    into: Path,
    settings: BaiduSettings,
    options: Options | None = None,
    progress: Callable[[Path], None] | None = None,
) -> Preview:
    """Read Baidu Index exports and compare their yearly means with a workbook; nothing is written.

    Parameters
    ----------
    files
        Text files and workbooks.
    into
        The workbook; its framework tells which keywords are asked for.
    settings
        What is counted.
    options
        Place and indicator of tables that name none, other names, and what is accepted.
    progress
        Told each file before it is read.

    Raises
    ------
    FlowXLError
        If a file or the workbook is refused.
    """
    options = options or Options()
    targets = open_targets(into)
    settings = _declared(settings, options, targets.framework)
    found = read_baidu(files, settings, targets.framework, read_rows, progress or (lambda _: None))
    preview = preview_readings(found.readings, targets, accept=options.accept)
    return replace(
        preview,
        unused=(*preview.unused, *(Unused(one.where, "", one.reason, one.count, "") for one in found.unused)),
        remarks=_remarks(found, preview),
        faults=found.faults,
        decisions=found.decisions,
    )


def _declared(settings: BaiduSettings, options: Options, framework: Framework) -> BaiduSettings:
    """Return the settings with what a person says by the options that every import has."""
    areas, keywords = list(settings.areas), list(settings.synonyms)
    for synonym in synonyms_of(framework, options.synonyms):
        if synonym.kind == "place":
            areas.append((synonym.name, synonym.code))
        elif framework.indicator[synonym.code].baidu_keyword:
            keywords.append((synonym.name, framework.indicator[synonym.code].baidu_keyword))
    if options.given.place:
        areas.append(("", options.given.place))
    if options.given.indicator:
        keywords.append(("", _keyword(options.given.indicator, framework)))
    return replace(settings, areas=tuple(areas), synonyms=tuple(keywords))


def _keyword(name: str, framework: Framework) -> str:
    codes = sorted(Names(framework, []).indicator(name))
    keywords = {framework.indicator[code].baidu_keyword for code in codes} - {""}
    if len(keywords) != 1:
        fault = Fault("indicator.keyword", Place(name="--indicator"), found=name)
        raise FlowXLError(Message("baidu.indicator"), [fault])
    return keywords.pop()


def _remarks(found: BaiduReadings, preview: Preview) -> tuple[tuple[str, str, Note], ...]:
    """Return what stands on the sheet of notes: decisions, what needs a look, days found."""
    decided = (Message("note.decision", name=one.name, value=one.value, meaning=one.meaning) for one in found.decisions)
    faults = (Message("note.fault", fault=fault) for fault in found.faults)
    return (*(("", "", note) for note in (*decided, *faults)), *preview.remarks)
