"""What is asked of an agent or a supervisor about seats and calls."""

from __future__ import annotations

from typing import Any

from django import forms

from jieting.apps.base.words import later
from jieting.apps.line.seats.actions import LONGEST_REASON
from jieting.domain.line.plan import Plan
from jieting.domain.said import say


class ReasonForm(forms.Form):
    """Why somebody is signed out by another."""

    reason = forms.CharField(
        max_length=LONGEST_REASON,
        label=later(say("Reason")),
        help_text=later(say("The agent reads it, and it is kept in the audit log.")),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class TransferForm(forms.Form):
    """Where a call is handed on to."""

    to = forms.CharField(
        max_length=24,
        label=later(say("To whom")),
        help_text=later(say("An extension of the list below, or a number.")),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "tel", "list": "telephones"}
        ),
    )


def telephones(plan: Plan, but: str) -> list[dict[str, Any]]:
    """The telephones to hand a call on to, all but one's own."""
    others = (agent for agent in plan.agents.values() if agent.name != but)
    return [
        {"extension": agent.extension, "agent": agent.name}
        for agent in sorted(others, key=lambda agent: agent.extension)
    ]
