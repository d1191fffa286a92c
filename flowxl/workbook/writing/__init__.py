"""From a layout and its contents to a file: cells, styles, charts, validation, views."""
