"""The paper's printed figures come out of our method, within what their rounding allows, and out of no other."""

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.frameworks import PAPER

from flowxl.frameworks import reproduce as module
from flowxl.frameworks.load import framework_folder, load_framework
from flowxl.frameworks.reproduce import reproduce
from flowxl.voice.faults import FlowXLError

SHIPPED = framework_folder() / "paper"
CITIES = {"上海": "SH", "杭州": "HZ", "北京": "BJ", "深圳": "SZ", "广州": "GZ"}


@pytest.fixture(scope="module")
def reproduction():
    """Compare the shipped framework with the shipped tables."""
    return reproduce()


def rows(path):
    """Read a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed_by_city(row, by_name):
    """Return the printed figures of a row by the code of the city."""
    return {code: row[name if by_name else code] for name, code in CITIES.items()}


def within(checks):
    """Return the codes of the checks that are within their tolerance."""
    return [check.code for check in checks if check.within]


@pytest.mark.parametrize("table", ["table2_scores", "table3_transport_means"])
def test_the_shipped_tables_are_the_printed_ones(table):
    """Digit for digit, with codes in place of names."""
    shipped, paper = rows(SHIPPED / f"{table}.csv"), rows(PAPER / f"{table}.csv")
    for ours, theirs in zip(shipped, paper, strict=True):
        assert ours["as_printed"] in theirs.values()
        assert printed_by_city(ours, by_name=False) == printed_by_city(theirs, by_name=True)
    names = {pillar.code: pillar.name.zh for pillar in load_framework().pillars}
    if table == "table2_scores":
        assert {row["pillar"]: row["as_printed"] for row in shipped} == names | {"index": "流量指数"}
        assert [row["weight"] for row in shipped] == [row["weight"] for row in paper]


def test_transport_row_from_table_3(reproduction):
    """Computed -0.2555, -0.3952, 0.3985, -0.3018, 0.5540 (METHOD.md), each within what rounding allows."""
    assert [check.code for check in reproduction.scores] == ["SH", "HZ", "BJ", "SZ", "GZ"]
    assert [check.printed for check in reproduction.scores] == [-0.256, -0.396, 0.398, -0.300, 0.554]
    computed = [round(check.computed, 4) for check in reproduction.scores]
    assert computed == [-0.2555, -0.3952, 0.3985, -0.3018, 0.5540]
    assert all(check.within for check in reproduction.scores)
    assert reproduction.ok


def test_tolerance_of_a_score_is_what_rounding_can_do(reproduction):
    """Means moved to corners of their printed intervals move a score up to its tolerance and not much beyond."""
    table = rows(SHIPPED / "table3_transport_means.csv")
    means = np.array([[float(row[code]) for code in CITIES.values()] for row in table])
    halves = np.array([[0.5 / 10 ** len(row[code].partition(".")[2]) for code in CITIES.values()] for row in table])

    def score(x):
        return ((x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, ddof=1, keepdims=True)).mean(axis=0)

    exact = score(means)
    for city, check in enumerate(reproduction.scores):
        reach = check.tolerance - 0.0005
        signs = np.zeros_like(means)
        for cell in np.ndindex(means.shape):  # the corner that raises this score most, indicator by indicator
            moved = means.copy()
            moved[cell] += halves[cell]
            signs[cell] = np.sign(score(moved)[city] - exact[city])
        farthest = score(means + signs * halves)[city] - exact[city]
        np.testing.assert_allclose(farthest, reach, rtol=0.02)


def test_indices_from_table_2(reproduction):
    """Sums of weight x printed score by hand, e.g. 上海 10.261; off the print by up to 0.007, allowed 0.0175."""
    assert [round(check.computed, 3) for check in reproduction.indices] == [10.261, -9.361, 18.621, -11.267, -8.749]
    assert [check.printed for check in reproduction.indices] == [10.264, -9.354, 18.617, -11.274, -8.753]
    assert {round(check.tolerance, 6) for check in reproduction.indices} == {0.0175}  # 34 x 0.0005 + 0.0005
    assert all(check.within for check in reproduction.indices)


def test_sums_of_pillars(reproduction):
    """Ten rows of Table 2 sum to zero over the cities, to 0.001; 现代信息流 to -0.166."""
    sums = {check.code: round(check.computed, 6) for check in reproduction.sums}
    assert sums == dict.fromkeys(load_framework().pillar_codes, 0) | {"LT": 0.001, "IF": -0.166}
    assert {check.tolerance for check in reproduction.sums} == {0.0025}
    assert [check.code for check in reproduction.sums if not check.within] == ["IF"]
    assert [check.code for check in reproduction.sums if check.explained] == ["IF"]


def test_two_readings_of_the_information_row(reproduction):
    """Kept: -0.810, sum -0.166, the index -9.354 is reproduced. A slip: -0.644, sum 0, index -8.86, which is not."""
    kept, slip = reproduction.readings
    assert (kept.code, slip.code) == ("kept", "slip")
    assert [round(x, 3) for x in (kept.score, kept.pillar_sum, kept.index)] == [-0.810, -0.166, -9.361]
    assert [round(x, 3) for x in (slip.score, slip.pillar_sum, slip.index)] == [-0.644, 0, -8.863]
    assert kept.printed_index == slip.printed_index == -9.354
    assert (kept.reproduced, slip.reproduced) == (True, False)


def test_the_population_standard_deviation_fails(monkeypatch):
    """With ddof = 0 every z-score is sqrt(5 / 4) larger: 上海 -0.286, and the comparison fails."""
    monkeypatch.setattr(
        module, "zscore", lambda values, _: (values - values.mean(axis=1)[:, None]) / values.std(axis=1)[:, None]
    )
    reproduction = reproduce()
    assert round(reproduction.scores[0].computed, 3) == -0.286
    assert within(reproduction.scores) == []
    assert not reproduction.ok


def test_a_changed_weight_fails():
    """The weight of 资金流 as 5 in place of 4."""
    framework = load_framework()
    pillars = tuple(replace(pillar, weight=5.0) if pillar.code == "CA" else pillar for pillar in framework.pillars)
    reproduction = reproduce(replace(framework, pillars=pillars))
    assert within(reproduction.indices) == ["SZ"]  # its score of -0.003 hides the change
    assert len(within(reproduction.scores)) == 5
    assert not reproduction.ok


def test_a_direction_of_minus_one_fails():
    """Freight as "less is better" is not the paper's method."""
    framework = load_framework()
    turned = tuple(replace(i, direction=-1) if i.code == "TR06" else i for i in framework.indicators)
    assert not reproduce(replace(framework, indicators=turned)).ok


