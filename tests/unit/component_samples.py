"""What the catalogue of components is filled with."""

from __future__ import annotations

from django import forms

from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import verbatim
from jieting.web.states import STATES


class Search(forms.Form):
    queue = forms.ChoiceField(choices=[("", "all"), ("a", "A")], required=False)
    outcome = forms.ChoiceField(choices=[("", "all")], required=False)
    since = forms.DateField(required=False)
    caller = forms.CharField(required=False)
    rated = forms.BooleanField(required=False)


class Register(forms.Form):
    name = forms.CharField(help_text="At most 40 characters.")
    way = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    text = forms.CharField(widget=forms.Textarea, required=False)
    checked = forms.BooleanField()
    file = forms.FileField()


def sample() -> dict[str, object]:
    """One value for everything that the catalogue shows."""
    days = [f"10-{day:02d}" for day in range(1, 32)]
    clause = {"title": "Rate", "figure": "87.42%", "target": "85%", "points": "20", "full": "20"}
    finding = Finding(
        "sample", verbatim("what"), verbatim("why"), verbatim("remedy"), Place("calls.csv", 2)
    )
    warned = Finding("s", finding.what, finding.why, finding.remedy, severity=Severity.WARNING)
    room = {"title": "Board", "url": "/b", "icon": "columns-gap", "active": True, "shortcut": "b"}
    return {
        "navigation": [{"title": "Contract", "items": [room]}],
        "crumbs": [("Ningde", "/"), ("Board", None)],
        "simulated": True,
        "contract": {"title": "Ningde"},
        "contract_choices": [{"title": "Ningde", "url": "/n", "active": True}],
        "person": {"name": "Chen", "party": "Supplier", "role": "contract manager"},
        "tabs": [{"title": "All", "url": "#", "active": True, "count": 9}],
        "stats": [{"title": "Score", "value": "91.5", "href": "#", "note": "n", "state": "met"}],
        "saved": [{"title": "Abandoned", "url": "#", "active": True, "remove": "#"}],
        "chips": [{"title": "Queue", "value": "A", "remove": "#"}],
        "filter": Search(),
        "form": Register({}),
        "clauses": [
            {**clause, "clause": f"N-4.{place}", "state": state, "href": "#", "move": "supplier"}
            for place, state in enumerate(STATES)
        ],
        "days": {
            "categories": days,
            "series": [
                {"name": "calls", "type": "bar", "axis": "right", "data": [300] * 31},
                {"name": "rate", "unit": "%", "data": [{"value": "88.2", "href": "#"}, None]},
            ],
            "target": {"value": "85", "name": "target"},
        },
        "heat": {
            "rows": days[:7],
            "columns": ["08:00", "08:30"],
            "name": "calls",
            "cells": [{"row": 0, "column": 1, "value": 3, "href": "#"}],
        },
        "bars": {"categories": ["A"], "series": [{"name": "answered", "data": [320]}]},
        "pairs": [("Call", "1"), {"title": "Queue", "value": "A", "href": "#", "note": "7002"}],
        "steps": [{"at": "03:04:11", "title": "Arrived", "state": "done", "text": "t"}],
        "findings": [finding, warned],
        "states": list(STATES),
    }
