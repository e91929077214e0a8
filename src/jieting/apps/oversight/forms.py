"""What the search of the audit log asks for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from jieting.apps.audit.events import EVENTS, OUTCOMES
from jieting.apps.audit.searching import Search
from jieting.apps.base.words import later, tell
from jieting.domain.said import say

_MINUTE = timedelta(minutes=1)


def _clock() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class SearchForm(forms.Form):
    """The fields of the search; each may stay empty."""

    since = forms.DateTimeField(
        required=False, label=later(say("From")), widget=_clock(), input_formats=["%Y-%m-%dT%H:%M"]
    )
    until = forms.DateTimeField(
        required=False, label=later(say("Until")), widget=_clock(), input_formats=["%Y-%m-%dT%H:%M"]
    )
    actor = forms.CharField(required=False, max_length=150, label=later(say("Sign-in name")))
    event = forms.ChoiceField(required=False, label=later(say("Event")))
    contract = forms.CharField(required=False, max_length=64, label=later(say("Contract")))
    object = forms.CharField(required=False, max_length=200, label=later(say("Object")))
    outcome = forms.ChoiceField(required=False, label=later(say("Outcome")))
    text = forms.CharField(required=False, max_length=100, label=later(say("Words anywhere")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Choices are in the language of the page."""
        super().__init__(*args, **kwargs)
        everything = [("", tell(say("All")))]
        events = sorted((tell(words), name) for name, words in EVENTS.items())
        self.fields["event"].choices = everything + [(name, words) for words, name in events]
        outcomes = [(name, tell(words)) for name, words in OUTCOMES.items()]
        self.fields["outcome"].choices = everything + outcomes

    def search(self) -> Search:
        """What was asked for; a field that cannot be read asks for nothing, and says so."""
        given = getattr(self, "cleaned_data", {})
        texts = ("actor", "event", "contract", "object", "outcome", "text")
        until = given.get("until")
        return Search(
            since=given.get("since"),
            # The minute that was named is within.
            until=until + _MINUTE if until else None,
            **{name: given.get(name) or "" for name in texts},
        )
