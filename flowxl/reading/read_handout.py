"""The sheet 分发 of a part that comes back: which part it is, and what was handed out."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flowxl.core.framework import Framework
from flowxl.core.panel import Observations, Remark
from flowxl.ooxml.package import Kind
from flowxl.reading.book_tables import Table, Tables
from flowxl.reading.read_book import OpenBook, book_language
from flowxl.reading.read_remarks import REMARK_FIELDS
from flowxl.reading.read_structure import META_FIELDS, read_framework
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.workbook import texts
from flowxl.workbook.handout import FORMAT, GIVEN, GIVEN_REMARKS, HANDOUT_ITEMS, NAMES, PART, Handout, mark
from flowxl.workbook.sheets import inputs_declared


@dataclass(frozen=True, eq=False)
class Given:
    """What was handed out."""

    handout: Handout
    given: Observations


def read_handout(book: OpenBook) -> Given:
    """Read what was handed out in an open part.

    Raises
    ------
    FlowXLError
        If the file is no part, one of another kind of split, or if its sheet 分发 was changed.
    """
    path = book.path
    if PART not in book.package.defined_names:
        fault = Fault("foreign", Place(path.name))
        raise FlowXLError(Message("read.no_part", name=path.name), [fault], book_language(book.package))
    return _read(path, book.tables.afresh())


def _read(path: Path, tables: Tables) -> Given:
    framework, language = read_framework(tables), book_language(tables.package)
    table, names = tables.find(PART, META_FIELDS), tables.find(NAMES, ("position", "name"))
    given = tables.find(GIVEN, ("key", "source", "note"), inputs_declared.kept(), years=True)
    remarks = tables.find(GIVEN_REMARKS, REMARK_FIELDS)
    if not (framework and table and names and given and remarks):
        raise FlowXLError(Message("read.unreliable", name=path.name), tables.faults, language)
    said = {table.field(row, "code").text: table.field(row, "setting").text for row in table.rows}
    if said.get("format") != str(FORMAT):
        fault = Fault("outdated.split", Place(path.name), found=said.get("format"), format=FORMAT)
        raise FlowXLError(Message("read.other_split", name=path.name), [fault], language)
    observations = _observations(framework, given, remarks)
    listed = tuple(names.field(row, "name").text for row in names.rows)
    number = int(said.get("number", "0")) - 1 if said.get("number", "").isdecimal() else -1
    whole = set(HANDOUT_ITEMS) <= set(said) and 0 <= number < len(listed) and listed[number] == said["part"]
    if observations is None or not whole or mark(observations) != said["given"]:
        fault = Fault("handout", Place(path.name, table.target.sheet))
        raise FlowXLError(Message("read.handout", name=path.name), [fault], language)
    return Given(Handout(said["split"], listed, number, said["book"], said["state"]), observations)


def _observations(framework: Framework, table: Table, remarks: Table) -> Observations | None:
    """Return the figures as handed out; None where rows or years are not those of the part."""
    years = tuple(sorted(table.years))
    rows = {table.field(row, "key").text: row for row in table.rows}
    if set(rows) != set(framework.series_position) or not years or years != tuple(range(years[0], years[-1] + 1)):
        return None
    values = np.full((len(framework.series), len(years)), np.nan)
    for position, series in enumerate(framework.series):
        for column, year in enumerate(years):
            cell = table.cell(rows[series.key], table.years[year])
            if cell.kind in (Kind.NUMBER, Kind.DATE) and isinstance(cell.value, float):
                values[position, column] = cell.value
            elif cell.kind is not Kind.BLANK:
                return None
    texts_of = {
        field: {key: text for key, row in rows.items() if (text := table.field(row, field).text)}
        for field in inputs_declared.kept()
        if field in table.columns
    }
    said = _remarks(remarks)
    return None if said is None else Observations(framework, years, values, remarks=said).with_texts(texts_of)


def _remarks(table: Table) -> dict[tuple[str, int], Remark] | None:
    found: dict[tuple[str, int], Remark] = {}
    for row in table.rows:
        cells = {field: table.field(row, field).text for field in REMARK_FIELDS}
        status = texts.word_code(cells["status"], texts.STATUS_WORDS) if cells["status"] else None
        if not cells["year"].isdecimal():
            return None
        remark = Remark(status, cells["source"], cells["note"])  # type: ignore[arg-type]
        found[cells["key"], int(cells["year"])] = remark
    return found
