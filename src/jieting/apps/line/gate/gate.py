"""The gate's rules, each a plug-in, and the question that is put to all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Finding
from jieting.domain.line.plan import Agent, Plan, Queue
from jieting.domain.periods import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks to serve which queue, under which plan and terms, and when.

    ``agent.person`` is the sign-in name of the account.
    """

    agent: Agent
    queue: Queue
    plan: Plan
    terms: Contract
    at: datetime

    @property
    def contract_id(self) -> str:
        """The contract whose line it is."""
        return self.plan.contract


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Somebody who serves a queue somewhere in the installation now."""

    contract_id: str
    agent: str
    queue: str
    extension: str
    since: Instant


Rule = Callable[[Asked], Finding | None]
"""Looks at the question and tells why the answer is no; None where it has nothing against it."""

_rules: dict[str, Rule] = {}


def register_rule(name: str, rule: Rule) -> None:
    """Have a rule asked at every sign-in; called in ``AppConfig.ready``.

    A rule of the same name takes the place of the one before.
    """
    _rules[name] = rule


def rule_names() -> tuple[str, ...]:
    """The rules that are asked, in the order in which they were registered."""
    return tuple(_rules)


def refusals(asked: Asked) -> list[Finding]:
    """Everything that is against it, all rules asked; empty where the person may serve."""
    found = (rule(asked) for rule in _rules.values())
    return [finding for finding in found if finding is not None]
