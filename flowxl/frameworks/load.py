"""Load a framework from its folder; ``flow_economy`` and others that are shipped go by their name."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flowxl.core.framework import Framework
from flowxl.frameworks.csv_rows import Row, read_table, read_text
from flowxl.frameworks.own_language import own_language
from flowxl.frameworks.own_unit import own_unit
from flowxl.frameworks.record_rules import CODE, REQUIRED, Rules
from flowxl.frameworks.structure import Parts, check_structure
from flowxl.voice.faults import Fault, FlowXLError
from flowxl.voice.message import Message
from flowxl.voice.place import Place
from flowxl.voice.text import Text

SHIPPED = Path(__file__).parent
DEFAULT = "flow_economy"
OPTIONAL = {"regions.csv", "region_cities.csv"}
MAX_YEARS = 200


def framework_folder(name_or_folder: str | Path = DEFAULT) -> Path:
    """Return the folder of a shipped framework, or the folder that was given."""
    shipped = SHIPPED / str(name_or_folder)
    return shipped if (shipped / "framework.toml").is_file() else Path(name_or_folder)


def load_framework(name_or_folder: str | Path = DEFAULT) -> Framework:
    """Load a framework and check all its rules.

    Parameters
    ----------
    name_or_folder
        A folder with the files that ``docs/design.md`` describes, or the name of a shipped one.

    Raises
    ------
    FlowXLError
        With every fault of the folder, each with file and line.
    """
    folder = framework_folder(name_or_folder)
    if not folder.is_dir():
        raise FlowXLError(
            Message("framework.missing"),
            [Fault("folder", Place(str(folder)))],
        )
    faults: list[Fault] = []
    meta = _read_meta(folder, faults)
    parts = _read_parts(folder, faults)
    if faults:
        raise FlowXLError(Message("framework.faults", folder=str(folder), faults=len(faults)), faults)
    return assemble(meta, parts)


def assemble(meta: dict[str, Any], parts: Parts) -> Framework:
    """Put checked records into the order of their parents: pillars by dimension, indicators by pillar."""
    order = {dimension.code: position for position, dimension in enumerate(parts.dimensions)}
    parts.pillars.sort(key=lambda pillar: order[pillar.dimension])
    order = {pillar.code: position for position, pillar in enumerate(parts.pillars)}
    parts.indicators.sort(key=lambda indicator: order[indicator.pillar])
    return Framework(
        **meta,
        dimensions=tuple(parts.dimensions),
        pillars=tuple(parts.pillars),
        indicators=tuple(parts.indicators),
        cities=tuple(parts.cities),
        regions=tuple(parts.regions),
    )


def _read_parts(folder: Path, faults: list[Fault]) -> Parts:
    tables: dict[str, list[Row]] = {}
    unread = []
    for name, columns in REQUIRED.items():
        known = len(faults)
        tables[name] = _read(folder, name, columns, faults)
        if not tables[name] and len(faults) > known:
            unread.append(name)
    return build_parts(tables, faults, unread)


def build_parts(tables: dict[str, list[Row]], faults: list[Fault], unread: Iterable[str] = ()) -> Parts:
    """Turn the rows of all tables (by file name) into records; what breaks a rule is added to ``faults``."""
    rules = Rules(faults, unread)
    dimensions = rules.dimensions(tables["dimensions.csv"])
    pillars = rules.pillars(tables["pillars.csv"], dimensions)
    regions = rules.regions(tables["regions.csv"], tables["region_cities.csv"])
    cities = rules.cities(tables["cities.csv"], regions)
    indicators = rules.indicators(tables["indicators.csv"], pillars)
    parts = Parts(dimensions, pillars, indicators, cities, regions)
    check_structure(rules, tables, parts)
    return parts


def _read(folder: Path, name: str, columns: tuple[str, ...], faults: list[Fault]) -> list[Row]:
    path = folder / name
    if name in OPTIONAL and not path.exists():
        return []
    try:
        return read_table(path, columns, faults)
    except FlowXLError as error:
        faults.extend(error.faults)
        return []


def _read_meta(folder: Path, faults: list[Fault]) -> dict[str, Any]:
    place = Place("framework.toml")
    try:
        data = tomllib.loads(read_text(folder / place.file))
    except FlowXLError as error:
        faults.extend(error.faults)
        return {}
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault("toml", place, error=str(error)))
        return {}
    window = data.get("window")
    if not _is_window(window):
        faults.append(Fault("window.toml", place, found=window, most=MAX_YEARS))
    code = data.get("code")
    if not (isinstance(code, str) and CODE.fullmatch(code)):
        faults.append(Fault("code.toml", place, found=code))
    texts = {key: Text(_text(data, f"{key}_zh"), _text(data, f"{key}_en")) for key in ("name", "source")}
    missing = {"name": Fault("name.toml", place), "source": Fault("source.toml", place)}
    faults.extend(missing[key] for key, text in texts.items() if not (text.zh or text.en))
    language = own_language(data, texts["name"], place, faults)
    date = str(data.get("data_date", ""))
    unit = own_unit(data, place, faults)
    return {
        "code": code,
        **texts,
        "window": tuple(window or ()),
        "data_date": date,
        "language": language,
        "unit": unit,
    }


def _text(data: dict[str, Any], key: str) -> str:
    return data[key].strip() if isinstance(data.get(key), str) else ""


def _is_window(window: Any) -> bool:
    whole = isinstance(window, list) and len(window) == 2 and all(type(year) is int for year in window)
    return whole and 1 <= window[0] <= window[1] <= 9999 and window[1] - window[0] < MAX_YEARS
