"""Ca, Cs and Cr against published figures and by hand; what was left out is named."""

from dataclasses import replace

import numpy as np
import pytest
from support.delphi_studies import LARGE, answers, study

from flowxl.core.delphi.authority import authority
from flowxl.core.delphi.choices import BASIS, Choices
from flowxl.core.delphi.study import Round
from flowxl.voice.faults import FlowXLError

ROWS = [[3, 4], [4, 5], [5, 5], None]


def assessed(*parts: dict[str, object], choices: Choices | None = None, asked: int = 4):
    """Return the authority of a round whose experts assessed themselves so."""
    made = study(ROWS, choices=choices)
    given = tuple(replace(answer, **part) for answer, part in zip(answers(ROWS), parts, strict=True))
    return authority(replace(made, rounds=(Round(1, "2024-01-01", made.experts[:asked], given),)), 1)


def test_published_means():
    """A 16-expert study (BMJ Open) prints Ca .944 and Cs .775, whose mean is .8595; here as scores."""
    basis = {**BASIS, "practice": (0.444, 0.4, 0.3)}
    found = assessed(*[{"basis": LARGE, "familiarity": "well"}] * 3, choices=Choices({"well": 0.775}, basis))
    assert found.mean_basis == pytest.approx(0.944, abs=1e-12)
    assert found.mean_familiarity == pytest.approx(0.775, abs=1e-12)
    assert found.mean_authority == pytest.approx(0.8595, abs=1e-12)


def test_by_hand():
    """Large everywhere 1.0, medium .4 + .2 + .1 + .1, small .3 + .1 + .1 + .1; Cs 1, .5, .1; three of four returned."""
    found = assessed(
        {"basis": LARGE, "familiarity": "very"},
        {"basis": ("medium",) * 4, "familiarity": "fair"},
        {"basis": ("small",) * 4, "familiarity": "none", "late": True},
    )
    np.testing.assert_allclose(found.basis, [1, 0.8, 0.6, np.nan], rtol=1e-15)
    np.testing.assert_allclose(found.familiarity, [1, 0.5, 0.1, np.nan], rtol=1e-15)
    np.testing.assert_allclose(found.authority, [1, 0.65, 0.35, np.nan], rtol=1e-15)
    assert found.mean_authority == pytest.approx(2 / 3, abs=1e-15)
    assert (found.asked, found.returned, found.late, found.response, found.lacking) == (4, 3, 1, 0.75, ())


def test_what_was_left_out_is_named():
    """It leaves Cr unknown, and the means are over the others."""
    found = assessed(
        {"familiarity": ""}, {"basis": ("large", "", "small", ""), "familiarity": "little"}, {"familiarity": "fair"}
    )
    assert found.lacking == (("E1", "familiarity"), ("E2", "theory"), ("E2", "intuition"))
    np.testing.assert_array_equal(found.basis, [1, np.nan, 1, np.nan])
    np.testing.assert_array_equal(found.familiarity, [np.nan, 0.3, 0.5, np.nan])
    assert (found.mean_familiarity, found.mean_authority) == (0.4, 0.75)


def test_nobody():
    """No answers give NaN, no warning."""
    empty = replace(study(ROWS), rounds=(Round(1, "2024-01-01", ()),))
    found = authority(empty, 1)
    assert np.isnan([found.mean_authority, found.response]).all()


def test_unknown_levels_are_refused():
    """All at once, with expert, part and what is known."""
    with pytest.raises(FlowXLError) as caught:
        assessed({"familiarity": "so-so"}, {"basis": ("huge", "large", "large", "large")}, {})
    assert [fault.where for fault in caught.value.faults] == ["expert E1, familiarity", "expert E2, practice"]
    assert "very, familiar" in str(caught.value)


def test_a_basis_without_scores_is_refused():
    """Its answers would not count."""
    with pytest.raises(FlowXLError, match=r"basis\.theory"):
        assessed({}, {}, {}, choices=Choices(basis={k: v for k, v in BASIS.items() if k != "theory"}))
