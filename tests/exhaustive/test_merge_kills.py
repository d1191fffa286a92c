"""Runs that are killed at many more moments, and more pairs of runs at the same time."""

from support.tiers import again

KILLED = "test_killed_at_any_moment"
globals().update(again("book/cycle/test_merge_faults.py", KILLED, "test_two_at_once", kills=40, pairs=4))
