"""Settings and weights: every rule, all faults at once."""

import pytest
from support.frameworks import small

from flowxl.core.index import check_weights, compute
from flowxl.core.panel import Observations
from flowxl.core.settings import Settings
from flowxl.voice.faults import FlowXLError

BROKEN = {
    "window": (2012, 2011),
    "method": "z",
    "min_year_share": 0,
    "min_city_share": 1.01,
    "min_indicator_share": float("nan"),
    "missing_pillar": "some",
    "gap_band": -0.1,
    "step_factor": 1,
    "display_mean": float("inf"),
    "display_sd": 0.0,
}


def test_defaults_are_the_ones_of_the_design():
    """Shares of one half, 60 % and one half; z-scores; no index for a city that lacks a pillar."""
    settings = Settings((2011, 2020))
    assert (settings.min_year_share, settings.min_city_share, settings.min_indicator_share) == (0.5, 0.6, 0.5)
    assert (settings.method, settings.missing_pillar) == ("zscore", "none")


def test_all_faults_are_told_at_once():
    """Ten broken settings are ten faults, each with its name and what was found."""
    with pytest.raises(FlowXLError) as caught:
        Settings(**BROKEN)
    assert {fault.where: fault.found for fault in caught.value.faults} == {k: repr(v) for k, v in BROKEN.items()}


@pytest.mark.parametrize("name", BROKEN)
def test_each_rule_alone(name):
    """One broken setting is one fault."""
    with pytest.raises(FlowXLError) as caught:
        Settings(**{"window": (2011, 2020), name: BROKEN[name]})
    assert [fault.where for fault in caught.value.faults] == [name]


@pytest.mark.parametrize(
    "window", [(2011,), (0, 2011), (2011, 10_000), (2011.0, 2012.0), ("2011", "2012"), (True, True)]
)
def test_a_window_is_two_whole_years(window):
    """Anything else is a fault, not an accident further on."""
    with pytest.raises(FlowXLError, match="window"):
        Settings(window)


@pytest.mark.parametrize("value", ["0.5", True, None])
def test_a_share_is_a_number(value):
    """Text in place of a number is a fault with its name."""
    with pytest.raises(FlowXLError, match="min_year_share"):
        Settings((2011, 2020), min_year_share=value)


@pytest.mark.parametrize("name", ["gap_band", "step_factor", "display_mean", "display_sd"])
def test_a_number_that_would_overflow_is_refused(name):
    """The display scale and the steps are computed with it."""
    with pytest.raises(FlowXLError, match=name):
        Settings((2011, 2020), **{name: 1e101})


def test_a_window_of_one_year_and_shares_of_one_are_allowed():
    """The edges of the rules belong to them."""
    settings = Settings((2011, 2011), min_year_share=1, min_city_share=1.0, gap_band=0, step_factor=1.01)
    assert settings.faults() == []


def test_weights_must_be_positive_numbers():
    """Each weight that cannot be used is a fault of its pillar."""
    framework = small((1, 1, 1, 1))
    panel = Observations.empty(framework, (2001, 2002)).panel()
    for wrong in ([1, 0, float("nan"), float("inf")], [1, 1e-200, 1e200, -1]):
        with pytest.raises(FlowXLError) as caught:
            compute(panel, weights=wrong)
        assert [fault.where for fault in caught.value.faults] == [f"weight of P{p}" for p in (2, 3, 4)]


def test_weights_must_be_one_per_pillar():
    """Another number of weights is refused with both shapes."""
    framework = small((1, 1))
    with pytest.raises(FlowXLError, match=r"found shape \(3,\); expected \(2,\)"):
        compute(Observations.empty(framework, (2001,)).panel(), weights=[1, 2, 3])


def test_weights_that_can_be_used_pass():
    """The framework's own weights are fine."""
    framework = small((1, 1), weights=(0.1, 7))
    assert check_weights(framework, framework.weights) is None
