"""The workbook with macros and the add-in, up to Excel's own door; and the same book where no Python is."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from support import engines
from support.books import built
from support.command import ROOT
from support.vba_readers import modules_of
from support.vba_strict import strict
from support.xlsx_cells import compare, read_cells

from flowxl import __version__
from flowxl.api import BuildOptions, build
from flowxl.ooxml.addresses import a1
from flowxl.reading.read_book import read_book
from flowxl.udf.addin import COMMANDS, RIBBON, addin, ribbon
from flowxl.udf.all_functions import UDFS
from flowxl.udf.macros import MODULE, macros, wrappers
from flowxl.udf.reference import NAMES, reference
from flowxl.vba.sources import SERVER
from flowxl.workbook import texts
from flowxl.workbook.writing.writer import write_book

UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
CHILDREN = {"customUI": {"ribbon"}, "ribbon": {"tabs"}, "tabs": {"tab"}, "tab": {"group"}, "group": {"button"}}
ATTRIBUTES = {
    "tab": {"id", "label"},
    "group": {"id", "label"},
    "button": {"id", "label", "size", "imageMso", "screentip", "supertip", "onAction"},
}
NAMED = ("real", "second", "rank", "one city")


@pytest.fixture(scope="module")
def books(tmp_path_factory) -> dict[str, Path]:
    """Return books whose cells call functions, with the macros of the first."""
    folder = tmp_path_factory.mktemp("macros")
    paths = {}
    for name in NAMED:
        book = replace(built(name).book, functions=True)
        paths[name] = folder / f"{name}.xlsm"
        write_book(book, paths[name], None, macros(len(book.layout.sheets), book.language))
    return paths


@pytest.fixture(scope="module")
def xlam(tmp_path_factory) -> Path:
    """Return the add-in as a file."""
    path = tmp_path_factory.mktemp("addin") / "FlowXL.xlam"
    path.write_bytes(addin())
    return path


def test_nothing_that_excel_is_strict_about_is_broken(books, xlam):
    """Container, project, modules, code names, content types, of every book and of the add-in."""
    for path in (*books.values(), xlam):
        assert strict(path) == []


def test_the_modules_are_ours_and_those_of_xlwings(books, xlam):
    """Wrappers as rendered, xlwings' own module and class, a document per sheet; the add-in has a ribbon's too."""
    found = modules_of(books["real"])
    sheets = len(built("real").book.layout.sheets)
    ours = {MODULE, SERVER}
    assert set(found) == {"ThisWorkbook", "xlwings", "Dictionary", *ours, *(f"Sheet{n + 1}" for n in range(sheets))}
    lines = [line.rstrip() for line in wrappers("zh").splitlines() if not line.startswith("Attribute")]
    stored = [line.rstrip() for line in found[MODULE].splitlines() if not line.startswith("Attribute")]
    assert stored == lines
    assert "FlowXLDescribe" in found["ThisWorkbook"]
    assert {"FlowXLRibbon", *ours, "xlwings", "Dictionary", "ThisWorkbook", "Sheet1"} == set(modules_of(xlam))
    assert "Set FxCaller = ActiveWorkbook" in modules_of(xlam)[MODULE]


@pytest.mark.libreoffice
def test_libreoffice_reads_the_same_source(books, tmp_path):
    """Every line of the wrappers is in the Basic library that LibreOffice makes of it."""
    engines.need("libreoffice")
    with zipfile.ZipFile(engines.to_ods(books["real"], tmp_path)) as ods:
        (name,) = (n for n in ods.namelist() if n.endswith(f"/{MODULE}.xml"))
        kept = ElementTree.fromstring(ods.read(name)).text
    wanted = [line.strip() for line in wrappers("zh").splitlines() if not line.startswith("Attribute")]
    assert [line for line in wanted if line and line not in kept] == []


def test_wrappers_are_ascii_and_describe_every_function():
    """Help for the wizard: a short one in the attributes, the long one with each argument in the book's language."""
    for language in ("zh", "en"):
        text = wrappers(language)
        assert text.isascii()
        for udf in UDFS:
            assert f'Attribute {udf.name}.VB_Description = "' in text
            assert f'Macro:="{udf.name}", Description:=FxText("{udf.help.of(language).encode("utf-16-be").hex()}"' in (
                re.sub(r'FxText\("[0-9A-F]+"\)', lambda m: m[0].lower().replace("fxtext", "FxText"), text)
            )
        assert text.count("ArgumentDescriptions:=Array(") == sum(bool(udf.params) for udf in UDFS)


@pytest.mark.validator
def test_the_open_xml_sdk_finds_no_error(books, xlam):
    """Books with macros in both orientations, and the add-in."""
    engines.need("validator")
    assert engines.validate([*books.values(), xlam]) == []


def test_the_same_input_gives_the_same_bytes(tmp_path):
    """Nothing of the clock is in the workbook or the add-in."""
    for name in ("one", "two"):
        build(tmp_path / f"{name}.xlsm", BuildOptions(cities=["SH", "BJ"], window=(2015, 2016)))
    assert (tmp_path / "one.xlsm").read_bytes() == (tmp_path / "two.xlsm").read_bytes()
    assert addin() == addin()


def test_the_twin_without_macros_holds_the_same(tmp_path, books):
    """--xlsx: no project, no call of a function, the same numbers."""
    build(tmp_path / "twin.xlsx", BuildOptions())
    with zipfile.ZipFile(tmp_path / "twin.xlsx") as twin:
        assert "xl/vbaProject.bin" not in twin.namelist()
        sheets = b"".join(twin.read(name) for name in twin.namelist() if name.startswith("xl/worksheets/"))
    assert b"FLOWTABLE(" not in sheets
    with_macros, without = (read_book(path).compute() for path in (books["real"], tmp_path / "twin.xlsx"))
    assert with_macros.index.tolist() == without.index.tolist()


