"""A change of weights that is killed at many more moments."""

from support.tiers import again

KILLED = "test_killing_a_run_leaves_the_book_as_it_was_or_as_it_was_meant"
globals().update(again("book/workbook/test_weights.py", KILLED, kills=12))
