"""Every other rule broken in a book with real figures, and the rules in synthetic ones."""

from support.tiers import again

RULES = [rule for rule in range(1, 21) if rule % 6 != 1]
globals().update(
    again(
        "book/workbook/test_workbook.py",
        "test_a_broken_rule_is_found",
        "test_the_twenty_rules_hold",
        rules=RULES,
        books=["demo"],
    )
)
