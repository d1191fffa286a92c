"""An import from its first step to its last: what is locked, read, shown to a person and written, in this order."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from flowxl.cycle.importing import Line, Options, Preview, preview_files
from flowxl.cycle.importing_apply import Applied, apply_lines
from flowxl.cycle.importing_preview import read_preview, write_preview
from flowxl.cycle.importing_targets import Targets, open_targets
from flowxl.ooxml.safely import book_lock, write_safely
from flowxl.yearbook.baidu_settings import BaiduSettings


@dataclass(frozen=True)
class Import:
    """What is to be imported, and how far.

    Attributes
    ----------
    into
        The workbook.
    files
        The files, unless a preview comes back.
    preview_from
        A preview that a person has gone through; what it says is written.
    preview
        Where a preview is written.
    apply
        Whether figures are written into the workbook.
    options
        What a person says about the files.
    baidu
        How exports of the Baidu Index are read; None where the files are tables.
    """

    into: Path
    files: Sequence[Path] = ()
    preview_from: Path | None = None
    preview: Path | None = None
    apply: bool = False
    options: Options = field(default_factory=Options)
    baidu: BaiduSettings | None = None

    @property
    def writes(self) -> bool:
        """Whether the workbook is written."""
        return self.apply or self.preview_from is not None


@dataclass(frozen=True, eq=False)
class Imported:
    """What was found and done.

    Attributes
    ----------
    targets
        The workbook as it was read, once.
    preview
        What was read; None where a preview came back.
    lines
        Every figure that has a cell in the workbook.
    applied
        What was written; None where nothing should be.
    """

    targets: Targets
    preview: Preview | None
    lines: Sequence[Line]
    applied: Applied | None

    @property
    def needs_a_look(self) -> bool:
        """Whether a figure waits for a person, or there is none."""
        waiting = any(line.verdict in ("conflict", "review") and not line.decision for line in self.lines)
        return waiting or not self.lines or (self.preview is not None and self.preview.needs_a_look)


def run_import(job: Import, today: dt.date, progress: Callable[[Path], None] | None = None) -> Imported:
    """Read, compare and write as asked; a workbook that is written is locked before it is read.

    Raises
    ------
    FlowXLError
        If a file or the workbook is refused, or cannot be written; the workbook is then as it was.
    """
    with book_lock(job.into) if job.writes else nullcontext():
        targets, preview, lines = _lines(job, progress)
        if job.preview and preview:
            write_safely(job.preview, lambda path: write_preview(preview, path), lambda path: _readable(path, targets))
        applied = apply_lines(lines, targets, today) if job.writes else None
    return Imported(targets, preview, lines, applied)


def _lines(job: Import, progress: Callable[[Path], None] | None) -> tuple[Targets, Preview | None, Sequence[Line]]:
    if job.preview_from:
        targets = open_targets(job.into)
        return targets, None, read_preview(job.preview_from, targets)
    if job.baidu is not None:
        from flowxl.cycle.baidu import preview_baidu  # loads pandas, which takes longer than a small import

        preview = preview_baidu(job.files, job.into, job.baidu, job.options, progress)
    else:
        preview = preview_files(job.files, job.into, job.options, progress)
    return preview.targets, preview, preview.lines


def _readable(path: Path, targets: Targets) -> None:
    read_preview(path, targets)
