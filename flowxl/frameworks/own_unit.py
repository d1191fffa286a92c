"""What a framework calls its units: a name that titles of sheets and columns are made with."""

import re
from collections.abc import Mapping
from typing import Any

from flowxl.voice.faults import Fault
from flowxl.voice.place import Place
from flowxl.voice.unit import CITY, Unit

KEYS = ("unit_zh", "unit_en", "units_en")
NAME = re.compile(r"[^\W\d_][\w -]{0,19}")
"""A name stands in titles of sheets and in formulas, which take neither quotes nor brackets."""


def own_unit(data: Mapping[str, Any], place: Place, faults: list[Fault] | None = None) -> Unit:
    """Return the unit that is named; what cannot be a name is a fault, where faults are asked for."""
    names = [data.get(key, "") for key in KEYS]
    good = [name == "" or (isinstance(name, str) and NAME.fullmatch(name.strip()) is not None) for name in names]
    if not all(good):
        if faults is not None:
            wrong = [(key, name) for key, name, fits in zip(KEYS, names, good, strict=True) if not fits]
            faults.extend(Fault("unit.name", place, key=key, found=str(name)) for key, name in wrong)
        return CITY
    chinese, english, several = (name.strip() for name in names)
    return Unit(chinese, english, several) if chinese or english else CITY
