"""Every edit a person may make: core, native formulas and an independent model agree, or the book is refused."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from support import engines
from support.books import built
from support.edit_cases import ORDINARY, REFUSED, REMARKS, STRUCTURE, TEXTS, Edit
from support.edits import WORKERS, Model, Verdict, judge, offices

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]
COUNTS: Counter[str] = Counter()
EDITS: dict[str, Edit] = (
    ORDINARY
    | {name: edit for name, (edit, _) in REFUSED.items()}
    | STRUCTURE
    | {f"remark: {name}": edit for name, (edit, _) in REMARKS.items()}
)


@pytest.fixture(scope="module", autouse=True)
def _counts() -> Iterator[None]:
    """Say at the end what became of the edits (shown by ``pytest -s``)."""
    yield
    print(f"\nedits: {sum(COUNTS.values())}, {dict(COUNTS)}")  # noqa: T201


def make(edit: Edit, path: Path, base: str = "mixed") -> tuple[Model, Verdict]:
    """Make an edit and judge what became of the book."""
    model = Model(built(base))
    edit(model)
    return model, judge(model, model.save(path))


def passed(verdict: Verdict) -> Verdict:
    """Count an outcome; none may be wrong."""
    COUNTS[verdict.outcome] += 1
    assert verdict.outcome != "wrong", verdict.details
    return verdict


@pytest.fixture
def check(tmp_path):
    """Make an edit, which must not go wrong in silence."""

    def run(edit: Edit, base: str = "mixed") -> tuple[Model, Verdict]:
        engines.need("libreoffice")
        model, verdict = make(edit, tmp_path / "edited.xlsx", base)
        return model, passed(verdict)

    return run


@pytest.fixture(scope="module")
def verdicts(request, tmp_path_factory) -> Iterator[dict[str, "Future[tuple[Model, Verdict]]"]]:
    """Make the named edits that are selected, several at a time."""
    engines.need("libreoffice")
    built("mixed")
    offices()
    folder, named = (
        tmp_path_factory.mktemp("edits"),
        [item for item in request.session.items if item.path == request.path],
    )
    selected = [item.callspec.params["name"] for item in named if "name" in getattr(item, "fixturenames", ())]
    with ThreadPoolExecutor(WORKERS) as pool:
        yield {name: pool.submit(make, EDITS[name], folder / f"{n}.xlsx") for n, name in enumerate(selected)}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_edit_keeps_all_three_together(verdicts, name):
    """Core, formulas and model agree, and nothing is called a fault."""
    verdict = passed(verdicts[name].result()[1])
    assert verdict.outcome == "right", verdict.details
    assert not verdict.kinds
    assert verdict.native.level < 2, verdict.native.levels
    assert verdict.native.errors == 0
    assert verdict.data.differences(verdict.data.compute()) == []  # subtotals, contributions and gaps too


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_told_is_refused(verdicts, name):
    """The core refuses with the right kind of fault; the book shows it too, or its numbers are right nevertheless."""
    verdict = passed(verdicts[name].result()[1])
    assert verdict.outcome in {"refused", "harmless"}
    assert REFUSED[name][1] in verdict.kinds


@pytest.mark.parametrize("name", STRUCTURE)
def test_an_edit_of_the_structure_is_never_silent(verdicts, name):
    """What people change on protected sheets is followed by all, refused, or told."""
    passed(verdicts[name].result()[1])


@pytest.mark.parametrize("name", [f"remark: {name}" for name in REMARKS])
def test_core_and_formulas_agree_on_remarks(verdicts, name):
    """A remark that cannot be used is told by both, and changes no number."""
    verdict = passed(verdicts[name].result()[1])
    wrong = REMARKS[name.removeprefix("remark: ")][1]
    assert verdict.outcome == "right", verdict.details
    assert (len(verdict.data.remark_faults) > 0) == wrong
    assert (verdict.native.levels["remarks"], verdict.native.levels["faults"]) == (wrong, 0)


def spoil(model: Model) -> None:
    """Put every kind of thing that is no number into cells of its own."""
    others = (True, False, {"formula": "=NA()"}, {"formula": "=1/0"}, {"formula": '="x"'})
    series = [s.key for s in model.framework.series if s.indicator in {"TR02", "TR03", "RS04", "LT06"}]
    for number, value in enumerate((*TEXTS, *others)):
        model.put(series[number % len(series)], model.years[-1 - number // len(series)], value)


@pytest.mark.parametrize("base", ["mixed", "mixed en"])
def test_what_is_no_number_is_missing_everywhere(check, base):
    """Texts, errors and booleans count as missing in all three, are listed by the core and counted in the book."""
    model, verdict = check(spoil, base)
    assert verdict.outcome == "right", verdict.details
    assert verdict.kinds == {"value"}
    assert len(verdict.data.faults) == len(model.bad) == len(TEXTS) + 5
    assert verdict.native.levels["faults"] == 1


def test_a_formula_that_gives_true_is_told(check):
    """LibreOffice takes it for 1 where the cell has a number format, and cannot tell; the core does."""
    _, verdict = check(lambda m: m.put("TR01.SH", 2018, {"formula": "=TRUE()"}))
    assert verdict.outcome == "shown"
    assert verdict.kinds == {"value"}


def everything(model: Model) -> None:
    """Make many ordinary edits one after the other."""
    key, other = (series.key for series in model.framework.series[:2])
    name, years = model.table(key), model.years
    labels = [model.word(label) for label in ("indicator_name", "city_name")]
    model.do("type_swap", name, key, other, ["key", *labels, *years])
    model.do("insert", name, "Rows", None, 1).do("insert", name, "Rows", 3, 2)
    model.do("sort_columns", name, years[0], False).do("sort", name, years[-1], False)
    model.put(key, years[-2], 5.5)
    model.set("method", "minmax").set("min_year_share", 0.4).set("focus", model.framework.city_codes[2])


@pytest.mark.parametrize("base", ["mixed en", "mixed real", "second few", "second", "rest"])
def test_edits_hold_in_other_books(check, base):
    """The same in English, on real figures with gaps, another framework, and with cities in rows."""
    _, verdict = check(everything, base)
    assert verdict.outcome == "right", verdict.details


@pytest.mark.parametrize("where", [("TR01.SH", "TR02.SH"), ("TR07.BJ", "TR08.GZ")])
def test_the_edge_of_a_table_cut_away_is_never_silent(check, where):
    """Cutting the first or the last row may deform ranges: then the book is refused, or shows it."""
    check(lambda m: m.do("cut_swap", "flow_in_TR", *where))


def test_a_wrong_model_is_noticed(tmp_path):
    """The judge finds a difference where the file holds another figure than the model."""
    engines.need("libreoffice")
    model = Model(built("mixed")).do("put", "flow_in_TR", "TR01.SH", 2018, 12345.0)
    verdict = judge(model, model.save(tmp_path / "edited.xlsx"))
    assert verdict.outcome == "wrong"
    assert verdict.details[0].startswith("core and model")
