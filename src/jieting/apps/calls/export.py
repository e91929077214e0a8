"""The call list as a file: the same filter, the same order, the same calls as on screen."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from jieting.apps.calls.models import Call
from jieting.apps.calls.rows import plain_calls
from jieting.documents.call_list import write_calls
from jieting.domain.calls.call import Call as PlainCall
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.said import say

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Ending of a file to its content type."""
MOST = 200_000
"""An export holds no more calls; a longer list is asked for month by month."""
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class File:
    """An exported list, and how many calls are in it."""

    content: bytes
    calls: int


def refuse_too_many(calls: QuerySet[Call]) -> None:
    """Errors: Refused where the list is longer than one export may be."""
    if calls.values("pk")[: MOST + 1].count() > MOST:
        raise Refused(
            Finding(
                "export_too_long",
                say("The list has more than {most} calls.", most=f"{MOST:,}"),
                say("So long a file opens in no spreadsheet and takes minutes to make."),
                say("Narrow the days, and export month by month."),
                Place("calls"),
            )
        )


def exported(calls: QuerySet[Call], form: str, zone: ZoneInfo) -> File:
    """The calls as a file of ``form``; callers are masked, formula signs made harmless."""
    written = _Written(calls)
    with tempfile.TemporaryDirectory(prefix="jieting-export-") as folder:
        path = Path(folder) / f"calls.{form}"
        write_calls(written, path, zone)
        return File(path.read_bytes(), written.number)


class _Written:
    """Calls on their way into a file, counted."""

    def __init__(self, calls: QuerySet[Call]) -> None:
        self._calls = calls
        self.number = 0

    def __iter__(self) -> Iterator[PlainCall]:
        for call in plain_calls(self._calls.iterator(chunk_size=_CHUNK)):
            self.number += 1
            yield call