def test_what_is_shown_calls_one_function_for_each_block(books):
    """结果, 三级得分 and 二级得分 together have four calls, each with the tables it depends on, and a way out."""
    with zipfile.ZipFile(books["real"]) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
    calls = re.findall(
        r"<f t=\"array\"[^>]*>(IFERROR\([^<]*)</f>", "".join(sheets).replace("&gt;", ">").replace("&lt;", "!")
    )
    assert sorted({*re.findall(r"FLOW\w+(?=\()", call)} for call in calls) == [{"FLOWSCORE"}] * 3 + [{"FLOWTABLE"}]
    assert all("flow_data,flow_weights,flow_settings" in call for call in calls)


def badges(name: str, path: Path) -> set[tuple[str, str]]:
    """Return the cells that say who computed."""
    area = built(name).book.layout.areas["flow_result"]
    first = built(name).book.layout.city_keys("score")[0]
    text = texts.badge("stored", built(name).book.language, __version__)
    own = (area.sheet, a1(*area.position(area.grid.item_position["engine"], first)))
    found = {place for place, (_, value) in read_cells(path).items() if isinstance(value, str) and text in value}
    assert own in found
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "engine",
    [
        pytest.param("always", marks=pytest.mark.libreoffice),
        pytest.param("default", marks=pytest.mark.libreoffice),
        pytest.param("gnumeric", marks=pytest.mark.gnumeric),
    ],
)
def test_without_python_the_native_formulas_show_and_the_badge_says_so(books, tmp_path, engine):
    """Every number stays the core's; only the cells that say who computed change, also as a user opens the file."""
    if engine == "gnumeric":
        engines.need("gnumeric")
        names = [name for name in NAMED if name != "one city"]  # Gnumeric: #REF! for INDEX into one cell
        saved = {books[n]: engines.recalculate_gnumeric(books[n], tmp_path / f"{n}.xlsx") for n in names}
    else:
        engines.need("libreoffice")
        names = list(NAMED)
        saved = engines.recalculate_libreoffice(books.values(), tmp_path, engine)
    for name in names:
        path, language = books[name], built(name).book.language
        found = compare(path, saved[path])
        assert found.errors == ()
        assert {(m.sheet, m.ref) for m in found.mismatches} == badges(name, path)
        native = texts.badge("native", language, __version__)
        assert all(native in m.recalculated for m in found.mismatches)
        assert found.largest_difference < 1e-9


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_wrong_fallback_is_caught(books, tmp_path):
    """The way out is compared too: twice the native number is found, although the right one is stored."""
    engines.need("libreoffice")
    bent = tmp_path / "bent.xlsm"
    with zipfile.ZipFile(books["real"]) as old, zipfile.ZipFile(bent, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            part = re.sub(rb"(IFERROR\(IF\(ROWS\(FLOWTABLE\([^<]*,)([^,<]*)\)</f>", rb"\1\2*2)</f>", part)
            new.writestr(info, part)
    found = compare(bent, engines.recalculate_libreoffice([bent], tmp_path / "out")[bent])
    assert len(found.mismatches) > 20


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_ribbon_keeps_the_rules_of_its_schema(language):
    """Elements where they may stand, attributes that they may have, every id once, labels short."""
    root = ElementTree.fromstring(ribbon(language))
    ids = []
    for parent in root.iter():
        name = parent.tag.removeprefix(UI)
        assert {child.tag.removeprefix(UI) for child in parent} <= CHILDREN.get(name, set())
        assert set(parent.attrib) <= ATTRIBUTES.get(name, set())
        ids += [parent.attrib["id"]] if "id" in parent.attrib else []
        assert len(parent.attrib.get("supertip", "")) <= 1024
    assert len(ids) == len(set(ids)) == 2 + len(COMMANDS)
    assert all(re.fullmatch(r"[A-Za-z_]\w*", name) for name in ids)


def test_every_button_has_its_procedure(xlam):
    """A button without a procedure shows an error when it is pressed."""
    source = modules_of(xlam)["FlowXLRibbon"]
    called = re.findall(r'onAction="(\w+)"', ribbon("zh"))
    assert len(called) == len(COMMANDS)
    assert [name for name in called if f"Public Sub {name}(ByVal control As Object)" not in source] == []


def test_the_addin_is_an_addin_with_a_ribbon():
    """Content type, relationship, part."""
    with zipfile.ZipFile(io.BytesIO(addin())) as package:
        types, relations = package.read("[Content_Types].xml").decode(), package.read("_rels/.rels").decode()
        assert package.read(RIBBON).decode() == ribbon("zh")
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in types
    assert f'Target="{RIBBON}"' in relations
    assert 'Extension="xml"' in types


@pytest.mark.parametrize("language", NAMES)
def test_the_function_reference_is_up_to_date(language):
    """`python -m flowxl.udf.reference docs` makes it anew."""
    assert (ROOT / "docs" / NAMES[language]).read_text(encoding="utf-8") == reference(language)


def test_every_function_and_argument_is_described():
    """In both languages, with an example that calls it."""
    for udf in UDFS:
        assert f"={udf.name}(" in udf.example
        for text in (udf.help, *(param.help for param in udf.params)):
            assert text.zh
            assert text.en
            assert not text.zh.isascii()
