"""What people read: texts in Chinese and English, faults as data, and the catalogue that says them.

Nothing here needs more than the standard library, and nothing below it knows a language.
"""
