"""An import that is killed at many more moments."""

from support.tiers import again

globals().update(again("book/cycle/test_import_faults.py", "test_killed_at_any_moment", kills=20))
