"""What must be equal on both sides of Excel's door."""

from flowxl.vba.sources import XLWINGS_VERSION

XLWINGS = XLWINGS_VERSION
"""The release of xlwings whose VBA module stands in our workbooks. Its DLL carries the number in its name, so that the
xlwings beside Python has to be this one and no other."""

OLDEST_PYTHON = (3, 11)


def dll_name(bits: int) -> str:
    """Return the name of the DLL that an Excel of so many bits loads.

    >>> dll_name(64)
    'xlwings64-0.37.8.dll'
    """
    return f"xlwings{bits}-{XLWINGS}.dll"
