"""The language of a framework: that of the workbooks that are built from it, where nobody asks for another."""

from collections.abc import Mapping
from typing import Any

from flowxl.voice.faults import Fault
from flowxl.voice.place import Place
from flowxl.voice.text import LANGUAGES, Language, Text


def own_language(meta: Mapping[str, Any], name: Text, place: Place, faults: list[Fault]) -> Language:
    """Return the language that ``framework.toml`` gives, else Chinese where the index has a Chinese name.

    It never depends on the computer: a build is the same everywhere.
    """
    said = meta.get("language")
    if said is not None and said not in LANGUAGES:
        faults.append(Fault("language", place, found=str(said), languages=LANGUAGES))
    found = next((language for language in LANGUAGES if language == said), None)
    return found or ("zh" if name.zh else "en")
