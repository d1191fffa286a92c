"""The command lines that macros start Python with, made from the very text of the macros, and cut as cmd.exe does."""

import re
from collections.abc import Mapping

from flowxl.udf.macros import own_modules
from flowxl.vba.sources import xlwings_modules

_PART = re.compile(
    r'\s*(?:"(?P<text>(?:[^"]|"")*)"|GetConfig\("(?P<key>[^"]+)"(?:, "(?P<default>[^"]*)")?\)|'
    r'Replace\((?P<of>\w+), "(?P<old>[^"]+)", "(?P<new>[^"]+)"\)|(?P<name>[A-Za-z][\w.$]*(?:\([^)]*\))?)|&)\s*'
)


def joined(expression: str, names: Mapping[str, str], settings: Mapping[str, str]) -> str:
    """Return what an expression of VBA gives that joins texts."""
    found, at = "", 0
    while at < len(expression):
        part = _PART.match(expression, at)
        assert part, expression[at:]
        at = part.end()
        if part["text"] is not None:
            found += part["text"].replace('""', '"')
        elif part["key"]:
            found += settings.get(part["key"], part["default"] or "")
        elif part["of"]:
            found += names[part["of"]].replace(part["old"], part["new"])
        elif part["name"]:
            found += names[part["name"]]
    return found


def _assigned(text: str, name: str) -> list[str]:
    """Return the right sides of the lines that set a name; a line that goes on below is one."""
    text = text.replace("\r\n", "\n").replace("& _\n", "& ")
    return re.findall(rf"^ *{name} = (.+)$", text, re.MULTILINE)


def xlwings_command(settings: Mapping[str, str], book: str) -> str:
    """Return what xlwings' own XLPyCommand gives: so did the macros of FlowXL 0.1.0 start Python."""
    text = xlwings_modules()[0].source
    text = text[text.index("Function XLPyCommand()") : text.index("Private Sub XLPyLoadDLL()")]
    names = {"Chr(34)": '"', "ThisWorkbook.FullName": book, "ConsoleSwitch": "", "LicenseKeyEnvString": ""}
    excel, _, *replaced = _assigned(text, "PYTHONPATH")  # the second is Word's
    assert len(replaced) == 3
    steps = [("AddExcelDir", _assigned(text, "AddExcelDir")[0]), *(("PYTHONPATH", one) for one in (excel, *replaced))]
    steps += [("PYTHON_WIN", one) for one in (_assigned(text, "PYTHON_WIN")[0], _assigned(text, "PYTHON_WIN")[-1])]
    for name, expression in (*steps, ("tail", _assigned(text, "tail")[0])):
        names[name] = joined(expression, names, settings)
    return joined(_assigned(text, "XLPyCommand")[-1], names, settings)


def our_command(settings: Mapping[str, str]) -> str:
    """Return what our own FxCommand gives."""
    text = own_modules("en")[1].source
    names = {
        "FxInterpreter()": settings["INTERPRETER_WIN"],
        'Environ$("SystemRoot")': "C:\\Windows",
        "console": "",
        "folders": settings.get("PYTHONPATH", "").replace("\\", "\\\\").replace("'", "\\'"),
    }
    return joined(_assigned(text, "FxCommand")[-1], names, settings)


def arguments_of(command: str) -> list[str]:
    """Return program and arguments that ``cmd.exe /K "…"`` starts: its outer quotes fall, the rest is cut as C does."""
    inside = re.fullmatch(r'(?:.*\\)?cmd\.exe +/K "(.*)"', command)
    assert inside, command
    parts = re.findall(r'(?:"(?:\\"|[^"])*"|[^ "])+', inside[1])
    return [re.sub(r'\\(")|"', lambda match: match[1] or "", part) for part in parts]
