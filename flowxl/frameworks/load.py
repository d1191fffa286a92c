"""Load a framework from its folder; ``flow_economy`` and others that are shipped go by their name."""

import tomllib
from pathlib import Path
from typing import Any

from flowxl.core.faults import Fault, FlowXLError
from flowxl.core.framework import Framework, Text
from flowxl.frameworks.rules import REQUIRED, Rules, check_structure
from flowxl.frameworks.tables import Row, read_table, read_text

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
            "The framework cannot be loaded.",
            [Fault("folder", str(folder), "no such folder", "a framework folder")],
        )
    faults: list[Fault] = []
    meta = _read_meta(folder, faults)
    tables = {name: _read(folder, name, columns, faults) for name, columns in REQUIRED.items()}
    rules = Rules(faults)
    dimensions = rules.dimensions(tables["dimensions.csv"])
    pillars = rules.pillars(tables["pillars.csv"], dimensions)
    regions = rules.regions(tables["regions.csv"], tables["region_cities.csv"])
    cities = rules.cities(tables["cities.csv"], regions)
    indicators = rules.indicators(tables["indicators.csv"], pillars)
    check_structure(rules, tables, dimensions, pillars, indicators, cities, regions)
    for name, records in (
        ("dimensions", dimensions),
        ("pillars", pillars),
        ("indicators", indicators),
        ("cities", cities),
    ):
        if not records and not any(fault.where.startswith(f"{name}.csv") for fault in faults):
            faults.append(Fault("empty", f"{name}.csv", "no lines", "at least one"))
    if faults:
        raise FlowXLError(f"The framework in {folder} has {len(faults)} fault(s).", faults)
    order = {dimension.code: position for position, dimension in enumerate(dimensions)}
    pillars.sort(key=lambda pillar: order[pillar.dimension])
    order = {pillar.code: position for position, pillar in enumerate(pillars)}
    indicators.sort(key=lambda indicator: order[indicator.pillar])
    return Framework(
        **meta,
        dimensions=tuple(dimensions),
        pillars=tuple(pillars),
        indicators=tuple(indicators),
        cities=tuple(cities),
        regions=tuple(regions),
    )


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
    where = "framework.toml"
    try:
        data = tomllib.loads(read_text(folder / where))
    except FlowXLError as error:
        faults.extend(error.faults)
        return {}
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault("toml", where, str(error), "a TOML file"))
        return {}
    window = data.get("window")
    if not _is_window(window):
        faults.append(
            Fault("window", where, f"window = {window!r}", f"[first year, last year], at most {MAX_YEARS} years")
        )
        window = (0, 0)
    for key in ("code", "name", "source"):
        if not any(isinstance(data.get(field), str) and data[field] for field in (key, f"{key}_zh", f"{key}_en")):
            faults.append(Fault(key, where, f"no {key}", f"{key} as text"))
    return {
        "code": str(data.get("code", "")),
        "name": Text(str(data.get("name_zh", "")), str(data.get("name_en", ""))),
        "source": Text(str(data.get("source_zh", "")), str(data.get("source_en", ""))),
        "window": (window[0], window[1]),
        "data_date": str(data.get("data_date", "")),
    }


def _is_window(window: Any) -> bool:
    whole = isinstance(window, list) and len(window) == 2 and all(type(year) is int for year in window)
    return whole and 1 <= window[0] <= window[1] <= 9999 and window[1] - window[0] < MAX_YEARS
