"""A progress bar where a person looks on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from flowxl.cli.output import plain
from flowxl.excel.writer import Progress as Report


@contextmanager
def progress_bar() -> Iterator[Report | None]:
    """Show a progress bar where a person looks on; give None elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("…")

        def report(sheet: str, done: int, total: int) -> None:
            bar.update(task, description=plain(sheet), completed=done, total=total)

        yield report
