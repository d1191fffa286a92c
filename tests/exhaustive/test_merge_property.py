"""More random edits of parts and book."""

from support.tiers import again

globals().update(again("book/cycle/test_merge_property.py", examples=12))
