"""Many more books edited at random."""

from support.tiers import again

ORDINARY = [seed for seed in range(100) if seed % 8]
BREAKING = [seed for seed in range(60) if seed % 4]
globals().update(again("office/test_random_books.py", ordinary=ORDINARY, breaking=BREAKING))
