"""Functions as Excel reaches them: xlwings' own generator and its call path, on stand-ins for pywin32 and ranges."""

import math
import re
import threading
import types

import numpy as np
import pytest
from support.ranges import DATA, WEIGHTS, changed, ranges_of
from support.xlwings_windows import MISSING, StandIn, generated, windows

import flowxl as package
from flowxl import __version__
from flowxl.udf import excel
from flowxl.udf.all_functions import UDFS
from flowxl.udf.errors import BETWEEN, MARK
from flowxl.udf.macros import wrappers
from flowxl.voice.message import Message

ASKED = f"{package.__version__}|0.37.8|C:\\Book.xlsm"
DECLARED = {udf.name: udf for udf in UDFS}
SIGNATURE = re.compile(r"^(?:Public )?Function (\w+)\((.*?)\)(?: As Variant)?$", re.MULTILINE)
CALL = re.compile(r'"(\w+)", Array\((.*?FxBook\(\))\)')


@pytest.fixture(scope="module")
def xl():
    """Give xlwings' Windows side with our functions in a module of it."""
    with windows() as udfs_of_xlwings:
        module = types.ModuleType("flowxl_functions")
        for name, udf in DECLARED.items():
            setattr(module, name, excel.expose(udf, udfs_of_xlwings.xlfunc, udfs_of_xlwings.xlarg))
        udfs_of_xlwings.udf_modules[module.__name__] = {"filename": "x", "filetime": None, "module": module}
        yield types.SimpleNamespace(udfs=udfs_of_xlwings, module=module)


@pytest.fixture
def call(xl):
    """Call a function as the wrapper does: all arguments in place, those left out marked, the workbook last."""

    def run(name, *arguments, book=ASKED):
        given = [*arguments, *[MISSING] * (len(DECLARED[name].params) - len(arguments))]
        found = xl.udfs.call_udf(xl.module.__name__, name, (*given, book), None, StandIn(None))
        return found[0][0] if np.shape(found) == (1, 1) else found  # pywin32 makes a scalar of it

    return run


@pytest.fixture(scope="module")
def book(shipped_book):
    """Return the core's result of the shipped book."""
    return package.read(shipped_book).compute()


@pytest.fixture(scope="module")
def tables(shipped_book):
    """Return the three named ranges as stand-ins."""
    return tuple(StandIn(values) for values in ranges_of(shipped_book))


def parsed(text):
    """Return of each wrapper its parameters as (name, optional) and the arguments it hands over."""
    found = {}
    for block in re.split(r"(?=^(?:Public |Private )?(?:Function|Sub) )", text, flags=re.MULTILINE):
        signature, called = SIGNATURE.match(block), CALL.search(block)
        if signature and signature[1] in DECLARED:
            words = [word.split() for word in signature[2].split(", ") if word]
            parameters = [(w[w[0] == "Optional"], w[0] == "Optional") for w in words]
            handed = re.sub(r"FxTable\((\w+), \"\w+\"\)", r"\1", called[2]).split(", ")
            found[signature[1]] = (parameters, called[1], handed, "    Application.Volatile\n" in block)
    return found


def test_our_wrappers_agree_with_those_of_xlwings(xl):
    """Names, arguments, which of them may be left out, what is handed over, and volatility."""
    theirs, ours = parsed(generated(xl.udfs, xl.module)), parsed(wrappers("zh"))
    assert set(theirs) == set(DECLARED)
    assert ours == theirs
    assert {name for name, udf in DECLARED.items() if udf.volatile} == {"FLOWSTATUS"}


def test_the_short_form_is_volatile_and_the_long_one_is_not():
    """A call that leaves a table out reads the workbook, which Excel does not see; one that names all does not."""
    text = wrappers("en")
    for udf in DECLARED.values():
        own = [param.name for param in udf.params if param.name_of_table]
        line = f"If {' Or '.join(f'IsMissing({name})' for name in own)} Then Application.Volatile"
        assert (line in text) is bool(own)


