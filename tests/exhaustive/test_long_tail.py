"""300 MB behind the last cell, in blocks as they are."""

from support.tiers import again

TEST = "test_what_follows_the_cells_is_looked_through_once"
globals().update(again("book/ooxml/test_hostile_content.py", TEST, rules=11_000_000, block=1 << 20, seconds=30))
