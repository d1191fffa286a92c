"""What a result tells beside the index: dimensions, coverage, amber, gaps, display scale, frames. By hand."""

import numpy as np
import pandas as pd
import pytest
from support.frameworks import NAN, panel, small
from support.plain_faults import rough

from flowxl.core.index import compute
from flowxl.core.settings import Settings
from flowxl.voice.faults import FlowXLError

FULL = [0, 25, 50, 75, 100]
LACKING = [0, 40, 60, 100, NAN]


def minmax(framework, values, **settings):
    """Compute with min-max scores over the framework's window."""
    return compute(panel(framework, values), Settings(framework.window, method="minmax", **settings))


@pytest.fixture
def two_dimensions():
    """Dimension 1: pillars of weight 3 and 1; dimension 2: weight 2. City E lacks the second pillar."""
    framework = small((1, 1, 1), 5, weights=(3, 1, 2), groups=(2, 1))

    def result(missing_pillar):
        return minmax(framework, [FULL, LACKING, FULL[::-1]], missing_pillar=missing_pillar)

    return result


def test_dimensions(two_dimensions):
    """Subtotals are sums of contributions, scores weighted means: 25 x 3 + 40 = 115, / 4 = 28.75."""
    result = two_dimensions("none")
    np.testing.assert_array_equal(result.dimension_subtotals, [[0, 115, 210, 325, NAN], [200, 150, 100, 50, 0]])
    np.testing.assert_array_equal(result.dimension_scores, [[0, 28.75, 52.5, 81.25, NAN], [100, 75, 50, 25, 0]])
    np.testing.assert_array_equal(result.index, [200, 265, 310, 375, NAN])


def test_dimensions_of_a_city_that_is_scaled_up(two_dimensions):
    """E: 300 x 6/5 = 360 in dimension 1, 0 in 2; its score of dimension 1 is that of the pillar it has."""
    result = two_dimensions("rest")
    np.testing.assert_allclose(result.dimension_subtotals[:, 4], [360, 0], rtol=1e-15)
    np.testing.assert_allclose(result.dimension_scores[:, 4], [100, 0], rtol=1e-15)
    np.testing.assert_allclose(result.dimension_subtotals.sum(axis=0), result.index, rtol=1e-15)


def test_a_dimension_of_which_nothing_counts():
    """It has neither subtotal nor score; the index goes on without it."""
    for missing_pillar in ("none", "rest"):
        result = minmax(small((1, 1), 2, groups=(1, 1)), [[0, 1], [NAN, NAN]], missing_pillar=missing_pillar)
        np.testing.assert_array_equal(result.dimension_subtotals, [[0, 100], [NAN, NAN]])
        np.testing.assert_array_equal(result.dimension_scores, [[0, 100], [NAN, NAN]])


def test_amber():
    """One of four indicators is below one half, two of four are not; a pillar without any is not amber but missing."""
    values = [[1, 2, NAN, 3, 4], [1, 2, NAN, 3, 4], [NAN, 1, NAN, 2, 3], [NAN, 2, NAN, 3, 5]]
    values[1][0] = NAN
    result = minmax(small((4,), 5), values)
    assert result.pillar_counts.tolist() == [[1, 4, 0, 4, 4]]
    assert result.pillar_amber.tolist() == [[True, False, False, False, False]]
    values[1][0] = 1
    assert not minmax(small((4,), 5), values).pillar_amber.any()
    assert minmax(small((4,), 5), values, min_indicator_share=0.51).pillar_amber.tolist()[0][0]


def test_a_complete_pillar():
    """Complete: every city has every counting indicator. Only then must z-scores sum to zero."""
    values = [[1, 2, 4], [NAN, NAN, 5], [1, 2, 3], [1, NAN, 3], [NAN, NAN, 1]]
    result = minmax(small((2, 2, 1), 3), values)
    assert result.counting.tolist() == [True, False, True, True, False]
    assert result.pillar_complete.tolist() == [True, False, False]


def test_coverage():
    """Counts and weights of what counts, of all there is."""
    coverage = minmax(small((2, 1), 3, weights=(2.5, 4)), [[1, 2, 3], [NAN] * 3, [NAN] * 3]).coverage
    assert (coverage.pillars, coverage.of_pillars, coverage.weight, coverage.of_weight) == (1, 2, 2.5, 6.5)
    assert (coverage.indicators, coverage.of_indicators) == (1, 3)
    assert str(coverage) == "1 of 2 pillars, weight 2.5 of 6.5, 1 of 3 indicators"


