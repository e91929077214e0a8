"""The answers of a move as a page shows them: each by what its field asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from jieting.apps.calls.columns import first_by_call_id
from jieting.apps.moves.page_links import move_url
from jieting.apps.moves.page_viewer import Viewer
from jieting.apps.moves.page_words import clock
from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import Kind
from jieting.domain.books.move import Facts
from jieting.domain.said import Said, verbatim


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer: its title, its values (one, or each line of a list), and the page it opens."""

    title: Said
    values: tuple[Said, ...]
    href: str = ""


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """Every field of a kind and of its steps, each name once, in their order."""
    found: dict[str, Field] = {}
    for field in (*kind.fields, *(field for step in kind.steps for field in step.fields)):
        found.setdefault(field.name, field)
    return tuple(found.values())


def lasting(kind: Kind, facts: Facts) -> dict[str, Any]:
    """The answers that hold for the whole move: not those of steps that are taken many times."""
    passing = {field.name for step in kind.steps if step.anew for field in step.fields}
    passing -= {field.name for field in kind.fields}
    return {name: value for name, value in facts.items() if name not in passing}


class FactsPage:
    """Shows the answers of one move; its calls are looked up once."""

    def __init__(self, viewer: Viewer, kind: Kind, sees_calls: bool) -> None:
        self.viewer = viewer
        self.fields = fields_of(kind)
        self.sees_calls = sees_calls
        self._calls: dict[str, int] = {}

    def look_up(self, many: Iterable[Facts]) -> None:
        """Find the pages of all the calls that these answers name."""
        names = [field.name for field in self.fields if field.ask is Ask.CALL]
        ids = {facts[name] for facts in many for name in names if facts.get(name)}
        if ids and self.sees_calls:
            self._calls = first_by_call_id(self.viewer.contract_id, ids)

    def rows(self, facts: Facts) -> list[Shown]:
        """Those answers that there are."""
        return [
            self._row(field, facts[field.name])
            for field in self.fields
            if facts.get(field.name) not in (None, "", [])
        ]

    def _row(self, field: Field, value: Any) -> Shown:
        show = _SHOWN.get(field.ask, _verbatim)
        return Shown(field.title, show(field, value, self.viewer), self._href(field, value))

    def _href(self, field: Field, value: Any) -> str:
        if field.ask is Ask.MOVE:
            return move_url(self.viewer.contract_id, value)
        pk = self._calls.get(value) if field.ask is Ask.CALL else None
        return reverse("call", args=[self.viewer.contract_id, pk]) if pk else ""


def _verbatim(field: Field, value: Any, viewer: Viewer) -> tuple[Said, ...]:
    return (verbatim(str(value)),)


def _moment(field: Field, value: Any, viewer: Viewer) -> tuple[Said, ...]:
    return (verbatim(clock(value, viewer.zone)),)


def _choice(field: Field, value: Any, viewer: Viewer) -> tuple[Said, ...]:
    return (field.values.get(value) or verbatim(str(value)),)


def _lines(field: Field, value: Any, viewer: Viewer) -> tuple[Said, ...]:
    return tuple(verbatim(str(line)) for line in value)


def _move(field: Field, value: Any, viewer: Viewer) -> tuple[Said, ...]:
    return (verbatim(f"M-{value}"),)


_SHOWN: Mapping[Ask, Callable[[Field, Any, Viewer], tuple[Said, ...]]] = {
    Ask.MOMENT: _moment,
    Ask.CHOICE: _choice,
    Ask.LINES: _lines,
    Ask.MOVE: _move,
}
