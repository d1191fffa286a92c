"""A workbook that people edited: its tables found by name, read, compared, repaired, changed in place."""
