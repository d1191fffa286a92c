"""Edits in an open workbook where the worker computes: to LibreOffice it makes no difference who does."""

from support.tiers import again

globals().update(again("office/test_live_edits.py", kinds=["outside"]))