def test_every_function_through_call_udf_equals_the_core(call, book, tables):
    """Ranges arrive as values, tables leave as rows: nothing is lost on the way."""
    cities = book.framework.city_codes
    exact = {"rtol": 0, "atol": 1e-12}
    for n, city in enumerate(cities):
        assert call("FLOWINDEX", city, *tables) == pytest.approx(book.index[n], abs=1e-12)
        assert call("FLOWRANK", city, MISSING, *tables) == book.rank[n]
    assert [row[1] for row in call("FLOWINDEX", MISSING, *tables)[1:]] == pytest.approx(book.index, abs=1e-12)
    pillars = book.framework.pillar_codes
    across, down = StandIn((cities,)), StandIn(tuple((code,) for code in pillars))
    scores = call("FLOWSCORE", across, down, *tables)
    np.testing.assert_allclose(as_numbers(scores), book.pillar_scores, **exact)
    items = StandIn(tuple((code,) for code in book.framework.indicator_codes))
    np.testing.assert_allclose(as_numbers(call("FLOWMEAN", across, items, *tables)), book.means, rtol=1e-15)
    table = call("FLOWTABLE", *tables, down, across)
    np.testing.assert_allclose(as_numbers(table), book.pillar_scores, **exact)
    gap = call("FLOWGAP", "SH", "BJ", *tables)
    order = sorted(range(len(pillars)), key=lambda k: -book.weights[k])
    np.testing.assert_allclose(as_numbers([row[4:] for row in gap[1:]])[:, 0], book.gap("SH", "BJ").weighted_gap[order])
    assert call("FLOWCOVERAGE", MISSING, *tables) == "二级指标 6/11，权重 18/34，三级指标 17/127"
    z = call("FLOWZ", StandIn(((1.0,), (2.0,), (3.0,))))
    assert z == [[-1.0], [0.0], [1.0]]
    assert call("FLOWSTATUS").startswith(f"Python core {package.__version__}")


def as_numbers(table):
    """Return a table of answers as numbers, blank as NaN."""
    return np.array([[math.nan if cell in ("", None) else cell for cell in row] for row in table], dtype=float)


