"""A workbook's VBA project, written from source text: compression, compound file, streams."""