def test_coverage_of_a_city():
    """Years with a value over all indicators; counting indicators; weight of its pillars."""
    values = [[[1, 1], [2, NAN], [3, 3]], [[1, 2], [NAN, NAN], [5, 5]]]
    result = minmax(small((1, 1), 3, weights=(2, 3), window=(2001, 2002)), values)
    assert result.year_coverage.tolist() == [1, 0.25, 1]
    assert result.indicator_coverage.tolist() == [2, 1, 2]
    assert result.city_weight.tolist() == [5, 2, 5]


def test_pillar_ranks():
    """Ranks per pillar; 0 without a score."""
    result = minmax(small((1, 1), 5), [FULL, LACKING])
    assert result.pillar_ranks.tolist() == [[5, 4, 3, 2, 1], [4, 3, 2, 1, 0]]


def test_gap_with_its_band():
    """Ahead by more than the band +1, behind by more -1, else level; missing stays missing."""
    values = [[0, 100, 25], [100, 0, 49], [0, 100, 50], [NAN, 1, 0], [40, 50, 100]]
    framework = small((1, 1, 1, 1, 1), 3, weights=(1, 2, 1, 1, 1))
    result = minmax(framework, values, gap_band=50, missing_pillar="none")
    gap = result.gap("C", "A")
    np.testing.assert_allclose(gap.gap, [25, -51, 50, NAN, 100])
    np.testing.assert_array_equal(gap.state, [0, -1, 0, NAN, 1])
    np.testing.assert_allclose(gap.weighted_gap, [25, -102, 50, NAN, 100])
    np.testing.assert_allclose(gap.focus_scores, [25, 49, 50, 0, 100])
    np.testing.assert_allclose(gap.benchmark_scores, [0, 100, 0, NAN, 0])
    assert (gap.focus, gap.benchmark) == ("C", "A")


def test_gap_of_an_unknown_city():
    """A code that is no city is refused."""
    with pytest.raises(ValueError, match="Q"):
        minmax(small(), [[1, 2, 3]]).gap("A", "Q")


def test_display_scale():
    """Index 0, 50, 100: mean 50, sample sd 50, so 90, 100, 110; and 500 ± 100 where asked for."""
    np.testing.assert_allclose(minmax(small(), [[0, 1, 2]]).display_index, [90, 100, 110])
    other = minmax(small(), [[0, 1, 2]], display_mean=500, display_sd=100)
    np.testing.assert_allclose(other.display_index, [400, 500, 600])


def test_display_scale_without_a_spread():
    """Equal indices stand at the mean; a city without an index has no display value."""
    framework = small((1, 1), 5)
    result = minmax(framework, [[7] * 5, [7, 7, 7, 7, NAN]])
    np.testing.assert_array_equal(result.display_index, [100, 100, 100, 100, NAN])


def test_arrays_are_read_only_and_weights_are_a_copy():
    """Nothing of a result can be changed, and the caller's weights stay the caller's."""
    framework = small((1, 1), 3)
    mine = np.array([2.0, 1.0])
    result = compute(panel(framework, [[1, 2, 3], [3, 5, 4]]), weights=mine)
    arrays = [value for value in vars(result).values() if isinstance(value, np.ndarray)]
    assert len(arrays) == 13
    assert not any(array.flags.writeable for array in arrays)
    assert not any(getattr(result.spread, name).flags.writeable for name in ("present", "count", "low", "constant"))
    mine[0] = 99
    assert result.weights.tolist() == [2, 1]


def test_frames():
    """Frames carry the labels."""
    result = minmax(small((1, 1), 5, weights=(3, 1)), [FULL, LACKING])
    frame = result.to_frame()
    assert list(frame.columns) == ["city", "index", "rank", "display", "indicators", "weight", "years"]
    assert frame.loc["D", ["city", "index", "rank", "weight"]].tolist() == ["City 3", 325, 1, 4]
    assert frame.loc["E", "rank"] is pd.NA
    assert result.pillar_frame().loc["P1", "B"] == 25
    assert result.contribution_frame().loc["P1", "B"] == 75
    assert result.indicator_frame().loc["P2_1", "C"] == 60
    assert result.mean_frame().loc["P2_1", "D"] == 100


def test_a_fault_is_one_readable_line():
    """Where, found, expected, remedy; an error shows every fault."""
    faults = [rough("code", "a.csv line 2", "x", "y", "Do z."), rough("code", "a.csv line 3", "v", "w")]
    assert str(FlowXLError("Two.", faults)) == (
        "Two.\n  a.csv line 2: found x; expected y. Do z.\n  a.csv line 3: found v; expected w"
    )
