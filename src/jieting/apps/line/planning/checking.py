"""Checking a plan within the installation: its contract, its people, the other lines."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.apps.accounts.queries import people_in
from jieting.apps.accounts.roles import RIGHTS, Right
from jieting.apps.contracts.queries import contract_ids, latest_terms
from jieting.apps.line.planning import refusals
from jieting.apps.line.planning.queries import newest_plan
from jieting.domain.errors import Finding
from jieting.domain.line.check import check_plan
from jieting.domain.line.plan import Plan


def findings_of(contract_id: str, plan: Plan) -> list[Finding]:
    """Everything that can be said against a plan where it is to hold, errors first."""
    beside = [*_people(contract_id, plan), *_other_lines(contract_id, plan)]
    found = check_plan(plan, latest_terms(contract_id))
    return [*beside, *found]


def servers(contract_id: str) -> dict[str, str]:
    """Who may serve queues in a contract: sign-in name to full name."""
    roles = [role.value for role in RIGHTS[Right.SERVE_QUEUES]]
    return {person.username: person.name for person in people_in(contract_id, roles)}


def _people(contract_id: str, plan: Plan) -> Iterator[Finding]:
    known = servers(contract_id)
    for agent in plan.agents.values():
        if agent.person and agent.person not in known:
            yield refusals.unknown_person(agent.name, agent.person)


def _other_lines(contract_id: str, plan: Plan) -> Iterator[Finding]:
    """Numbers and extensions are unique over all lines: one switch bears them all."""
    for other in contract_ids():
        if other == contract_id or (theirs := newest_plan(other)) is None:
            continue
        for number in plan.numbers:
            if number in theirs.numbers:
                yield refusals.number_taken(number, other)
        taken = {agent.extension for agent in theirs.agents.values()}
        for agent in plan.agents.values():
            if agent.extension in taken:
                yield refusals.extension_taken(agent.name, agent.extension, other)
