"""The page of satisfaction by key: numbers with their definitions, each opening to its calls."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from jieting.apps.base.addresses import address
from jieting.apps.calls.queries import months_with_calls
from jieting.apps.calls.words import rating_words
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.line.plan_now import plan_now
from jieting.apps.line.survey.queries import Counts, SurveyMonth, survey_month
from jieting.domain.calls.call import Rating
from jieting.domain.periods import Month
from jieting.domain.quantities import round_half_up
from jieting.domain.said import Said, say

COLUMNS: dict[str, tuple[Said, Said]] = {
    "answered": (
        say("Answered"),
        say("Inbound calls over the line that an agent answered; by the day of their arrival."),
    ),
    "invited": (
        say("Invited"),
        say("Answered calls whose caller heard the question of the survey."),
    ),
    "pressed": (
        say("Pressed a key"),
        say("Invited calls whose caller pressed any key."),
    ),
    "counted": (
        say("Counted"),
        say("Calls whose key is a level of the contract: the rating in the books."),
    ),
    "meaningless": (
        say("Meaningless key"),
        say("A key was pressed that is no level; it counts as no rating."),
    ),
    "unrated": (
        say("No key"),
        say("Invited calls whose caller pressed nothing in time."),
    ),
    "not_asked": (
        say("Never asked"),
        say("Answered calls whose caller did not hear the question."),
    ),
}
"""The columns of the tables: title, and what is counted."""

NOT_ASKED: dict[str, tuple[Said, Said]] = {
    "not_asked_other": (
        say("Ended by the agent or the switch without the survey"),
        say("The caller was still there and was not asked: to be looked into."),
    ),
    "not_asked_caller": (
        say("The caller hung up first"),
        say("Nobody could ask; nothing is wrong with it."),
    ),
}
"""Answered calls without the survey, by who ended them."""
_PLACES = 2


def survey_context(contract_id: str, wanted: str) -> dict[str, Any]:
    """What the page shows of a month; the newest with calls where none is asked for."""
    months = months_with_calls(contract_id)
    chosen = wanted if wanted in months else next(iter(months), None)
    plan = plan_now(contract_id)
    context = {
        "months": months,
        "month": chosen,
        "has_survey": plan is not None and plan.survey is not None,
        "has_plan": plan is not None,
    }
    if chosen is None:
        return context
    month, terms = Month.parse(chosen), latest_terms(contract_id)
    found = survey_month(contract_id, month, terms.zone)
    return {
        **context,
        "is_empty": not found.total.numbers["answered"],
        "columns": list(_heads(_cells(contract_id, chosen, found.total))),
        "days": [_row(contract_id, chosen, one, "day") for one in found.days],
        "agents": [_row(contract_id, chosen, one, "agent") for one in found.agents],
        "levels": list(_levels(contract_id, chosen, found.total)),
        "without": [
            {
                "title": title,
                "words": words,
                "value": found.total.numbers[name],
                "href": _href(contract_id, chosen, name),
            }
            for name, (title, words) in NOT_ASKED.items()
        ],
        "pairs": _agreement(found),
        "figure": _figure(contract_id, chosen),
    }


def show_title(show: str) -> Said:
    """What a list of the page shows."""
    for titles in (COLUMNS, NOT_ASKED):
        if show in titles:
            return titles[show][0]
    return rating_words(show)


def percent(part: int, whole: int) -> str:
    """A share in per cent, two places; a dash without a base."""
    if not whole:
        return "-"
    shown: Decimal = round_half_up(Fraction(100 * part, whole), _PLACES)
    return f"{shown} %"


def _heads(total: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each column with its definition and the number of the whole month."""
    for (title, words), cell in zip(COLUMNS.values(), total, strict=True):
        yield {"title": title, "definition": words, **cell}


def _row(contract_id: str, month: str, one: Counts, key: str) -> dict[str, Any]:
    cells = _cells(contract_id, month, one, **{key: one.name})
    # What nobody answered is not in these tables, so an empty name is an agent without one.
    numbers = one.numbers
    share = percent(numbers["counted"], numbers["invited"])
    return {"name": one.name or "-", "cells": cells, "share": share}


def _cells(contract_id: str, month: str, one: Counts, **more: str) -> list[dict[str, Any]]:
    return [
        {"value": one.numbers[name], "href": _href(contract_id, month, name, **more)}
        if one.numbers[name]
        else {"value": 0, "href": ""}
        for name in COLUMNS
    ]


def _levels(contract_id: str, month: str, total: Counts) -> list[dict[str, Any]]:
    counted = total.numbers["counted"]
    return [
        {
            "title": rating_words(level.value),
            "value": total.numbers[level.value],
            "href": _href(contract_id, month, level.value) if total.numbers[level.value] else "",
            "share": percent(total.numbers[level.value], counted),
        }
        for level in Rating
    ]


def _agreement(found: SurveyMonth) -> list[tuple[Said, int]]:
    """From the ratings of this page to those that the contract's figure counts."""
    return [
        (say("Counted here: ratings given over the line"), found.total.numbers["counted"]),
        (say("and ratings of answered calls that came from files"), found.rated_in_files),
        (say("and ratings of inbound calls without an agent"), found.rated_otherwise),
        (say("Ratings of all inbound calls that arrived in the month"), found.rated_in_all),
    ]


def _figure(contract_id: str, month: str) -> dict[str, Any] | None:
    """The contract's own figure of satisfaction, where it has one."""
    terms = latest_terms(contract_id)
    use = next((use for use in terms.figures if use.name == "satisfaction"), None)
    if use is None:
        return None
    return {"clause": use.clause, "href": address("figure", contract_id, month, use.clause)}


def _href(contract_id: str, month: str, show: str, **more: str) -> str:
    query = urlencode({"month": month, "show": show, **more})
    return f"{reverse('line_survey_calls', args=[contract_id])}?{query}"
