"""FlowXL.oxt: what the declarations say, in the words of LibreOffice; the same bytes every time."""

import ast
import io
import json
import re
import sys
import zipfile
from xml.etree import ElementTree

import pytest
from support import engines

from flowxl import __version__
from flowxl.libreoffice import build, service, types
from flowxl.libreoffice.inside import engine, link
from flowxl.libreoffice.inside.setup import NAME, Setup
from flowxl.udf.all_functions import UDFS

OOR = "{http://openoffice.org/2001/registry}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DECLARED = {udf.name: udf for udf in UDFS}
METHOD = re.compile(r"any (\w+)\(\[in\] com::sun::star::beans::XPropertySet document(.*)\);")
OLDEST_PYTHON = (3, 10)
"""The Python that comes with LibreOffice 25.2 on Windows and macOS."""


def opened(interpreter=None) -> zipfile.ZipFile:
    """Return the add-in, to look into it."""
    return zipfile.ZipFile(io.BytesIO(build.addin(interpreter)))


def texts(node) -> dict[str, str]:
    """Return the values of a property by language."""
    return {value.get(XML_LANG): value.text for value in node.iter("value")}


def test_the_same_flowxl_gives_the_same_bytes():
    """Nothing of the clock or of this computer is in what is shipped."""
    assert build.addin() == build.addin()
    with opened() as oxt:
        assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in oxt.infolist())
        assert sys.prefix.encode() not in b"".join(map(oxt.read, oxt.namelist()))


def test_the_interface_is_what_is_declared():
    """A method for each function, its parameters in order; those that may be left out, and no other, are any."""
    found = {}
    for name, rest in METHOD.findall(build.idl()):
        found[name.upper()] = [(word, kind == "any") for kind, word in re.findall(r", \[in\] (.+?) (\w+)(?=,|$)", rest)]
    assert found == {name: [(p.name, p.optional) for p in udf.params] for name, udf in DECLARED.items()}
    assert "_" not in "".join(name + "".join(p for p, _ in params) for name, params in found.items())


def test_the_wizard_has_names_and_help_in_both_languages():
    """Display name, the name in Excel's files, category, help; for each argument its name and help."""
    with opened() as oxt:
        root = ElementTree.fromstring(oxt.read("CalcAddIns.xcu"))
    for udf in DECLARED.values():
        (node,) = [one for one in root.iter("node") if one.get(f"{OOR}name") == udf.name.lower()]
        props = {prop.get(f"{OOR}name"): prop for prop in node.findall("prop")}
        assert texts(props["DisplayName"]) == texts(props["CompatibilityName"]) == {"en": udf.name}
        assert texts(props["Description"]) == {"en": udf.help.en, "zh-CN": udf.help.zh}
        arguments = node.find("node").findall("node")
        assert [one.get(f"{OOR}name") for one in arguments] == [param.name for param in udf.params]
        for one, param in zip(arguments, udf.params, strict=True):
            title, help_text = (texts(prop) for prop in one.findall("prop"))
            assert title == {"en": param.name, "zh-CN": param.title.zh}
            assert help_text == {"en": param.help.en, "zh-CN": param.help.zh}
            assert re.search(r"[\u4e00-\u9fff]", param.title.zh)


def test_manifest_and_description_name_what_is_there():
    """Types before configuration before component, each of them in the file; which LibreOffice is needed."""
    with opened() as oxt:
        manifest = ElementTree.fromstring(oxt.read("META-INF/manifest.xml"))
        paths = [value for entry in manifest for key, value in entry.attrib.items() if key.endswith("full-path")]
        assert paths == ["FlowXL.rdb", "CalcAddIns.xcu", "flowxl_component.py"]
        assert set(paths) < set(oxt.namelist())
        description = oxt.read("description.xml").decode()
    ElementTree.fromstring(description)
    assert f'<version value="{__version__}"/>' in description
    assert 'LibreOffice-minimal-version value="25.2"' in description


def test_the_setup_says_which_arguments_are_tables(tmp_path):
    """What the component reads of it agrees with the declarations, with and without an interpreter."""
    for interpreter in (None, build.this_interpreter(outside=True)):
        with opened(interpreter) as oxt:
            setup = Setup.read(oxt.extract(NAME, tmp_path) and tmp_path / NAME)
        assert setup.version == __version__
        for udf in DECLARED.values():
            function = setup.functions[udf.name.lower()]
            tables = {n: param.name_of_table for n, param in enumerate(udf.params) if param.name_of_table}
            assert (function.name, function.arguments, function.tables) == (udf.name, len(udf.params), tables)
        assert [one.name for one in setup.functions.values() if one.status] == ["FLOWSTATUS"]
    assert setup.interpreter.program == sys.executable
    assert setup.interpreter.outside
    assert json.loads((tmp_path / NAME).read_text())["interpreter"]["tag"] == engine.tag()


def test_what_runs_inside_is_python_3_10_with_nothing_else():
    """LibreOffice brings a Python of its own on Windows and macOS, without numpy."""
    for path in build.INSIDE.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=OLDEST_PYTHON)
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                modules = [node.module]
            else:
                continue
            roots = {module.partition(".")[0] for module in modules}
            assert roots <= sys.stdlib_module_names | {"uno", "unohelper", "com", "org"}, path.name


def test_the_component_can_be_registered_before_its_types_are_known():
    """As root installs it for everyone: what names the types is imported when the component is made."""
    with opened() as oxt:
        tree = ast.parse(oxt.read(build.COMPONENT))
    first = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [alias.name for node in first for alias in node.names] == ["unohelper"]


def test_names_that_are_written_twice_agree():
    """What runs inside cannot import the core's side by name, so two names stand in both."""
    assert service.__name__ == engine.SERVICE
    assert link.MODULE == "flowxl.libreoffice.worker"


@pytest.mark.libreoffice
def test_the_type_library_is_compiled_from_the_declarations(tmp_path):
    """Byte by byte what LibreOffice's compiler makes of them now."""
    engines.need("libreoffice", "sdk")
    types.compile_types(types.office_folder(), tmp_path / "types.rdb")
    assert (tmp_path / "types.rdb").read_bytes() == build.TYPES.read_bytes()
