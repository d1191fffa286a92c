"""Arguments in LibreOffice: what may be left out, what cannot be used, and whose tables are meant."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.live import Document, libreoffice, opened
from support.shared import shared

from flowxl.api import BuildOptions, build, read

pytestmark = pytest.mark.libreoffice
NA, VALUE, ERR504 = ["#N/A"], ["#VALUE!"], ["Err:504"]
CHINESE = {"demo": True, "cities": ("SH", "BJ", "GZ"), "window": (2016, 2018)}
ENGLISH = {"demo": True, "cities": ("BJ", "SH"), "window": (2018, 2020), "language": "en"}
OURS = "flow_data;flow_weights;flow_settings"


@pytest.fixture(scope="module", params=["inside", "outside"])
def office(request):
    """Give a LibreOffice in which its own Python computes, or the worker."""
    return libreoffice(request.param)


def book(name: str, **options: object) -> Path:
    """Build a workbook whose cells call functions, once."""
    return shared(f"{name}.xlsm", lambda path: build(path, BuildOptions(**options)))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def document(office) -> Iterator[Document]:
    """Open a workbook of synthetic figures, with some cells on a sheet of their own to refer to."""
    with opened(office, book("live zh", **CHINESE)) as document:
        document.fill({"F1": "上海", "G1": "北京", "F3": "CA", "F4": "OE", "F5": 0.5, "F6": "=1/0"})
        document.fill({"F10": 1, "F11": "x", "F12": 4, "F14": 1, "F15": "=NA()", "F17": "TRUE"})
        yield document


CASES: dict[str, tuple[str, object]] = {
    # formula, what it gives: an error value, or another formula that gives the same
    "an unknown city": ('=FLOWINDEX("南京")', NA),
    "an unknown item": ('=FLOWSCORE("上海";"nothing")', NA),
    "a name by a cell": ("=FLOWINDEX(F1)", '=FLOWINDEX("上海")'),
    "a code in small letters": ('=FLOWINDEX("sh")', '=FLOWINDEX("上海")'),
    "a name of one cell as a range": ("=FLOWINDEX(F1:F1)", '=FLOWINDEX("上海")'),
    "a city left out": ("=INDEX(FLOWINDEX();2;2)", '=FLOWINDEX("上海")'),
    "a city left out, tables given": (f"=INDEX(FLOWINDEX(;{OURS});2;2)", '=FLOWINDEX("上海")'),
    "an empty text": ('=INDEX(FLOWINDEX("");2;2)', '=FLOWINDEX("上海")'),
    "a blank cell is 0, as in Calc's functions": ("=FLOWINDEX(F2)", NA),
    "a range of blanks is left out": ("=INDEX(FLOWINDEX(I1:I2);2;2)", '=FLOWINDEX("上海")'),
    "a number": ("=FLOWINDEX(5)", NA),
    "a range where a cell is meant": ("=FLOWINDEX(F1:G1)", VALUE),
    "a table where a line is meant": ('=FLOWSCORE(F1:G4;"CA")', VALUE),
    "two lines of one direction": ("=FLOWSCORE(F3:F4;F3:F4)", VALUE),
    "one table left out": ('=FLOWINDEX("上海";flow_data;;flow_settings)', '=FLOWINDEX("上海")'),
    "settings left out": ('=FLOWINDEX("上海";flow_data;flow_weights)', '=FLOWINDEX("上海")'),
    "another table": ('=FLOWINDEX("上海";flow_weights;flow_weights;flow_settings)', VALUE),
    "a number where a table is meant": ('=FLOWINDEX("上海";5)', VALUE),
    "a cell where a table is meant": ('=FLOWINDEX("上海";F1)', VALUE),
    "an error cell": ("=FLOWINDEX(F6)", ["#DIV/0!"]),
    "an error cell inside a range": ("=FLOWZ(F14:F15)", ERR504),
    "an error cell inside a range, caught": ('=IFERROR(FLOWZ(F14:F15);"caught")', '="caught"'),
    "a text among numbers": ("=FLOWZ(F10:F12)", VALUE),
    "one number": ("=FLOWZ(F5)", "=0"),
    "a constant array": ("=INDEX(FLOWZ({1;2;3});3)", "=1"),
    "no numbers": ("=FLOWZ(I1:I3)", NA),
    "a degree of freedom of 2": ("=FLOWZ({1;2;3};2)", VALUE),
    "only items": ("=FLOWTABLE(;;;F3:F4)", VALUE),
    "a mean of a pillar": ('=FLOWMEAN("上海";"CA")', NA),
    "inside a formula": (
        '=ROUND(2*FLOWINDEX("上海")+FLOWRANK("北京");3)',
        '=ROUND(FLOWINDEX("SH")*2+FLOWRANK("BJ");3)',
    ),
    "an unknown city, caught": ('=IFERROR(FLOWINDEX("南京");"caught")', '="caught"'),
    "is it missing": ('=ISNA(FLOWINDEX("南京"))', "=TRUE()"),
}


@pytest.mark.parametrize("name", CASES)
def test_arguments_behave_as_documented(document, name):
    """Each formula gives its error value, or what another formula gives."""
    formula, expected = CASES[name]
    if isinstance(expected, str):
        found, wanted = document.typed(formula, expected)
        assert found == wanted
        assert isinstance(found, float | str)
    else:
        assert document.typed(formula, formula) == [expected, expected]


TOLD = {
    '=FLOWINDEX("南京")': ("FLOWINDEX：城市（city）：“南京”", "上海"),
    f'=FLOWINDEX("杭";{OURS})': ("FLOWINDEX：城市（city）：“杭”",),
    '=FLOWSCORE("上海";"nothing")': ("FLOWSCORE：指标（item）：“nothing”",),
    '=FLOWINDEX("上海";flow_settings;flow_weights)': ("FLOWINDEX：数据（data）",),
    "=FLOWZ($mine.F10:F12)": ("FLOWZ：数值（values）", "“x”"),
    "=FLOWZ({1;2};7)": ("FLOWZ：自由度（ddof）", "0 或 1"),
}


def test_the_reason_is_told(document):
    """FLOWSTATUS says what was found and expected in the call that failed last."""
    for formula, words in TOLD.items():
        document.typed(formula, sheet="reason")
        status = document.typed("", "=FLOWSTATUS()", sheet="status")[1]
        for word in words:
            assert word in status, status


def index_of(path: Path, city: str) -> float:
    """Return the index of a city by the core."""
    result = read(path).compute()
    return float(result.index[result.framework.city_codes.index(city)])


def test_two_workbooks_do_not_mix(office, tmp_path):
    """Short forms answer from their own workbook, in its language; so does FLOWSTATUS."""
    chinese, english = book("live zh", **CHINESE), book("live en", **ENGLISH)
    asked = ('=FLOWINDEX("SH")', "=FLOWCOVERAGE()", '=FLOWINDEX("wrong in {}")', "=FLOWSTATUS()")
    before = office.look()["books"]
    with opened(office, chinese) as first, opened(office, english) as second:
        for number, document in enumerate((first, second)):
            document.typed(*(formula.format(number) for formula in asked))
        first.edit(["put", "flow_weights", "CA", "权重", 10.0])  # both are asked, then one of them changes
        found = [[row[0] for row in document.rows("A1:A4")] for document in (first, second)]
        saved = [document.save(tmp_path / f"{number}.xlsx") for number, document in enumerate((first, second))]
        expected = [index_of(path, "SH") for path in saved]
        assert expected[0] != pytest.approx(expected[1], abs=0.1)
        assert [row[0] for row in found] == pytest.approx(expected, rel=1e-9)
        assert [row[1].split(" ")[0] for row in found] == ["二级指标", "pillars"]
        assert [row[2] for row in found] == [NA, NA]
        for number, row in enumerate(found):
            assert (f"“wrong in {number}”", f"'wrong in {number}'")[number] in row[3], row[3]
        with opened(office, english) as third:
            assert third.typed("=FLOWSTATUS()", '=FLOWINDEX("SH")')[1] == pytest.approx(expected[1], rel=1e-9)
            assert "wrong" not in third.cell("A1")
        assert office.look()["books"] == before + 2
    assert office.look()["books"] == before
