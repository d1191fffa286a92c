"""What runs inside LibreOffice: Python 3.10 and its standard library, nothing else.

The add-in carries these files as the package ``flowxl_inside``, so they refer to each other by relative imports alone.
"""
