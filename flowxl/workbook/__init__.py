"""The workbook: one layout, from which writer, formulas and reader derive."""
