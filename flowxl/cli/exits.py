"""Exit codes, each with the sentence that ``--help`` and the README give it."""

OK, VALUE_FAULTS, USAGE, REFUSED, DEVIATION = range(5)
ATTENTION = VALUE_FAULTS
INTERNAL = 70
"""A fault of FlowXL itself; the number that BSD gives to internal errors."""
STOPPED = 130
"""What shells expect of a program that was stopped with Ctrl-C."""
READER_LEFT = 141
"""What shells expect of a program whose output nobody reads any more (``flowxl … | head``)."""

EXIT_CODES = {
    OK: "all is well",
    VALUE_FAULTS: "done, but something needs a look: a cell that cannot be used, a check at fault, formulas never "
    "computed, figures for review, conflicts, what could not be carried; doctor: something needs attention",
    USAGE: "an option is wrong, or a file cannot be written: it is open, the disk is full, the folder is closed",
    REFUSED: "the input was refused; every fault is listed; doctor: functions in Excel cannot answer",
    DEVIATION: "reproduce: a figure is further from the paper than rounding allows",
    INTERNAL: "an error of FlowXL itself; please report it",
}


class UsageError(Exception):
    """Something the person at the command line can put right; told as one sentence, exit code 2."""
