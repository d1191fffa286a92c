"""What our macros consist of now, for a book that is made anew."""

from collections.abc import Sequence

from flowxl.carry.vba_kept import OurMacros
from flowxl.udf.macros import OPEN, own_modules
from flowxl.vba.modules import Module
from flowxl.vba.project import vba_project
from flowxl.vba.sources import xlwings_modules
from flowxl.voice.text import Language

RELEASED = frozenset(
    {
        "8daa994e3fcd8ad686c81199d9536df958d31478da5b12050ac0c0dca0a359ca",
        "a1906e97789652d1ea8a82a2b7bb09e0bd8b9920eb62fb9cbdc76effb9d03ff5",
    }
)
"""Our functions as 0.1.0 wrote them, Chinese and English: told by content, since a later text may bear that version."""


def our_macros(language: Language) -> OurMacros:
    """Return what our macros consist of."""
    standard = (*xlwings_modules(), *own_modules(language))

    def make(workbook: str, sheets: Sequence[str]) -> bytes:
        documents = (Module(workbook, "workbook", OPEN), *(Module(name, "worksheet") for name in sheets))
        return vba_project((*documents, *standard))

    return OurMacros(make, {module.name: module.text for module in standard}, OPEN.strip(), RELEASED)
