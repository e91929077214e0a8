"""The plan that holds for a contract's line now."""

from __future__ import annotations

from jieting.apps.line.planning.queries import newest, plan_of, running_row
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.line.plan import Agent, Plan
from jieting.domain.said import say


def plan_now(contract_id: str) -> Plan | None:
    """The plan that the switch runs, else the newest one; None where there is none."""
    found = running_row(contract_id) or newest(contract_id)
    return plan_of(found) if found is not None else None


def plan_or_refused(contract_id: str) -> Plan:
    """The plan that holds. Errors: Refused where the contract has none."""
    plan = plan_now(contract_id)
    if plan is None:
        raise Refused(no_plan(contract_id))
    return plan


def agents_of_person(plan: Plan, username: str) -> list[Agent]:
    """The agents of the plan whose account is that person's, by name."""
    mine = (agent for agent in plan.agents.values() if agent.person == username)
    return sorted(mine, key=lambda agent: agent.name)


def has_telephone(username: str, contract_id: str) -> bool:
    """Whether the plan that holds names that person as an agent; False where there is no plan."""
    plan = plan_now(contract_id)
    return plan is not None and bool(agents_of_person(plan, username))


def no_plan(contract_id: str) -> Finding:
    """The contract's line has no plan."""
    return Finding(
        "line_no_plan",
        say("The line of {contract} has no plan yet.", contract=contract_id),
        say("The switch would not know its queues and telephones."),
        say("A supervisor writes it on the page of the plan."),
        Place(contract_id),
    )
