"""FlowXL.oxt: the add-in for LibreOffice Calc, rendered from the declarations of the functions.

The type library in it is compiled once from the rendered IDL and kept beside this module, so that building the add-in
needs no tool of LibreOffice: ``python -m flowxl.libreoffice.types`` makes it anew when a declaration has changed.
"""

import io
import json
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import flowxl
from flowxl.libreoffice.inside.engine import tag
from flowxl.libreoffice.inside.setup import IMPLEMENTATION, NAME, SERVICE
from flowxl.templates import render
from flowxl.udf import functions
from flowxl.udf.all_functions import UDFS
from flowxl.udf.declare import Param, Udf
from flowxl.voice.text import Text

IDENTIFIER = "org.flowxl.addin"
TYPES = Path(__file__).with_name("FlowXL.rdb")
INSIDE = Path(__file__).with_name("inside")
PACKAGE = "pythonpath/flowxl_inside"
COMPONENT = "flowxl_component.py"
REQUIRED, OPTIONAL = "sequence< sequence<any> >", "any"
"""Calc shows an argument of type any as one that may be left out, and only such a one."""
ABOUT = Text(
    "FLOWINDEX 等函数，由 FlowXL 的 Python 核心计算。",
    "FLOWINDEX and other functions, computed by the Python core of FlowXL.",
)


def idl() -> str:
    """Return the interface of the functions in UNO's language."""
    return render("libreoffice/XFunctions.idl.j2", udfs=[_words(udf) for udf in UDFS])


def addin(interpreter: dict[str, Any] | None = None) -> bytes:
    """Return the add-in as bytes; the same FlowXL gives the same.

    Parameters
    ----------
    interpreter
        The Python that has FlowXL (:func:`this_interpreter`); None for an add-in that looks for it where it is.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as oxt:
        for name, part in sorted(_parts(interpreter)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            oxt.writestr(entry, part)
    return content.getvalue()


def this_interpreter(*, outside: bool = False) -> dict[str, Any]:
    """Describe this Python for the add-in.

    Parameters
    ----------
    outside
        Whether it shall run in a process of its own even where LibreOffice's Python is of the same kind.
    """
    packages = [path for path in sys.path if {"site-packages", "dist-packages"} & set(Path(path).parts)]
    home = str(Path(flowxl.__file__).parents[1])
    paths = list(dict.fromkeys([*filter(os.path.isdir, packages), home]))
    return {"program": sys.executable, "tag": tag(), "paths": paths, "outside": outside}


def _parts(interpreter: dict[str, Any] | None) -> Iterator[tuple[str, bytes]]:
    listed = [_words(udf) for udf in UDFS]
    version = flowxl.__version__
    yield "META-INF/manifest.xml", _text("manifest.xml", types=TYPES.name, component=COMPONENT)
    yield "description.xml", _text("description.xml", identifier=IDENTIFIER, version=version)
    yield "description.zh.txt", ABOUT.zh.encode()
    yield "description.en.txt", ABOUT.en.encode()
    yield "CalcAddIns.xcu", _text("CalcAddIns.xcu", service=SERVICE, udfs=listed, texts=_texts)
    yield COMPONENT, _text("component.py", version=version, implementation=IMPLEMENTATION, service=SERVICE)
    yield TYPES.name, TYPES.read_bytes()
    yield NAME, json.dumps(_setup(interpreter), ensure_ascii=False, indent=1).encode()
    for path in INSIDE.glob("*.py"):
        yield f"{PACKAGE}/{path.name}", path.read_bytes()


def _text(template: str, **values: object) -> bytes:
    return render(f"libreoffice/{template}.j2", **values).encode()


def _texts(text: Text) -> str:
    """Return a text in both languages, as a configuration file holds it."""
    return "".join(
        f'<value xml:lang="{code}">{escape(words)}</value>' for code, words in (("en", text.en), ("zh-CN", text.zh))
    )


def method(udf: Udf) -> str:
    """Return the name of a function's method: UNO tells methods apart by case, and Calc shows the display name."""
    return udf.name.lower()


def _words(udf: Udf) -> dict[str, Any]:
    return {"method": method(udf), "name": udf.name, "help": udf.help, "params": [_param(p) for p in udf.params]}


def _param(param: Param) -> dict[str, Any]:
    kind = OPTIONAL if param.optional else REQUIRED
    return {"name": param.name, "title": param.title, "help": param.help, "type": kind}


def _setup(interpreter: dict[str, Any] | None) -> dict[str, Any]:
    listed = {
        method(udf): {
            "name": udf.name,
            "arguments": len(udf.params),
            "tables": {n: param.name_of_table for n, param in enumerate(udf.params) if param.name_of_table},
            "status": udf.call is functions.flowstatus,
        }
        for udf in UDFS
    }
    return {"version": flowxl.__version__, "functions": listed, "interpreter": interpreter}
