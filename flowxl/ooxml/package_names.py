"""Defined names of a workbook: from their text to the areas that they stand for."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from flowxl.ooxml.addresses import column_number

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384

_AREA = re.compile(
    r"""(?:'(?P<quoted>(?:[^'\[\]]|'')+)'|(?P<plain>[^'!\[\]:,()\s"]+))!
    (?:\$?(?P<left>[A-Z]{1,3}))?(?:\$?(?P<top>[0-9]{1,7}))?
    (?::(?:\$?(?P<right>[A-Z]{1,3}))?(?:\$?(?P<bottom>[0-9]{1,7}))?)?""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class NameTarget:
    """One area that a name stands for; rows and columns count from 1 and include the last."""

    sheet: str
    min_row: int
    min_col: int
    max_row: int
    max_col: int


def _split(text: str) -> list[str]:
    """Split at the commas that stand outside of quotes."""
    return re.findall(r"(?:'(?:[^']|'')*'|[^,'])+", text)


def _target(text: str) -> NameTarget | None:
    match = _AREA.fullmatch(text.strip())
    if match is None:
        return None
    sheet = match["quoted"].replace("''", "'") if match["quoted"] else match["plain"]
    left, top, right, bottom = match["left"], match["top"], match["right"], match["bottom"]
    single = right is None and bottom is None
    if single and (left is None or top is None):
        return None
    if not single and ((left is None) != (right is None) or (top is None) != (bottom is None)):
        return None
    rows = sorted((int(top or 1), int((top if single else bottom) or MAX_ROWS)))
    columns = sorted((1 + column_number(left or "A"), 1 + column_number((left if single else right) or "XFD")))
    return NameTarget(sheet, rows[0], columns[0], rows[1], columns[1])


def parse_name(text: str) -> list[NameTarget] | None:
    """Return the areas that a name stands for, or None where it stands for anything else.

    >>> parse_name("'it''s'!$A$1:$B$9,Data!$C$3")
    [NameTarget(sheet="it's", min_row=1, min_col=1, max_row=9, max_col=2), \
NameTarget(sheet='Data', min_row=3, min_col=3, max_row=3, max_col=3)]
    >>> parse_name("0.5")
    """
    targets = [_target(part) for part in _split(text.strip().removeprefix("="))]
    known = [target for target in targets if target is not None]
    return known if known and len(known) == len(targets) else None


def read_names(
    elements: Iterable[Element], sheets: Collection[str]
) -> tuple[dict[str, list[NameTarget]], dict[str, str], dict[str, str]]:
    """Return areas, broken names and other names of the whole book.

    Names of a single sheet are left out, and so are the names that Excel keeps for itself (``_xlnm.``).
    """
    areas: dict[str, list[NameTarget]] = {}
    broken: dict[str, str] = {}
    others: dict[str, str] = {}
    by_case = {sheet.casefold(): sheet for sheet in sheets}
    for element in elements:
        name, text = element.get("name", ""), "".join(element.itertext())
        if element.get("localSheetId") is not None or name.startswith("_xlnm."):
            continue
        targets = parse_name(text)
        if "#REF!" in text:
            broken[name] = text
        elif targets is None:
            others[name] = text
        elif any(target.sheet.casefold() not in by_case for target in targets):
            broken[name] = text
        else:
            areas[name] = [
                NameTarget(by_case[at.sheet.casefold()], at.min_row, at.min_col, at.max_row, at.max_col)
                for at in targets
            ]
    return areas, broken, others
