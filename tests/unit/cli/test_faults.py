"""Few faults are told one by one; of a crowd the equal ones together, always a bounded number, always with a count."""

import json

from support.plain_faults import rough

from flowxl.cli import output
from flowxl.voice.faults import MOST, MOST_IN_ALL, Fault, Findings, FlowXLError, counted
from flowxl.voice.text import LONGEST, shortened


def crowd(number: int, found: str = "1.0 below the table", sheet: str = "交通流", kind: str = "outside") -> list[Fault]:
    """Return so many faults in column A, from row 100 on."""
    return [rough(kind, f"{sheet}!A{row}", found.format(row), "nothing") for row in range(100, 100 + number)]


def test_few_faults_are_told_one_by_one() -> None:
    """Equal or not, in their order."""
    faults = crowd(MOST)
    assert list(Findings(faults)) == faults
    assert len(Findings(faults)) == MOST


def test_a_crowd_of_equal_faults_is_one_line() -> None:
    """First place, last place, number."""
    (told,) = Findings(crowd(30_000))
    assert (told.where, told.found, told.count) == (
        "交通流!A100 to A30099",
        "1.0 below the table, 30,000 times",
        30_000,
    )


def test_a_crowd_of_different_faults_ends_with_a_number() -> None:
    """The first hundred and how many more there are; other sheets and kinds are told as if they were alone."""
    faults = [*crowd(5000, "the text {}"), *crowd(3, sheet="人流"), *crowd(3, kind="below")]
    told = list(Findings(faults))
    assert told[: MOST + 1][-1].found == f"{5000 - MOST:,} more, such as the text {100 + MOST}"
    assert told[MOST + 1 :] == faults[5000:]
    assert counted(told) == len(Findings(faults)) == 5006


def test_what_differs_in_equal_faults_is_not_claimed_for_all() -> None:
    """Each input cell is expected to hold a number of its own indicator."""
    faults = [rough("value", f"S!A{row}", "the text '-'", f"a number (row {row})") for row in range(1, 500)]
    (told,) = Findings(faults)
    assert told.expected == "a number (row 1), and so on"


def test_no_book_is_told_without_end() -> None:
    """Also where every sheet and kind has only a few."""
    faults = [fault for sheet in range(500) for fault in crowd(9, "the text {}", f"S{sheet}")]
    told = list(Findings(faults))
    assert len(told) == MOST_IN_ALL + 1
    assert (told[-1].kind, told[-1].count) == ("more", 4500 - MOST_IN_ALL)


def test_telling_twice_changes_nothing() -> None:
    """The reader tells, and the command line tells what the reader told."""
    once = list(Findings([*crowd(5000, "the text {}"), *crowd(3000, kind="below")]))
    assert list(Findings(once)) == once
    assert len(FlowXLError("title", once).faults) == len(once)


def test_command_line_and_json_stay_short(capsys) -> None:
    """Both say for how many cells a line stands."""
    faults = crowd(200_000, "the text {}")
    output.print_faults("title", faults, "en")
    assert len(capsys.readouterr().err.splitlines()) == 1 + MOST + 1
    rows = output.fault_rows(faults, "en")
    assert len(json.dumps(rows)) < 50_000
    assert sum(row["count"] for row in rows) == 200_000


def test_long_texts_are_shortened() -> None:
    """A cell may hold 32,767 characters, and a thousand cells do."""
    assert len(shortened("x" * 32_767)) < LONGEST + 30
    assert shortened("x" * LONGEST) == "x" * LONGEST
    (told,) = FlowXLError("title", [rough("label", "S!A1", "y" * 32_767, "z" * 32_767)]).faults
    assert len(str(told)) < 3 * LONGEST
