"""Titles of our sheets: which sheets of a file are ours, and what they are called in the new book."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flowxl.ooxml.package import Package
from flowxl.workbook.layout import Layout


def our_titles(package: Package, layout: Layout, names: Sequence[str]) -> dict[str, str]:
    """Return the title, in the file, of each sheet of ours, by key: a sheet that holds our tables."""
    found: dict[str, str] = {}
    for sheet in layout.sheets:
        at = [package.defined_names.get(grid, []) for grid in sheet.grids]
        title = next((areas[0].sheet for areas in at if len(areas) == 1), None)
        if title is None and not sheet.grids and sheet.title in names:
            title = sheet.title
        if title is not None and title not in found.values():
            found[sheet.key] = title
    return found


def new_titles(old: Layout, new: Layout, found: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """Return the title of each sheet of the new book: what a person called it, unless the framework renames it."""
    theirs = {name.lower() for name in names if name not in found.values()}
    generated = {sheet.key: sheet.title for sheet in old.sheets}
    titles: dict[str, str] = {}
    taken = set(theirs)
    for sheet in new.sheets:
        own = found.get(sheet.key)
        title = own if own is not None and own != generated.get(sheet.key) else sheet.title
        number = 1
        free = title
        while free.lower() in taken:
            number += 1
            free = f"{title[:27]} {number}"
        taken.add(free.lower())
        titles[sheet.key] = free
    return titles


def retitle(layout: Layout, titles: Mapping[str, str]) -> Layout:
    """Return a layout whose sheets have other titles."""
    by_title = {sheet.title: titles[sheet.key] for sheet in layout.sheets}
    renamed = tuple(replace(sheet, title=titles[sheet.key]) for sheet in layout.sheets)
    areas = {name: replace(area, sheet=by_title[area.sheet]) for name, area in layout.areas.items()}
    return replace(layout, sheets=renamed, areas=areas)
