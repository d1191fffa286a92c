"""Worksheet functions: declared once, they convert cells, call the core and convert back."""
