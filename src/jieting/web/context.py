"""What every page is given: language, navigation, and whether its data are simulated."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.queries import Seat, person_of, seats_of
from jieting.apps.accounts.roles import Right
from jieting.apps.accounts.words import roles_told
from jieting.apps.base.words import page_language
from jieting.apps.calls.queries import has_simulated
from jieting.apps.line.findings.queries import open_count
from jieting.apps.line.simulated.queries import switch_is_simulated
from jieting.apps.moves.page_inbox import inbox_count
from jieting.apps.notices.queries import unread_count
from jieting.web.navigation import address, navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """Context that base.html needs; nothing is read until a template asks for it."""
    given: dict[str, Any] = {
        "page_language": page_language(),
        "request_id": getattr(request, "request_id", ""),
    }
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        frame = _Frame(request)
        for name in ("navigation", "contract", "contract_choices", "person", "simulated", "bell"):
            given[name] = SimpleLazyObject(lambda name=name: getattr(frame, name))
    return given


class _Frame:
    """What stands around a page: read once for a page, and only what is asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user: Any = request.user

    @cached_property
    def seats(self) -> list[Seat]:
        return [] if self.user.office else seats_of(self.user)

    @cached_property
    def seat(self) -> Seat | None:
        """The contract of the page; on a page without one, the person's first."""
        standing = getattr(self.request, "standing", None)
        here = standing.contract.pk if standing is not None else None
        named = [seat for seat in self.seats if seat.contract == here]
        return next(iter(named or self.seats), None)

    @property
    def navigation(self) -> list[dict[str, Any]]:
        return navigation(self.request, self.seat, self.user.office, self.waiting)

    @property
    def waiting(self) -> dict[str, int]:
        """How much waits for the person in the contract of the page, by the room it waits in."""
        seat, found = self.seat, {}
        if seat is not None and seat.may(Right.SEE_MOVES):
            found["inbox"] = self._inbox_count(seat)
        if seat is not None and seat.may(Right.SEE_LINE):
            installation = seat.may(Right.RUN_LINE)
            found["line_findings"] = open_count(seat.contract, installation=installation)
        return found

    def _inbox_count(self, seat: Seat) -> int:
        # The inbox itself has counted already.
        counted = getattr(self.request, "waiting_for_me", None)
        if counted is None:
            actor = replace(actor_of(self.user), roles=frozenset(seat.roles))
            counted = inbox_count(seat.contract, actor)
        return int(counted)

    @property
    def contract(self) -> dict[str, str]:
        return {"title": self.seat.title} if self.seat else {}

    @property
    def contract_choices(self) -> list[dict[str, Any]]:
        if len(self.seats) < 2:
            return []
        return [
            {
                "title": seat.title,
                "url": address("board", contract=seat.contract) or "/",
                "active": seat is self.seat,
            }
            for seat in self.seats
        ]

    @property
    def person(self) -> dict[str, str]:
        name, party = person_of(self.user)
        roles = [self.user.office] if self.user.office else self.seat.roles if self.seat else []
        return {"name": name, "party": party, "role": roles_told(roles)}

    @property
    def bell(self) -> dict[str, int]:
        """Whose bell it is and how many notices are unread; an office is told nothing."""
        if self.user.office:
            return {}
        return {"person": self.user.pk, "unread": unread_count(self.user.pk)}

    @property
    def simulated(self) -> bool:
        standing = getattr(self.request, "standing", None)
        if standing is None:
            return False
        contract = standing.contract.pk
        return has_simulated(contract) or switch_is_simulated(contract)
