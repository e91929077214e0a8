"""Addresses of a month's pages, for one who may or may not see its calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from jieting.domain.figures import Definition
from jieting.domain.figures.measure import CALLS, Measure
from jieting.domain.periods import Month

MOVE = "M-"
"""How the name of a move begins in a record's ``ref``."""


@lru_cache(maxsize=4096)
def _address(name: str, *args: str | int) -> str:
    """An address; a page has hundreds, and most of them again and again."""
    return str(reverse(name, args=args))


@dataclass(frozen=True, slots=True)
class Links:
    """Where the numbers of a month open; '' where no list is, or the person may not see it."""

    contract_id: str
    month: Month
    sees_calls: bool

    def page(self, name: str, *more: str, **query: object) -> str:
        """A page of the month."""
        address = _address(name, self.contract_id, str(self.month), *more)
        asked = {key: value for key, value in query.items() if value not in (None, "")}
        return f"{address}?{urlencode(asked)}" if asked else address

    @property
    def here(self) -> str:
        """The month's own page."""
        return self.page("month")

    @property
    def quarters(self) -> str:
        """The page of the contract's quarters, where renewal is told."""
        return _address("quarters", self.contract_id)

    def other_month(self, month: Month) -> str:
        """The page of another month."""
        return _address("month", self.contract_id, str(month))

    def count(self, name: str, day: date | None = None, half_hour: int | None = None) -> str:
        """The calls behind a count."""
        if not self.sees_calls:
            return ""
        return self.page("month_calls", count=name, day=day, half_hour=half_hour)

    def left_out(self, reason: str) -> str:
        """The calls that are not looked at for one reason."""
        return self.page("month_calls", left_out=reason) if self.sees_calls else ""

    def sample(self, part: str) -> str:
        """The base of the quality sample, or what was drawn."""
        return self.page("month_calls", sample=part) if self.sees_calls else ""

    def records(self, array: str, **conditions: object) -> str:
        """The records of a kind that belong to the month."""
        return self.page("month_records", array, **conditions)

    def call(self, pk: int | None) -> str:
        """The page of a kept call."""
        if pk is None or not self.sees_calls:
            return ""
        return _address("call", self.contract_id, pk)

    def move(self, ref: str) -> str:
        """The page of the move that a record came of; '' for a name that no move has."""
        number = ref.removeprefix(MOVE)
        return _address("move", self.contract_id, int(number)) if number.isdigit() else ""

    def numerator(
        self,
        clause: str,
        definition: Definition,
        day: date | None = None,
        half_hour: int | None = None,
    ) -> str:
        """What the numerator counts."""
        if definition.numerator.relation != CALLS:
            return self.records("complaint", verdict="justified")
        return self._figure(clause, definition.numerator, "numerator", day, half_hour)

    def denominator(
        self,
        clause: str,
        definition: Definition,
        day: date | None = None,
        half_hour: int | None = None,
    ) -> str:
        """What the denominator counts."""
        return self._figure(clause, definition.denominator, "denominator", day, half_hour)

    def not_counted(self, clause: str) -> str:
        """The calls that a figure does not count, with why."""
        return self.page("figure_calls", clause, part="not_counted") if self.sees_calls else ""

    def _figure(
        self, clause: str, measure: Measure, part: str, day: date | None, half_hour: int | None
    ) -> str:
        # A sum of seconds is no number of calls: nothing so long could be listed.
        if not self.sees_calls or measure.relation != CALLS or measure.value is not None:
            return ""
        asked: dict[str, object] = {"part": "counted", part: 1, "day": day, "half_hour": half_hour}
        return self.page("figure_calls", clause, **asked)