@pytest.fixture
def tables(tmp_path):
    """Copy the tables and change one text in one of them."""

    def change(name, old, new):
        folder = Path(shutil.copytree(SHIPPED, tmp_path / "paper"))
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return change


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("-0.698", "-0.693", "sums"),
        ("0.554", "0.559", "scores"),
        ("18.617", "18.639", "indices"),
    ],
)
def test_a_changed_score_fails(tables, old, new, part):
    """A digit changed in Table 2 shows where it stands."""
    reproduction = reproduce(folder=tables("table2_scores.csv", old, new))
    assert not all(check.ok for check in getattr(reproduction, part))
    assert not reproduction.ok


@pytest.mark.parametrize(
    ("name", "old", "new", "kind"),
    [
        ("table2_scores.csv", "-0.698", "n/a", "value"),
        ("table2_scores.csv", "index,", "sum,", "row"),
        ("table3_transport_means.csv", "TR05,", "TR50,", "row"),
        ("table3_transport_means.csv", "SH,BJ,SZ,GZ,HZ", "SH,BJ,SZ,GZ,HZX", "column"),
    ],
)
def test_a_table_that_cannot_be_read(tables, name, old, new, kind):
    """Faults are told, not skipped."""
    with pytest.raises(FlowXLError) as caught:
        reproduce(folder=tables(name, old, new))
    assert [fault.kind for fault in caught.value.faults] == [kind]
    assert all(name in fault.where for fault in caught.value.faults)


def test_rows_are_plain(reproduction):
    """Four tables of rows by column that JSON can hold."""
    tables = json.loads(json.dumps(reproduction.rows()))
    assert {name: len(rows) for name, rows in tables.items()} == {"scores": 5, "indices": 5, "sums": 11, "readings": 2}
    first = tables["scores"][0]
    assert list(first)[:4] == ["code", "printed", "computed", "tolerance"]
    assert (first["code"], first["printed"], first["ok"]) == ("SH", -0.256, True)
    assert first["difference"] == pytest.approx(0.0005, abs=1e-4)
    assert tables["sums"][7] | {"computed": -0.166, "difference": -0.166} == tables["sums"][7] | {
        "computed": -0.166,
        "difference": -0.166,
        "within": False,
        "ok": True,
    }
