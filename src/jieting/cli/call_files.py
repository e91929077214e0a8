"""Call files on the command line: opened, gathered into one table, their progress shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from jieting.analytics.gather import Gathered, gather
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import say
from jieting.switches.mapping_file import load_mapping
from jieting.switches.open import open_calls
from jieting.switches.reading import Progress, Reading

PROGRESS_FROM = 20 * 1024 * 1024
"""Files of this size on show how far they have been read."""


def gather_files(
    paths: Sequence[Path], mapping: Path | None, zone: ZoneInfo, folder: Path, strict: bool
) -> Gathered:
    """The calls of all files in one table in ``folder``.

    Errors: BadInput where a file cannot be read, where every row is bad, and, if ``strict``,
    where any row is.
    """
    if missing := [_missing(path) for path in paths if not _is_file(path)]:
        raise BadInput(missing)
    rules = load_mapping(mapping) if mapping else None
    with _progress(paths) as progress:
        readings: list[Reading] = [
            open_calls(path, zone=zone, mapping=rules, progress=progress) for path in paths
        ]
        gathered = gather(readings, folder)
    errors = [finding for finding in gathered.findings if finding.is_error]
    if errors and (strict or not gathered.calls):
        raise BadInput(gathered.findings)
    return gathered


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long to be any file's
        return False


def _missing(path: Path) -> Finding:
    is_folder = os.path.isdir(path)  # noqa: PTH112 - unlike Path.is_dir it never raises
    return Finding(
        "no_file",
        say("This is a folder, not a file.") if is_folder else say("There is no such file."),
        say("Its calls cannot be assessed."),
        say("Check the name and the folder."),
        Place(str(path)),
    )


@contextmanager
def _progress(paths: Sequence[Path]) -> Iterator[Progress | None]:
    """A progress bar on standard error for large files, where a person is watching."""
    largest = max((path.stat().st_size for path in paths), default=0)
    if largest < PROGRESS_FROM or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("calls", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
