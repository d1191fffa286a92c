"""A workbook file as a package, whatever is in it: checked, read, changed, written whole or not at all."""