ERRORS = {
    "an unknown city": (lambda t: ("FLOWINDEX", "x", *t), "NA ", "FLOWINDEX: city: found 'x'"),
    "an unknown item": (lambda t: ("FLOWSCORE", "SH", "x", *t), "NA ", "FLOWSCORE: item: found 'x'"),
    "missing figures": (lambda t: ("FLOWSCORE", "SH", "SP", *t), "NA ", "too few figures"),
    "an error as argument": (lambda t: ("FLOWINDEX", -2146826246, *t), "VAL", "city: found #N/A"),
    "no data": (lambda t: ("FLOWINDEX", "SH", None, *t[1:]), "VAL", "no table flow_data"),
    "the wrong range": (lambda t: ("FLOWINDEX", "SH", t[1], *t[1:]), "VAL", "data: found 12 rows"),
    "a text in a range": (lambda _: ("FLOWZ", StandIn(((1.0,), ("x",)))), "VAL", "found the text 'x'"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_bad_input_gives_the_declared_error_and_its_reason(call, tables, name):
    """The mark tells the wrapper which error value to make; FLOWSTATUS of the same workbook tells the reason."""
    make, code, reason = ERRORS[name]
    found = call(*make(tables))
    assert found.startswith(f"{MARK}{code}")
    assert reason in found
    assert reason in call("FLOWSTATUS")


def test_problems_of_two_workbooks_are_kept_apart(call, tables):
    """The status of a book does not tell what went wrong in another."""
    call("FLOWINDEX", "Nowhere", *tables, book=f"{__version__}|0.37.8|one.xlsm")
    call("FLOWINDEX", "Elsewhere", *tables, book=f"{__version__}|0.37.8|two.xlsm")
    one, two, three = (call("FLOWSTATUS", book=f"{__version__}|0.37.8|{name}.xlsm") for name in ("one", "two", "three"))
    assert ("Nowhere" in one, "Elsewhere" in one) == (True, False)
    assert ("Nowhere" in two, "Elsewhere" in two) == (False, True)
    assert "where" not in three
    problems = excel.Problems(limit=2)
    for name in "abc":
        problems.note(name, Message(name))
    assert [problems.of(name) for name in "abc"] == [None, Message("b"), Message("c")]


def test_the_status_is_told_in_the_language_of_the_workbook(call, tables):
    """The wrapper says which; one and the same problem can be read in both, and the way to VBA carries both."""
    found = call("FLOWINDEX", "Nowhere", *tables, book="0.0.9|0.37.8|zh|book.xlsm")
    english, chinese = found.split(BETWEEN)
    assert english.endswith("'Nowhere'; expected one of the cities Shanghai, Hangzhou, Beijing, Shenzhen, Guangzhou")
    assert chinese == "FLOWINDEX：城市（city）：“Nowhere”；应为：下列城市之一：上海、杭州、北京、深圳、广州"
    chinese, english = (call("FLOWSTATUS", book=f"0.0.9|0.37.8|{one}|book.xlsm") for one in ("zh", "en"))
    assert chinese.startswith(f"Python 核心 {package.__version__}；本工作簿由 FlowXL 0.0.9 生成，")
    assert chinese.endswith("上海、杭州、北京、深圳、广州")
    assert english.startswith(f"Python core {package.__version__}; the workbook was made with FlowXL 0.0.9")


def test_another_version_in_the_workbook_is_told(call):
    """Wrappers of an older FlowXL, or of another xlwings, are named with both versions."""
    status = call("FLOWSTATUS", book="0.0.9|0.30.1|old.xlsm")
    assert f"made with FlowXL 0.0.9, this is {package.__version__}" in status
    assert "made with xlwings 0.30.1, this is 0.37.8" in status
    assert "made with" not in call("FLOWSTATUS")


def test_a_function_that_hangs_is_given_up():
    """After the limit the wrapper is told to ask no more; the reason can be read."""
    stop = threading.Event()
    udf = DECLARED["FLOWINDEX"]
    slow = type(udf)(udf.name, udf.help, udf.example, udf.volatile, udf.params, lambda *_: stop.wait(30))
    try:
        found = excel.ask(slow, (), "1|2|slow.xlsm", limit=0.05)
    finally:
        stop.set()
    assert found.startswith(f"{MARK}LAT")
    assert "no answer within 0.05 seconds" in str(excel.PROBLEMS.of("slow.xlsm"))


def test_a_mistake_of_ours_is_an_error_and_no_number():
    """An exception that nobody foresaw shows as #VALUE! with its words."""
    udf = DECLARED["FLOWINDEX"]
    broken = type(udf)(udf.name, udf.help, udf.example, udf.volatile, udf.params, lambda *_: 1 / 0)
    found = excel.ask(broken, (), "1|2|broken.xlsm")
    assert found.startswith(f"{MARK}VALFLOWINDEX: ZeroDivisionError")


def test_no_two_procedures_have_one_name():
    """VBA knows no case: FLOWTABLE and FlowTable would be one name, and nothing would compile."""
    text = wrappers("zh")
    names = re.findall(r"^(?:Public|Private) (?:Function|Sub|Const) ?(\w+)|^Private (\w+) As", text, re.MULTILINE)
    found = [(a or b).lower() for a, b in names]
    assert len(found) > 20
    assert len(found) == len(set(found))


def test_values_that_changed_are_computed_anew(call):
    """A changed cell is another content; nothing old is given back."""
    first = call("FLOWINDEX", "North", StandIn(DATA), StandIn(WEIGHTS))
    other = changed(changed(DATA, 7, 3, 25.0), 7, 4, 25.0)  # trips of North: between the others now
    assert call("FLOWINDEX", "North", StandIn(other), StandIn(WEIGHTS)) > first
    assert call("FLOWINDEX", "North", StandIn(DATA), StandIn(WEIGHTS)) == first
