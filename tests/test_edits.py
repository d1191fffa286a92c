"""Every edit a person may make: core, native formulas and an independent model agree, or the book is refused."""

from collections import Counter
from collections.abc import Iterator

import engines
import pytest
from books import built
from edit_cases import ORDINARY, REFUSED, STRUCTURE, TEXTS, Edit
from edits import Model, Verdict, judge

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]
COUNTS: Counter[str] = Counter()


@pytest.fixture(scope="module", autouse=True)
def _counts() -> Iterator[None]:
    """Say at the end what became of the edits (shown by ``pytest -s``)."""
    yield
    print(f"\nedits: {sum(COUNTS.values())}, {dict(COUNTS)}")  # noqa: T201


@pytest.fixture
def check(tmp_path):
    """Make an edit and judge what became of the book."""

    def run(edit: Edit, base: str = "mixed") -> tuple[Model, Verdict]:
        engines.need("libreoffice")
        model = Model(built(base))
        edit(model)
        verdict = judge(model, model.save(tmp_path / "edited.xlsx"))
        COUNTS[verdict.outcome] += 1
        assert verdict.outcome != "wrong", verdict.details
        return model, verdict

    return run


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_edit_keeps_all_three_together(check, name):
    """Core, formulas and model agree, and nothing is called a fault."""
    _, verdict = check(ORDINARY[name])
    assert verdict.outcome == "right", verdict.details
    assert not verdict.kinds
    assert verdict.native.level < 2, verdict.native.levels
    assert verdict.native.errors == 0


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_told_is_refused(check, name):
    """The core refuses with the right kind of fault; the book shows it too, or its numbers are right nevertheless."""
    edit, kind = REFUSED[name]
    _, verdict = check(edit)
    assert verdict.outcome in {"refused", "harmless"}
    assert kind in verdict.kinds


@pytest.mark.parametrize("name", STRUCTURE)
def test_an_edit_of_the_structure_is_never_silent(check, name):
    """What people change on protected sheets is followed by all, refused, or told."""
    check(STRUCTURE[name])


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
