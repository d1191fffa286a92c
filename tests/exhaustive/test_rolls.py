"""More rolls one after the other, more kills, more random figures, and the whole book without a list of strings."""

from support.tiers import again

globals().update(
    again(
        "book/cycle/test_roll.py",
        "test_many_rolls_grow_by_the_new_cells_only",
        "test_a_very_large_book_has_its_strings_in_its_cells",
        "test_killed_at_any_moment_old_and_new_are_whole",
        "test_every_value_is_found_again",
        rolls=10,
        kills=8,
        examples=8,
        large="real",
    )
)
