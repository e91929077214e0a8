"""The navigation at the left: the rooms that a person's roles open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from jieting.apps.accounts.queries import Seat
from jieting.apps.accounts.roles import RIGHTS, Right
from jieting.domain.said import Said, say


@dataclass(frozen=True, slots=True)
class Room:
    """A page in the navigation: the right that opens it, its URL's name, title, icon and key."""

    right: Right
    name: str
    title: Said
    icon: str
    shortcut: str = ""


CONTRACT_ROOMS = (
    Room(Right.SEE_BOARD, "board", say("Clause board"), "clipboard-check", "b"),
    Room(Right.SEE_MOVES, "inbox", say("Inbox"), "inbox", "i"),
    Room(Right.SEE_MOVES, "moves", say("Moves"), "signpost-split"),
    Room(Right.SEE_MONTH, "months", say("Months"), "calendar3", "m"),
    Room(Right.SEE_MONTH, "quarters", say("Settlement"), "calculator", "s"),
    Room(
        Right.SEE_MOVES, "deliverables", say("Reports and self-assessments"), "calendar-check", "r"
    ),
    Room(Right.SEE_CALLS, "calls", say("Calls"), "telephone", "c"),
    Room(Right.SEE_IMPORTS, "imports", say("Imports"), "upload"),
    Room(Right.SEE_MONTH, "records", say("Records"), "list-check"),
    Room(Right.SEE_CONTRACT, "contract", say("Contract text"), "file-earmark-text"),
    Room(Right.MAKE_TOKENS, "tokens", say("Tokens"), "key"),
    Room(Right.MAKE_TOKENS, "webhooks", say("Webhooks"), "send"),
)
LINE_ROOMS = (
    Room(Right.SEE_LINE, "line_overview", say("The line"), "headset", "l"),
    Room(Right.SERVE_QUEUES, "line_seat", say("My seat"), "person-badge", "p"),
    Room(Right.SEE_LINE, "line_call_backs", say("Call-backs"), "telephone-inbound"),
    Room(Right.SEE_LINE, "line_findings", say("Findings of the line"), "flag"),
    Room(Right.SEE_LINE, "line_survey", say("Satisfaction by key"), "star"),
    Room(Right.HEAR_RECORDINGS, "recordings", say("Recordings"), "mic"),
    Room(Right.SEE_LINE, "line_plan", say("Plan of the line"), "sliders"),
    Room(Right.SEE_LINE, "line_prompts", say("Prompts"), "volume-up"),
)
OFFICE_ROOMS = (
    Room(Right.MANAGE_PEOPLE, "people", say("People"), "people"),
    Room(Right.MANAGE_PEOPLE, "parties", say("Parties"), "building"),
    Room(Right.SEE_AUDIT, "audit", say("Audit log"), "fingerprint"),
    Room(Right.RUN_SYSTEM, "system", say("System"), "database"),
)


def navigation(
    request: HttpRequest, seat: Seat | None, office: str, counts: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The groups of base.html's navigation, with the room of the page marked.

    ``counts`` has the number of things that wait in a room, by its URL's name.
    """
    groups = _groups(seat, counts) if seat else [("", _items(_of_office(office), {}))]
    _mark([item for _, items in groups for item in items], request.path)
    return [{"title": title, "items": items} for title, items in groups if items]


def way_in(seats: Sequence[Seat], office: str, has_telephone: Callable[[str], bool]) -> str | None:
    """Where a person begins: the first room of the office or of the first contract.

    One who does nothing on a contract's line but answer it, and ``has_telephone`` there, begins
    at the own seat: the next call comes there.
    """
    rooms = list(_of_office(office)) if office else []
    for seat in seats:
        if not seat.may(Right.SEE_LINE) and has_telephone(seat.contract):
            rooms.extend(_of_contract(seat, LINE_ROOMS))
    for seat in seats:
        rooms.extend(_of_contract(seat))
    urls = [url for _, url in rooms if url]
    return urls[0] if urls else None


def address(name: str, **values: str) -> str | None:
    """The address of a page by its URL's name; None where the installation has no such page."""
    try:
        return reverse(name, kwargs=values)
    except NoReverseMatch:
        return None


def _groups(seat: Seat, counts: Mapping[str, int]) -> list[tuple[Said | str, list[dict[str, Any]]]]:
    return [
        ("", _items(_of_contract(seat), counts)),
        (say("The line"), _items(_of_contract(seat, LINE_ROOMS), counts)),
    ]


def _of_contract(
    seat: Seat, rooms: Sequence[Room] = CONTRACT_ROOMS
) -> Iterable[tuple[Room, str | None]]:
    for room in rooms:
        if seat.may(room.right):
            yield room, address(room.name, contract=seat.contract)


def _of_office(office: str) -> Iterable[tuple[Room, str | None]]:
    for room in OFFICE_ROOMS:
        if office in RIGHTS[room.right]:
            yield room, address(room.name)


def _items(
    rooms: Iterable[tuple[Room, str | None]], counts: Mapping[str, int]
) -> list[dict[str, Any]]:
    return [
        {
            "title": room.title,
            "url": url,
            "icon": room.icon,
            "shortcut": room.shortcut,
            "count": counts.get(room.name, 0),
        }
        for room, url in rooms
        if url is not None
    ]


def _mark(items: list[dict[str, Any]], path: str) -> None:
    """The longest address that the page's begins with is the room the person is in."""
    under = [item for item in items if path.startswith(item["url"])]
    if under:
        max(under, key=lambda item: len(item["url"]))["active"] = True
