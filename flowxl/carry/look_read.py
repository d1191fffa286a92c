"""How a sheet looks in its file: widths, heights, what is hidden, panes, page, each in one form for every program."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from flowxl.ooxml.package_parts import unusual
from flowxl.ooxml.package_scan import local

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_SHEET_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*?(?:/>|>.*?</\1sheetData>)", re.DOTALL)
YES = {"1", "true"}
VIEW = {"zoomScale": "100", "view": "normal", "showGridLines": "1", "showRowColHeaders": "1", "showZeros": "1",
        "showFormulas": "0", "rightToLeft": "0"}  # fmt: skip
"""Attributes of a view that a person sets, with what they are where they are not written."""
PAGE = {"orientation": "portrait", "paperSize": "1", "fitToWidth": "1", "fitToHeight": "1", "scale": "100",
        "headings": "0", "gridLines": "0", "horizontalCentered": "0", "verticalCentered": "0"}  # fmt: skip
MARGINS = ("left", "right", "top", "bottom")


@dataclass(frozen=True)
class LineLook:
    """One row or column: its size where somebody set it, whether it is hidden, its depth in an outline."""

    size: float | None = None
    hidden: bool = False
    level: int = 0


@dataclass
class SheetLook:
    """How one sheet looks, apart from its cells; rows and columns count from 1."""

    columns: dict[int, LineLook] = field(default_factory=dict)
    rows: dict[int, LineLook] = field(default_factory=dict)
    pane: tuple[int, int] = (0, 0)
    split: bool = False
    view: dict[str, str] = field(default_factory=lambda: dict(VIEW))
    tab: dict[str, str] = field(default_factory=dict)
    page: dict[str, str] = field(default_factory=lambda: dict(PAGE))
    margins: tuple[float, ...] = ()
    prints: dict[str, str] = field(default_factory=dict)
    filter: str = ""
    breaks: int = 0
    password: bool = False


def read_look(xml: bytes) -> SheetLook:
    """Return how a worksheet looks.

    Parameters
    ----------
    xml
        The part of the worksheet, which ``precheck`` has let pass.

    Raises
    ------
    FlowXLError
        If a number of it is none.
    """
    try:
        return _read(xml)
    except (KeyError, ValueError) as error:
        raise unusual("worksheet", f"{error}", "widths, heights and views in numbers") from error


def _read(xml: bytes) -> SheetLook:
    start, end = _cells(xml)
    look = SheetLook(rows=dict(_rows(xml[start:end])))
    rest = xml[:start] + xml[end:]
    for element in fromstring(rest, forbid_dtd=True):
        reader = _READERS.get(local(element))
        if reader is not None:
            reader(look, element)
    if look.page.pop("fitToPage", "0") in YES:
        look.page["scale"] = ""
    else:
        look.page["fitToWidth"] = look.page["fitToHeight"] = ""
    return look


def _cells(xml: bytes) -> tuple[int, int]:
    """Return where the rows of a sheet begin and end in its XML."""
    start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    if 0 <= start < end:
        return start, end + len(b"</sheetData>")
    found = _SHEET_DATA.search(xml)
    return found.span() if found else (0, 0)


def _line(values: dict[str, str], size: str, custom: str) -> LineLook:
    hidden = values.get("hidden") in YES or values.get(size) == "0"
    set_size = not hidden and size in values and values.get(custom) in YES
    return LineLook(float(values[size]) if set_size else None, hidden, int(values.get("outlineLevel", 0)))


def _rows(xml: bytes) -> Iterator[tuple[int, LineLook]]:
    number = 0
    for found in _ROW.finditer(xml):
        values = {key.decode(): value.decode() for key, value in _ATTRIBUTE.findall(found[1])}
        number = int(values.get("r", number + 1))
        yield number, _line(values, "ht", "customHeight")


def _columns(look: SheetLook, element: Element) -> None:
    for column in element:
        values = dict(column.attrib)
        line = _line(values, "width", "customWidth")
        first, last = int(values["min"]), int(values["max"])
        if line != LineLook():
            look.columns |= dict.fromkeys(range(first, min(last, first + 1023) + 1), line)


def _view(look: SheetLook, element: Element) -> None:
    view = next(iter(element), None)
    if view is None:
        return
    look.view |= {key: _plain(view.get(key, default)) for key, default in VIEW.items()}
    for pane in view:
        if local(pane) == "pane":
            frozen = pane.get("state", "split").startswith("frozen")
            look.split = not frozen
            look.pane = (int(float(pane.get("ySplit", 0))), int(float(pane.get("xSplit", 0)))) if frozen else (0, 0)


def _plain(value: str) -> str:
    return {"true": "1", "false": "0"}.get(value, value)


def _properties(look: SheetLook, element: Element) -> None:
    for part in element:
        if local(part) == "tabColor":
            look.tab = {key: value.upper() for key, value in part.attrib.items()}
        elif local(part) == "pageSetUpPr":
            look.page["fitToPage"] = _plain(part.get("fitToPage", "0"))


def _page(look: SheetLook, element: Element) -> None:
    look.page |= {key: _plain(element.get(key, look.page[key])) for key in PAGE}


def _margins(look: SheetLook, element: Element) -> None:
    look.margins = tuple(float(element.get(side, 0)) for side in MARGINS)


def _prints(look: SheetLook, element: Element) -> None:
    look.prints = {local(part): part.text for part in element if part.text}
    look.prints |= {key: "1" for key in ("differentFirst", "differentOddEven") if element.get(key) in YES}


def said(prints: dict[str, str]) -> dict[str, str]:
    """Return what headers and footers say, without fonts and sizes, which programs write in their own way."""
    plain = {key: re.sub(r'&"[^"]*"|&\d+|&K[0-9A-F]{6}|\s+', "", text) for key, text in prints.items()}
    return {key: text for key, text in plain.items() if text}


def _filter(look: SheetLook, element: Element) -> None:
    look.filter = element.get("ref", "")


def _breaks(look: SheetLook, element: Element) -> None:
    look.breaks += sum(part.get("man") in YES for part in element)


def _protection(look: SheetLook, element: Element) -> None:
    look.password = bool(element.get("password") or element.get("hashValue"))


_READERS: dict[str, Any] = {
    "cols": _columns, "sheetViews": _view, "sheetPr": _properties, "pageSetup": _page, "printOptions": _page,
    "pageMargins": _margins, "headerFooter": _prints, "autoFilter": _filter, "rowBreaks": _breaks,
    "colBreaks": _breaks, "sheetProtection": _protection,
}  # fmt: skip
