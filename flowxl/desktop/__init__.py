"""The way from Excel to Python on somebody's desktop: look at it, judge it, set it up.

Nothing here needs numpy or pandas: this code must also run where those do not.
"""
