"""Every other book that the oracles can judge, with every program."""

from support.oracle_books import OTHERS
from support.tiers import again

globals().update(again("office/test_oracle.py", "test_every_formula_gives_its_stored_value", books=OTHERS))
