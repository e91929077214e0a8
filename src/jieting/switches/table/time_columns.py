"""The four times of each call of a block, by the mapping's time tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jieting.domain.calls.call import OBLIGATORY, TIME_COLUMNS
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import DAY, Instant
from jieting.domain.said import say
from jieting.switches.mapping import Mapping, TimeCase
from jieting.switches.strptime import parser
from jieting.switches.table.block import Block, Cells, Trouble, text_of
from jieting.switches.table.times import BadTime, Clock, in_range, iso_moment, moment_of

Read = Callable[[TimeCase, Block, Sequence[int]], list[Any]]
ByCase = Callable[[Sequence[TimeCase], Block, Read], list[Any]]
Instants = list[Instant | None]

_PICK: dict[str, Callable[[list[Instant]], Instant]] = {
    "first": lambda found: found[0],
    "earliest": min,
    "latest": max,
}
_DAY = timedelta(days=1)


class TimeColumns:
    """Reads arrived_at, queued_at, answered_at and ended_at of blocks of one file."""

    def __init__(self, mapping: Mapping, zone: ZoneInfo) -> None:
        self._mapping = mapping
        self._clock = Clock(zone)

    def read(self, block: Block, trouble: Trouble, by_case: ByCase) -> dict[str, Instants]:
        """The instants of each time column; an obligatory one that is empty is a finding."""
        result: dict[str, Instants] = {}
        for ours in TIME_COLUMNS:
            result[ours] = self._column(ours, block, trouble, by_case, result.get("arrived_at"))
        return result

    def _column(
        self,
        ours: str,
        block: Block,
        trouble: Trouble,
        by_case: ByCase,
        arrived: Instants | None,
    ) -> Instants:
        cases = self._mapping.times.get(ours)
        if not cases:
            return [None] * len(block.rows)

        def read(case: TimeCase, part: Block, chosen: Sequence[int]) -> Instants:
            anchors = [arrived[i] for i in chosen] if arrived and case.roll_over else None
            return self._case(case, part, trouble, anchors)

        found: Instants = by_case(cases, block, read)
        if ours in OBLIGATORY and None in found:
            for row, at in zip(block.rows, found, strict=True):
                if at is None and not _told(trouble, row, cases):
                    trouble.add(row, _empty(ours))
        return found

    def _case(
        self, case: TimeCase, block: Block, trouble: Trouble, anchors: Instants | None
    ) -> Instants:
        empty = case.empty | self._mapping.empty
        if len(case.columns) == 1 and not (case.date or case.roll_over):
            cells = block.columns[case.columns[0]]
            fast = self._clock.fast([None if c in empty else c for c in cells] if empty else cells)
            if fast is not None:
                return fast
        days = block.columns[case.date] if case.date else [None] * len(block.rows)
        columns = [block.columns[column] for column in case.columns]
        return [
            self._row(case, row, day, of_row, trouble, anchors[i] if anchors else None)
            for i, (row, day, of_row) in enumerate(
                zip(block.rows, days, zip(*columns, strict=True), strict=True)
            )
        ]

    def _row(
        self,
        case: TimeCase,
        row: int,
        day: Any,
        cells: Cells,
        trouble: Trouble,
        anchor: Instant | None,
    ) -> Instant | None:
        empty = case.empty | self._mapping.empty
        found: list[Instant] = []
        for column, cell in zip(case.columns, cells, strict=True):
            text = text_of(cell)
            if not text or text in empty:
                continue
            try:
                found.append(self._one(case, day, cell, text, anchor))
            except BadTime as bad:
                why = say("The call cannot be placed in time.")
                place = Place(column=column)
                trouble.add(row, Finding(bad.code, bad.what, why, bad.remedy, place))
                continue
            if anchor is None and case.roll_over:
                anchor = found[0]
        return _PICK[case.pick](found) if found else None

    def _one(
        self, case: TimeCase, day: Any, cell: Any, text: str, anchor: Instant | None
    ) -> Instant:
        if isinstance(cell, int) and not case.date:
            return in_range(cell, cell)
        moment = _moment(case, day, cell, text)
        at = self._clock.instant(moment, text)
        if case.roll_over and anchor is not None and at < anchor - DAY // 2:
            return self._clock.instant(moment + _DAY, text)
        return at


def _moment(case: TimeCase, day: Any, cell: Any, text: str) -> datetime:
    if case.date:
        text = f"{text_of(day)} {text}"
    elif not isinstance(cell, str):
        return moment_of(cell)
    for pattern in case.formats:
        moment = parser(pattern)(text)
        if moment is not None:
            return moment
    try:
        return iso_moment(text)
    except BadTime as bad:
        raise _other_form(text, case.formats) if case.formats else bad from None


def _other_form(text: str, formats: Sequence[str]) -> BadTime:
    return BadTime(
        "not_a_time",
        say(
            "{value} is neither ISO 8601 nor of the forms {formats}.",
            value=text[:60],
            formats=", ".join(formats),
        ),
        say("Correct the cell, or add its form to formats in the mapping file."),
    )


def _told(trouble: Trouble, row: int, cases: Sequence[TimeCase]) -> bool:
    columns = {column for case in cases for column in case.columns}
    return any(finding.place.column in columns for finding in trouble.by_row.get(row, ()))


def _empty(ours: str) -> Finding:
    return Finding(
        "empty",
        say("{column} is empty.", column=ours),
        say("The call cannot be placed in time."),
        say("Give the time; every call has arrived and ended."),
        Place(column=ours),
    )
