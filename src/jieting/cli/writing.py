"""Files that commands write: never over a file they read, and failures told as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.reasons import reason_of
from jieting.domain.said import say


def keep_inputs(out: Path | None, inputs: Iterable[Path | None]) -> None:
    """Refuse to write over a file that is read, by whatever name. Errors: BadInput."""
    if out is not None and any(_same(out, path) for path in inputs if path is not None):
        raise BadInput(
            Finding(
                "over_input",
                say("The file to write is also one of those to read."),
                say("What it holds would be lost."),
                say("Give the result another name."),
                Place(str(out)),
            )
        )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # not there yet, so nothing can be lost
        return False


@contextmanager
def writable(path: Path | None) -> Iterator[None]:
    """Turn an operating system error while writing ``path`` into a finding about it.

    Without a path standard output is written; a reader who has seen enough is no error.
    """
    try:
        yield
    except OSError as error:
        if path is None:
            raise
        raise BadInput(
            Finding(
                "unwritable",
                say("The file cannot be written: {reason}.", reason=reason_of(error)),
                say("The result would be lost."),
                say("Check that the folder exists and may be written to."),
                Place(str(path)),
            )
        ) from error
