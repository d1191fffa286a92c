"""A VBA project is what Excel is strict about, and what other readers get back."""

import dataclasses
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.vba_books import BIN, CLASS, MODULES, OPEN, SHOUT, Draft, macro_book
from support.vba_container import Container
from support.vba_readers import VBA_Parser
from support.vba_strict import strict

from flowxl.vba.modules import Module
from flowxl.vba.project import vba_project
from flowxl.vba.protection import encrypt, protection
from flowxl.voice.faults import FlowXLError

# The example of the stream PROJECT, [MS-OVBA] 3.1.6.
PUBLISHED_ID = "{917DED54-440B-4FD1-A5C1-74ACF261E600}"
PUBLISHED = {"CMG": "0705D8E3D8EDDBF1DBF1DBF1DBF1", "DPB": "0E0CD1ECDFF4E7F5E7F5E7", "GC": "1517CAF1D6F9D7F9D706"}

NAMES = st.from_regex(r"\A[A-Za-z][A-Za-z0-9_]{0,30}\Z").filter(lambda name: name.lower() not in {"dir", "vbaproject"})
CHARACTERS = st.characters(codec="cp1252", exclude_characters="\r\n", exclude_categories=["Cc"])
LINES = st.one_of(
    st.text(CHARACTERS, max_size=80).filter(lambda line: not line.startswith(("Attribute", "VERSION"))),
    st.sampled_from(["", "End Sub", "    Dim count As Long", "' " + "x" * 1021, "#If Mac Then"]),
)
SOURCES = st.builds(
    lambda lines, end, last: end.join(lines) + last * end,
    st.lists(LINES, max_size=30),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(0, 2),
)


@st.composite
def projects(draw: st.DrawFn) -> tuple[Module, ...]:
    """Return a workbook's modules with names and texts of any kind."""
    names = draw(st.lists(NAMES, min_size=2, max_size=12, unique_by=str.lower))
    kinds = ["workbook", "worksheet"] + [
        draw(st.sampled_from(["worksheet", "standard", "class"])) for _ in range(len(names) - 2)
    ]
    return tuple(Module(name, kind, draw(SOURCES)) for name, kind in zip(names, kinds, strict=True))


def olevba(path: Path) -> dict[str, str]:
    """Return sources by name of module as olevba reads them."""
    parser = VBA_Parser(str(path))
    try:
        return {name.rpartition(".")[0]: source for _, _, name, source in parser.extract_macros()}
    finally:
        parser.close()


@settings(max_examples=40, deadline=None)
@given(modules=projects())
def test_any_modules_come_back(modules, tmp_path_factory):
    """By olevba, after every rule of the strict reader."""
    path = macro_book(tmp_path_factory.getbasetemp() / "any.xlsm", modules)
    assert strict(path) == []
    assert olevba(path) == {module.name: module.text for module in modules}


@settings(max_examples=6, deadline=None)
@example(count=250, source=SHOUT)
@given(count=st.integers(1, 60), source=SOURCES)
def test_any_number_of_sheets(count, source, tmp_path_factory):
    """The strict reader finds each document module and each code name."""
    path = tmp_path_factory.getbasetemp() / "many.xlsm"
    sheets = tuple(Module(f"Sheet{number}", "worksheet") for number in range(1, count + 1))
    macro_book(path, (BOOK, *sheets, Module("Extra", "standard", source)))
    assert strict(path) == []
    with zipfile.ZipFile(path) as archive:
        streams = Container(archive.read(BIN)).streams
    assert {f"VBA/{sheet.name}" for sheet in sheets} < set(streams)


def test_texts_as_they_are_stored(tmp_path):
    """Attributes are made by kind, headers of files left out, line ends made CRLF; names and texts stay."""
    stored = olevba(macro_book(tmp_path / "book.xlsm", MODULES))
    assert stored["ThisWorkbook"].splitlines() == [
        'Attribute VB_Name = "ThisWorkbook"',
        'Attribute VB_Base = "0{00020819-0000-0000-C000-000000000046}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = True",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = True",
        *OPEN.splitlines(),
    ]
    assert stored["Helpers"] == 'Attribute VB_Name = "Helpers"\r\n' + SHOUT
    assert stored["Counter"].splitlines() == [
        'Attribute VB_Name = "Counter"',
        'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = False",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = False",
        'Attribute VB_Description = "Says ""hi""\\r\\n"',
        "Public Value As Long",
    ]
    descriptions = [content for number, content in Draft.of(tmp_path / "book.xlsm").records if number == 0x1C]
    assert descriptions == [b"", b"", b"", b"", b'Says "hi"\r\n']


