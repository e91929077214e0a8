"""Open a file of calls: find out by its content what it is and hand it to its reader."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from jieting.domain.calls.masking import Callers
from jieting.switches.kind import kind_of
from jieting.switches.mapping import Mapping
from jieting.switches.reading import Progress, Reading
from jieting.switches.table.read import read_table


def open_calls(
    path: Path,
    *,
    zone: ZoneInfo,
    mapping: Mapping | None = None,
    progress: Progress | None = None,
    callers: Callers = "masked",
) -> Reading:
    """The calls of ``path``, read lazily; local times are in ``zone``.

    The kind is told by the content: Excel, Parquet, Asterisk queue_log, Asterisk CDR, else a csv
    table. With a ``mapping`` the file is always read as a table. ``callers`` says whether their
    numbers are masked while they are read; whole numbers are for one that seals them.
    Errors: BadInput where the file cannot be read or its name contradicts its content.
    """
    kind = kind_of(path)
    if mapping is None and kind == "queue_log":
        from jieting.switches.asterisk.queue_log import read_queue_log

        return read_queue_log(path, zone=zone, progress=progress, callers=callers)
    if mapping is None and kind == "cdr":
        from jieting.switches.asterisk.cdr import read_cdr

        return read_cdr(path, zone=zone, progress=progress, callers=callers)
    return read_table(
        path, kind=kind, zone=zone, mapping=mapping, progress=progress, callers=callers
    )
