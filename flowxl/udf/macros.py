"""The macros of a workbook: VBA wrappers rendered from the declarations, with xlwings' own modules, as a project."""

from typing import Any

from flowxl import __version__
from flowxl.templates import render
from flowxl.udf import functions
from flowxl.udf.all_functions import UDFS
from flowxl.udf.declare import Udf
from flowxl.udf.errors import BETWEEN, CODE_LENGTH, CODES, MARK
from flowxl.udf.macro_texts import SAMPLE, both, hexadecimal
from flowxl.vba.modules import Module
from flowxl.vba.project import vba_project
from flowxl.vba.sources import SERVER, XLWINGS_VERSION, workbook_modules
from flowxl.voice.text import Language

MODULE = "FlowXLFunctions"
PYTHON = "flowxl.udf.excel"
LONGEST_HELP = 255
"""Letters of a help text that Excel takes."""
OPEN = "Private Sub Workbook_Open()\n    FlowXLDescribe\nEnd Sub\n"


def wrappers(language: Language, *, addin: bool = False) -> str:
    """Return the text of the module with a wrapper for each function; an add-in serves the active workbook."""
    return speaking(
        "udfs.bas.j2",
        language,
        addin=addin,
        version=__version__,
        xlwings=XLWINGS_VERSION,
        mark=MARK,
        codes=CODES,
        code_length=CODE_LENGTH,
        python=PYTHON,
        workbook="ActiveWorkbook" if addin else "ThisWorkbook",
        udfs=[_wrapper(udf, language) for udf in UDFS],
    )


def speaking(template: str, language: Language, *, addin: bool, **values: object) -> str:
    """Return a module that tells people something: in the language of a workbook, or of the one that asks an add-in."""
    spoken = {"both": both, "between": ord(BETWEEN), "sample": hexadecimal(SAMPLE)}
    return render(template, language=language, addin=addin, **spoken, **values)


def own_modules(language: Language, *, addin: bool = False) -> tuple[Module, Module]:
    """Return the wrappers, and what starts the Python that answers them."""
    server = speaking("server.bas.j2", language, addin=addin, version=__version__, xlwings=XLWINGS_VERSION)
    return Module(MODULE, "standard", wrappers(language, addin=addin)), Module(SERVER, "standard", server)


def _wrapper(udf: Udf, language: Language) -> dict[str, Any]:
    own = [param for param in udf.params if param.name_of_table]
    arguments = [
        f'FxTable({param.name}, "{param.name_of_table}")' if param.name_of_table else param.name for param in udf.params
    ]
    return {
        "name": udf.name,
        "signature": ", ".join(f"{'Optional ' if p.optional else ''}{p.name} As Variant" for p in udf.params),
        "description": udf.help.en.replace('"', '""')[:LONGEST_HELP],
        "volatile": udf.volatile,
        "tables": udf.tables,
        "left_out": " Or ".join(f"IsMissing({param.name})" for param in own),
        "is_status": udf.call is functions.flowstatus,
        "arguments": ", ".join([*arguments, "FxBook()"]),
        "help": hexadecimal(udf.help.of(language)[:LONGEST_HELP]),
        "argument_help": [hexadecimal(param.help.of(language)[:LONGEST_HELP]) for param in udf.params],
    }


def macros(sheets: int, language: Language) -> bytes:
    """Return the VBA project of a workbook with so many sheets.

    Raises
    ------
    FlowXLError
        If xlwings is missing or of another version.
    """
    return vba_project(workbook_modules(sheets, own_modules(language), OPEN))
