"""The filter of the call list: what a query string asks for, as conditions of the database.

A caller's number never stands in an address: a search by number is turned into the blind index
first, and that is what the address holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from jieting.apps.calls.models import Call
from jieting.domain.calls.call import Direction, Outcome, Rating
from jieting.domain.periods import Instant, start_of_day

UNRATED = "unrated"
LONGEST_TEXT = 200
_SECOND = 1_000_000
_TEXTS = ("queue", "agent", "call_id")


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list shows; an empty field asks for nothing.

    ``first`` and ``last`` are days in the contract's zone, both within; ``wait`` and ``talk`` are
    least seconds; ``caller`` is a blind index as hex digits, ``import_id`` an import's number.
    """

    first: date | None = None
    last: date | None = None
    outcome: tuple[str, ...] = ()
    direction: str = ""
    rating: tuple[str, ...] = ()
    queue: str = ""
    agent: str = ""
    call_id: str = ""
    caller: str = ""
    wait: int | None = None
    talk: int | None = None
    import_id: int | None = None

    @property
    def is_open(self) -> bool:
        """True where nothing but days is asked for."""
        return self.without("first", "last") == Filter()

    def without(self, *names: str) -> Filter:
        """The same filter without some of its fields."""
        return replace(self, **{name: _EMPTY[name] for name in names})

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The fields that ask for something, as they stand in an address."""
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None and value not in ("", ()):
                yield field.name, ",".join(value) if isinstance(value, tuple) else str(value)

    def query(self) -> str:
        """The filter as a query string; the same filter gives the same string."""
        return urlencode(list(self.pairs()))


_EMPTY: dict[str, Any] = {field.name: field.default for field in fields(Filter)}


def read_filter(given: QueryDict) -> Filter:
    """The filter in a query string; a value that means nothing asks for nothing.

    Several outcomes or ratings stand beside each other with commas, or the field is repeated.
    """
    values: dict[str, Any] = {name: _text(given.get(name, "")) for name in _TEXTS}
    return Filter(
        first=_day(given.get("first", "")),
        last=_day(given.get("last", "")),
        outcome=_words(given, "outcome", tuple(Outcome)),
        direction=next(iter(_words(given, "direction", tuple(Direction))), ""),
        rating=_words(given, "rating", (*Rating, UNRATED)),
        caller=_hex(given.get("caller", "")),
        wait=_number(given.get("wait", "")),
        talk=_number(given.get("talk", "")),
        import_id=_number(given.get("import_id", "")),
        **values,
    )


def matching(contract_id: str, wanted: Filter, zone: ZoneInfo) -> QuerySet[Call]:
    """The contract's calls that the filter asks for, in no order yet."""
    found = Call.objects.filter(contract_id=contract_id)
    start, end = span(wanted, zone)
    if start is not None:
        found = found.filter(arrived_at__gte=start)
    if end is not None:
        found = found.filter(arrived_at__lt=end)
    return found.filter(*_conditions(wanted))


def span(wanted: Filter, zone: ZoneInfo) -> tuple[Instant | None, Instant | None]:
    """The half-open period of arrival that the filter's days mean in ``zone``."""
    start = start_of_day(wanted.first, zone) if wanted.first else None
    end = start_of_day(wanted.last + timedelta(days=1), zone) if wanted.last else None
    return start, end


def _conditions(wanted: Filter) -> Iterator[Q]:
    if wanted.outcome:
        yield Q(outcome__in=wanted.outcome)
    if wanted.rating:
        yield Q(rating__in=["" if word == UNRATED else word for word in wanted.rating])
    if wanted.caller:
        yield Q(caller_index=bytes.fromhex(wanted.caller))
    if wanted.import_id is not None:
        yield Q(brought_by_id=wanted.import_id)
    for name in ("direction", *_TEXTS):
        if getattr(wanted, name):
            yield Q(**{name: getattr(wanted, name)})
    yield from _durations(wanted)


def _durations(wanted: Filter) -> Iterator[Q]:
    """Least wait, from the queue to the answer or, without one, to the end; least talk."""
    if wanted.wait is not None:
        least = wanted.wait * _SECOND
        answered = Q(answered_at__gte=F("queued_at") + least)
        never = Q(answered_at=None, ended_at__gte=F("queued_at") + least)
        yield Q(queued_at__isnull=False) & (answered | never)
    if wanted.talk is not None:
        yield Q(talk_s__gte=wanted.talk)


def _words(given: QueryDict, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    asked = {word for part in given.getlist(name) for word in part.split(",")}
    return tuple(str(word) for word in known if str(word) in asked)


def _text(text: str) -> str:
    # The database's text has no character zero.
    return text.replace("\x00", "").strip()[:LONGEST_TEXT].strip()


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # The years in which a month of calls can lie.
    return day if 1970 <= day.year < 2100 else None


def _number(text: str) -> int | None:
    # Longer ones are no seconds and no import, and would not fit the database's whole numbers.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _hex(text: str) -> str:
    try:
        return bytes.fromhex(text).hex() if len(text) == 32 else ""
    except ValueError:
        return ""
