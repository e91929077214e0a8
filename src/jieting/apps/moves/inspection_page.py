"""The page that repeats a draw: the population that was kept, today's, and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from jieting.apps.accounts.access import Standing
from jieting.apps.accounts.roles import Right
from jieting.apps.calls.columns import first_by_call_id
from jieting.apps.moves import models, queries
from jieting.apps.moves.evidence import content_of
from jieting.apps.moves.inspection_actions import POPULATION_FILE
from jieting.apps.moves.inspection_populations import population
from jieting.apps.moves.page_links import crumbs, move_url
from jieting.apps.moves.page_viewer import viewer_of
from jieting.domain.books.kinds.inspection import (
    INSPECTION,
    OF_CALLS,
    POPULATIONS,
    RESULTS,
    findings_of,
)
from jieting.domain.books.move import Facts, Move
from jieting.domain.periods import Month
from jieting.domain.said import say, verbatim
from jieting.domain.sampling.draw import Population, draw, population_in

SHOWN = 100
"""Of the ids that came or went no more are listed; their number is told in full."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """A population beside the published one: whether it is the same, and gives the same draw."""

    size: int
    is_same: bool
    draws_same: bool
    drawn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids that are in today's population alone, or were in the kept one alone."""

    came: tuple[str, ...]
    went: tuple[str, ...]


def repeated(found: Population, facts: Facts) -> Repeated:
    """The draw once more, with the published seed."""
    again = draw(found, facts["seed"], facts["number"])
    return Repeated(
        again.size,
        again.digest == facts["population_digest"],
        list(again.drawn) == list(facts["drawn"]),
        again.drawn,
    )


def difference(kept: Population, today: Population) -> Difference:
    """What came to a population and what went from it."""
    before, now = set(kept.ids), set(today.ids)
    return Difference(tuple(sorted(now - before)), tuple(sorted(before - now)))


def population_file(row: models.Move) -> models.EvidenceFile | None:
    """The population as it was when it was drawn from; None where it was too large to keep."""
    found = models.EvidenceFile.objects.filter(act__move=row, act__number=1, name=POPULATION_FILE)
    return found.order_by("pk").first()


def draw_context(standing: Standing, row: models.Move) -> dict[str, Any]:
    """The context of the page."""
    contract = standing.contract
    viewer = viewer_of(contract.pk, standing.actor)
    move, facts = queries.move_of(row), row.facts
    file = population_file(row)
    kept = population_in(content_of(file).decode()) if file is not None else None
    month = Month.parse(facts["month"])
    today = population(contract.pk, facts["population"], month, viewer.terms)
    differs = difference(kept, today) if kept is not None else None
    return {
        "contract": contract,
        "crumbs": [
            *crumbs(contract),
            (verbatim(move.ref), move_url(contract.pk, row.number)),
            (say("Repeat the draw"), None),
        ],
        "move": move,
        "facts": facts,
        "summary": INSPECTION.summary(move, viewer.terms),
        "population": POPULATIONS[facts["population"]],
        "file": file,
        "kept": repeated(kept, facts) if kept is not None else None,
        "today": repeated(today, facts),
        "came": _listed(differs.came if differs is not None else ()),
        "went": _listed(differs.went if differs is not None else ()),
        "drawn": _drawn(contract.pk, move, sees_calls=standing.may(Right.SEE_CALLS)),
        "clauses": INSPECTION.clauses_of(move, viewer.terms),
    }


def _listed(ids: tuple[str, ...]) -> dict[str, Any]:
    return {"n": len(ids), "ids": ids[:SHOWN], "more": max(len(ids) - SHOWN, 0)}


def _drawn(contract_id: str, move: Move, *, sees_calls: bool) -> list[dict[str, Any]]:
    facts = move.facts
    is_calls = facts["population"] in OF_CALLS and sees_calls
    calls = first_by_call_id(contract_id, facts["drawn"]) if is_calls else {}
    looked_at = findings_of(move)
    rows = []
    for place, item in enumerate(facts["drawn"], start=1):
        act = looked_at.get(item)
        rows.append(
            {
                "place": place,
                "item": item,
                "href": reverse("call", args=[contract_id, calls[item]]) if item in calls else "",
                "result": RESULTS[act.facts["result"]] if act is not None else None,
                "what": act.facts.get("what", "") if act is not None else "",
            }
        )
    return rows
