"""What our macros consist of now, for a book that is made anew."""

from collections.abc import Sequence

from flowxl.carry.vba_kept import OurMacros
from flowxl.udf.macros import OPEN, own_modules
from flowxl.vba.modules import Module
from flowxl.vba.project import vba_project
from flowxl.vba.sources import xlwings_modules
from flowxl.voice.text import Language


def our_macros(language: Language) -> OurMacros:
    """Return what our macros consist of."""
    standard = (*xlwings_modules(), *own_modules(language))

    def make(workbook: str, sheets: Sequence[str]) -> bytes:
        documents = (Module(workbook, "workbook", OPEN), *(Module(name, "worksheet") for name in sheets))
        return vba_project((*documents, *standard))

    return OurMacros(make, {module.name: module.text for module in standard}, OPEN.strip())