def test_base_follows_from_the_kind():
    """Also where a text that was exported says something else."""
    source = 'Attribute VB_Base = "0{00020821-0000-0000-C000-000000000046}"\nAttribute VB_Exposed = True\n'
    assert Module("Sheet1", "worksheet", source).text == Module("Sheet1", "worksheet").text


def test_same_modules_same_bytes():
    """And other modules another identity."""
    project = vba_project(MODULES)
    assert project == vba_project(tuple(MODULES))
    changed = vba_project((*MODULES[:-1], dataclasses.replace(MODULES[-1], source=CLASS.replace("Value", "Valve"))))
    identities = {Container(made).streams["PROJECT"].partition(b"\r\n")[0] for made in (project, changed)}
    assert len(identities) == 2


def test_published_protection():
    """The three values of the specification's example come out to the letter."""
    assert protection(PUBLISHED_ID) == PUBLISHED


@pytest.mark.parametrize(
    ("value", "seed", "data"),
    [("A7A58C2B7CDD73E173E173E173E1", 0xA7, bytes(4)), ("9D9FB6314A2D4B2D4BD2", 0x9D, b"\xff")],
)
def test_protection_by_excel(value, seed, data, monkeypatch):
    """Values that Excel drew at random and saved (in a book that xlwings ships) come out with its seed and filler."""
    monkeypatch.setattr("flowxl.vba.protection.FILLER", 0xFB)
    assert encrypt(data, "{E2E0E410-BF04-4DC5-BDD2-D3FBBA8B7D37}", seed) == value


def refused(*modules: Module, name: str = "VBAProject") -> dict[str, list[str]]:
    """Return the faults by kind for which modules are refused."""
    with pytest.raises(FlowXLError) as caught:
        vba_project(modules, name)
    faults: dict[str, list[str]] = {}
    for fault in caught.value.faults:
        faults.setdefault(fault.kind, []).append(f"{fault.where}: {fault.found}")
    return faults


BOOK = Module("ThisWorkbook", "workbook")


def test_all_faults_are_told_at_once():
    """With module, line and what was found."""
    long = "x = 1 _\n" * 26
    assert refused(
        Module("Sheet1", "worksheet", 'Attribute VB_Name = "Sheet2"\n'),
        Module("1st", "standard", "a\rb\n" + "x" * 1024 + "\nMsgBox \"总体\"\n\0\n" + long),
        Module("sheet1", "class", "VERSION 1.0 CLASS\nPublic X\nAttribute VB_Exposed = True\n"),
        Module("VbaProject", "standard"),
        Module("Dir", "standard"),
        name="my project",
    ) == {
        "module_name": [
            "module Sheet1: Attribute VB_Name = \"Sheet2\"",
            "module 1st: the name '1st'",
            "module sheet1: the name of module Sheet1",
            "module Dir: the name of a stream of the project",
        ],
        "line_end": ["module 1st, line 1: a carriage return inside the line"],
        "line_length": ["module 1st, line 2: 1024 characters"],
        "character": ["module 1st, line 3: '总体'", "module 1st, line 4: the control character '\\x00'"],
        "continuation": ["module 1st, line 29: 25 lines continued with _"],
        "header": [
            "module sheet1: 'VERSION 1.0 CLASS'",
            "module sheet1: 'Attribute VB_Exposed = True' below other lines",
        ],
        "workbook_module": ["modules: 0 modules of kind workbook"],
        "project_name": ["VBA project: 'my project'"],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["", "_a", "a b", "a-b", "é", "总体", "x" * 32, "a\n"])
def test_names_that_are_refused(name):
    """Excel repairs or refuses the file."""
    assert "module_name" in refused(BOOK, Module(name, "standard"))


def test_limits_are_allowed():
    """The longest name, line and continuation."""
    text = "x" * 1023 + "\n" + "x = 1 _\n" * 24 + "\n"
    assert vba_project((BOOK, Module("x" * 31, "standard", text)))


def test_project_of_the_same_name_as_a_module():
    """The editor would not allow it."""
    assert refused(BOOK, Module("Helpers", "standard"), name="helpers") == {
        "module_name": ["module Helpers: the name of the project"]
    }


def test_two_workbooks():
    """Both are named."""
    assert refused(BOOK, Module("Other", "workbook")) == {
        "workbook_module": ["modules: 2 modules of kind workbook (ThisWorkbook, Other)"]
    }


def test_noise_is_refused():
    """Excel drops a module that cannot be compressed; no code is like that."""
    noise = "".join(chr(33 + high) + chr(33 + low) for high in range(90) for low in range(45, 90))
    lines = "\n".join(noise[at : at + 1000] for at in range(0, len(noise), 1000))
    assert list(refused(BOOK, Module("Noise", "standard", lines))) == ["random_text"]
