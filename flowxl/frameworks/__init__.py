"""Frameworks as data: folders of CSV files, the paper's among them."""
