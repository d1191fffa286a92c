"""How cells look, in words that are the same whichever program wrote the styles."""

import re
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from flowxl.ooxml.package_scan import local

SIDES = {"left", "right", "bottom"}
"""Borders that are compared; the light lines of ours stand on top and stay where they are when rows are sorted."""
OFF = {"0", "false"}
BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"}
"""Codes of number formats that programs write by number or by code, as they like."""
Face = tuple[object, ...]
"""Number format, fill, font, alignment and borders of a cell; no name of a font, which programs replace."""


def faces(xml: bytes) -> list[Face]:
    """Return what each cell style of a workbook looks like.

    Parameters
    ----------
    xml
        The part with the styles.
    """
    lists = {local(element): list(element) for element in fromstring(xml, forbid_dtd=True)}
    codes = {int(item.get("numFmtId", 0)): item.get("formatCode", "") for item in lists.get("numFmts", [])}
    fills = [_fill(item) for item in lists.get("fills", [])]
    fonts = [_font(item) for item in lists.get("fonts", [])]
    borders = [_border(item) for item in lists.get("borders", [])]

    def face(item: Element) -> Face:
        number = int(item.get("numFmtId", 0))
        code = codes.get(number, BUILT_IN.get(number, f"#{number}" if number else "General"))
        numbers = [int(item.get(name, 0)) for name in ("fillId", "fontId", "borderId")]
        return (_code(code), fills[numbers[0]], *fonts[numbers[1]], *_alignment(item), borders[numbers[2]])

    return [face(item) for item in lists.get("cellXfs", [])]


def _code(code: str) -> str:
    """Return a number format without the marks that programs add: escapes, quotes, the fourth part for texts."""
    code = re.sub(r"[\\\"]|\[\$-[0-9A-Fa-f]+\]", "", code).upper()
    return "GENERAL" if code in {"GENERAL", "STANDARD"} else code.removesuffix(";@")


def _colour(item: Element | None) -> str:
    if item is None or item.get("auto") is not None:
        return ""
    if item.get("rgb"):
        return item.get("rgb", "")[-6:].upper()
    return "".join(f"{key}{value}" for key, value in sorted(item.attrib.items()) if key in {"theme", "tint", "indexed"})


def _child(item: Element, name: str) -> Element | None:
    return next((part for part in item if local(part) == name), None)


def _fill(item: Element) -> str:
    pattern = next(iter(item), None)
    if pattern is None or pattern.get("patternType", "none") == "none":
        return ""
    if pattern.get("patternType") != "solid":
        return pattern.get("patternType", local(pattern))
    return _colour(_child(pattern, "fgColor"))


def is_marked(old: Face, generated: Face) -> bool:
    """Whether a person gave a cell another look; programs leave borders out, so that only added ones count."""
    return old[:-1] != generated[:-1] or not set(str(old[-1]).split()) <= set(str(generated[-1]).split())


def _border(item: Element) -> str:
    sides = ((local(side), side.get("style", "none")) for side in item if local(side) in SIDES)
    return " ".join(f"{side}={style}" for side, style in sorted(sides) if style != "none")


def _font(item: Element) -> Face:
    def on(name: str) -> bool:
        mark = _child(item, name)
        return mark is not None and mark.get("val", "1") not in {*OFF, "none"}

    size, colour = _child(item, "sz"), _colour(_child(item, "color"))
    plain = {"theme1", "indexed8", "000000", "indexed64"}  # all of them black
    return (
        *(on(name) for name in ("b", "i", "u", "strike")),
        "" if colour in plain else colour,
        float(size.get("val", 0)) if size is not None else 0.0,
    )


def _alignment(item: Element) -> Face:
    found = _child(item, "alignment")
    values = {} if found is None else found.attrib
    horizontal = values.get("horizontal", "general")
    return ("" if horizontal == "general" else horizontal, values.get("wrapText", "0") not in OFF)
