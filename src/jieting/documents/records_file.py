"""A records file: arrays of tables in TOML, as the assessment reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from jieting.domain.contracts.records import Exclusion, Record, Records
from jieting.domain.periods import Instant, Month, iso
from jieting.domain.quantities import plain

_BESIDE = ("line", "period")
"""Fields that no file has: where the record stood, and the span that from and to or day say."""
_MOMENTS = ("received_at", "due_at", "submitted_at", "rectified_at")


def records_toml(records: Records, zone: ZoneInfo, comment: Sequence[str] = ()) -> str:
    """The records as TOML: the comment's lines on top, then one table for each record.

    Times are offset date-times in ``zone``; what a record does not have is left out.
    """
    head = "".join(f"# {line}\n" for line in comment)
    return head + "".join(f"\n{table}" for table in _tables(records, zone))


def _tables(records: Records, zone: ZoneInfo) -> Iterator[str]:
    for array in fields(records):
        found = getattr(records, array.name)
        if isinstance(found, tuple):
            for record in found:
                yield f"[[{array.name}]]\n" + "".join(_lines(record, zone))


def _lines(record: Record, zone: ZoneInfo) -> Iterator[str]:
    if isinstance(record, Exclusion) and record.day is None:
        yield f"from = {iso(record.period.start, zone)}\n"
        yield f"to = {iso(record.period.end, zone)}\n"
    for field in fields(record):
        value = getattr(record, field.name)
        if value is not None and field.name not in _BESIDE and (value or field.name != "ref"):
            yield f"{field.name} = {_value(field.name, value, zone)}\n"


def _value(name: str, value: object, zone: ZoneInfo) -> str:
    if name in _MOMENTS and isinstance(value, Instant):
        return iso(value, zone)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(_text(str(part)) for part in value)}]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Fraction | Decimal):
        return plain(value)
    if isinstance(value, str | Month):
        return _text(str(value))
    raise TypeError(f"no TOML for {name} = {value!r}")


def _text(value: str) -> str:
    """A TOML basic string; its escapes are those of JSON, but for the delete character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
