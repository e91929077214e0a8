"""Counting a month: its calls out of the database as columns, an engine over them, a sheet."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jieting.analytics.counted import count_month
from jieting.analytics.duck import DuckEngine
from jieting.analytics.month import MonthCounter
from jieting.analytics.series import Series, month_series
from jieting.apps.assessment.basis import Basis
from jieting.apps.assessment.sheets import Sheet, to_sheet
from jieting.apps.calls.columns import write_columns
from jieting.installation.home import home

SEALED = "sealed-"
"""The names of the column files of sealed months begin so."""
_AT_WORK = ".count-"
_ABANDONED_S = 24 * 3600


def counted_sheet(basis: Basis) -> Sheet:
    """The month counted from the columns of its calls, under every reading, with its series."""
    with engine_of(basis) as engine:
        counter = MonthCounter(engine, basis.month, basis.records)
        found = count_month(engine, counter, basis.terms, engine.size(), with_readings=True)
        series = month_series(counter, basis.terms)
    return {**to_sheet(found), "series": {"names": series.names, "rows": series.rows}}


def series_of(sheet: Sheet) -> Series:
    """The series that a sheet keeps."""
    kept = sheet["series"]
    return Series(tuple(kept["names"]), tuple(tuple(row) for row in kept["rows"]))


@contextmanager
def engine_of(basis: Basis) -> Iterator[DuckEngine]:
    """An engine over the calls of a month; closed when the work is done."""
    with tempfile.TemporaryDirectory(prefix=_AT_WORK, dir=home().columns) as folder:
        engine = DuckEngine(_held(basis, Path(folder)), Path(folder))
        try:
            yield engine
        finally:
            engine.connection.close()


def _held(basis: Basis, folder: Path) -> Path:
    """The column file under a name of this work's own, which nobody removes before its end.

    A process that counts newer calls of the month removes the older file meanwhile.
    """
    own = folder / "calls.parquet"
    try:
        own.hardlink_to(columns_of(basis))
    except FileNotFoundError:
        _write(basis, own)
    return own


def columns_of(basis: Basis) -> Path:
    """The column file of a month's calls; written where it is not there yet.

    Edge: calls that came since ``basis`` was read are in it too. That does no harm, for whoever
    asks next has another basis, and no mark of calls ever comes back.
    """
    path = columns_path(basis)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        _write(basis, path)
        _remove_older(basis, path)
    return path


def columns_path(basis: Basis) -> Path:
    """Where the column file of a month's calls lies, or will lie."""
    begins = f"{basis.month}-" if basis.frozen is None else f"{SEALED}{basis.month}-"
    return home().columns / basis.contract_id / f"{begins}{basis.calls[:32]}.parquet"


def _write(basis: Basis, path: Path) -> None:
    """Written whole before it gets its name: a reader never meets half a file."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        if basis.frozen is not None:
            basis.frozen.write_calls(draft)
        else:
            write_columns(basis.contract_id, basis.month.period(basis.terms.zone), draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _remove_older(basis: Basis, path: Path) -> None:
    """Older files of the month go, and what work that was killed has left behind."""
    for left in home().columns.glob(f"{_AT_WORK}*"):
        with suppress(FileNotFoundError):
            if left.stat().st_mtime < time.time() - _ABANDONED_S:
                shutil.rmtree(left, ignore_errors=True)
    begins = path.name[: -len(f"{basis.calls[:32]}.parquet")]
    for other in path.parent.glob(f"{begins}*.parquet"):
        if other != path:
            other.unlink(missing_ok=True)
