"""FlowXL: composite indices in the spreadsheet, with a Python core as the authority."""

__version__ = "0.1.0"
