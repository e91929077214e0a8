"""What stands behind a clause's points: its rules, their verdicts, the figures and records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from fractions import Fraction
from typing import Any

from jieting.apps.assessment.links import Links
from jieting.apps.assessment.month_rows import state_of_met
from jieting.apps.assessment.queries import AssessedMonth
from jieting.apps.assessment.record_rows import ARRAYS
from jieting.documents.words import reading_words, reasons
from jieting.domain.contracts.assess import facts_of
from jieting.domain.contracts.clauses.coefficient import Coefficient
from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.events import Events
from jieting.domain.contracts.clauses.minimum_count import MinimumCount
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.clauses.renewal import Renewal
from jieting.domain.contracts.clauses.sample import Sample
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule import Facts, Rule, Verdict
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say, verbatim

OF_OTHER_SPANS = (Renewal, Coefficient)
"""Kinds of rules that judge years or totals, not the records and figures of one month."""

KINDS: dict[str, Said] = {
    "step_deduction": say("points by steps of a figure"),
    "per_event": say("points for each event"),
    "minimum_count": say("points for each one missing"),
    "sample": say("points for a sample too small"),
    "limit": say("limit of a figure"),
    "streak": say("bad days in a row"),
    "duty": say("done on time"),
    "coefficient": say("settlement coefficient"),
    "renewal": say("renewal"),
}


def rules_behind(month: AssessedMonth, clause: Clause, links: Links) -> list[dict[str, Any]]:
    """The rules of a clause, each with its verdict of the month and what it counted."""
    facts = facts_of(month.terms, month.month, month.assessment.counted, month.records)
    return [_rule(month, clause, rule, facts, links) for rule in clause.rules]


def _rule(
    month: AssessedMonth, clause: Clause, rule: Rule, facts: Facts, links: Links
) -> dict[str, Any]:
    judged = not isinstance(rule, OF_OTHER_SPANS)
    verdict = rule.judge(clause, facts)
    return {
        "kind": KINDS.get(rule.kind, verbatim(rule.kind)),
        "text": "\n".join(_text(rule)),
        "why": reasons(verdict.why),
        "findings": [f for f in verdict.findings if f not in reasons(verdict.why)],
        "lost": plain(verdict.lost) if judged and verdict.lost else "",
        "gained": plain(verdict.gained) if judged and verdict.gained else "",
        "state": _state(clause, verdict) if judged else "",
        "free": judged and clause.points is not None and _is_free(verdict),
        "opens": list(_opens(month, rule, facts, links)) if judged else [],
    }


def _state(clause: Clause, verdict: Verdict) -> str:
    """Waiting, or whether a limit is kept; a clause with points tells the points instead."""
    if verdict.waiting:
        return "waiting"
    return state_of_met(verdict.met) if clause.points is None else ""


def _is_free(verdict: Verdict) -> bool:
    return not (verdict.waiting or verdict.lost or verdict.gained)


def _opens(
    month: AssessedMonth, rule: Rule, facts: Facts, links: Links
) -> Iterator[dict[str, Any]]:
    """The figure and the records that a rule looked at."""
    if rule.figure:
        yield _figure(month, rule.figure, links)
    if isinstance(rule, Sample):
        base, drawn = say("base of the sample"), say("calls drawn from it")
        yield {"title": base, "value": f"{facts.sample_base:,}", "href": links.sample("base")}
        yield {"title": drawn, "value": f"{facts.sampled:,}", "href": links.sample("drawn")}
        yield _records("evaluation", len(facts.records.evaluation), links, {})
    elif isinstance(rule, MinimumCount):
        yield _records("training", len(facts.records.training), links, {})
    elif isinstance(rule, PerEvent | Duty):
        events: Events = rule.events
        found = len(events.of(facts.records))
        yield _records(events.array, found, links, dict(events.when))


def _figure(month: AssessedMonth, clause: str, links: Links) -> dict[str, Any]:
    use = month.terms.figure_use(clause)
    figure = month.assessment.counted.figures[clause]
    shown = figure.shown(use.shown_places)
    unit = figure.definition.unit.value
    return {
        "title": figure.definition.title,
        "value": say("no base") if shown is None else f"{shown:f} {unit}",
        "href": links.page("figure", clause),
    }


def _records(array: str, found: int, links: Links, when: dict[str, Any]) -> dict[str, Any]:
    conditions = {name: str(value).lower() for name, value in when.items()}
    return {
        "title": ARRAYS[array],
        "value": f"{found:,}",
        "href": links.records(array, **conditions),
    }


def _text(rule: Any) -> Iterator[str]:
    """The rule as the contract file writes it."""
    yield f'kind = "{rule.kind}"'
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.name != "kind" and value not in (None, "", 0):
            yield from _line(field.name, value)


def _line(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, Events):
        yield f'record = "{value.array}"'
        if value.when:
            yield f"when = {{ {', '.join(f'{k} = {_literal(v)}' for k, v in value.when)} }}"
    elif name == "is_floor":
        yield f'side = "{"at_least" if value else "at_most"}"'
    elif isinstance(value, tuple):
        for bracket in value:
            yield f"from {plain(bracket.score)}: {plain(bracket.coefficient)}"
    elif hasattr(value, "cap"):
        parts = (f"{f.name} = {plain(getattr(value, f.name))}" for f in fields(value))
        yield f"{name} = {{ {', '.join(parts)} }}"
    else:
        yield f"{name} = {_literal(value)}"


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, int | Fraction) else f'"{value}"'


def readings_behind(month: AssessedMonth, clause: Clause) -> list[dict[str, Any]]:
    """The open points that touch a clause, with the reading in force."""
    asked = {name for rule in clause.rules for name in rule.readings()}
    return [
        {
            "question": choice.question.asks,
            "words": reading_words(choice.name, choice.value),
            "agreed": choice.agreed,
        }
        for choice in month.terms.choices
        if choice.name in asked and choice.clause in ("", clause.id)
    ]
