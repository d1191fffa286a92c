"""Delphi: a study with its rounds, and what its ratings say; nothing here knows files or workbooks."""
