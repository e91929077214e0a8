"""What is asked when a token is made."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

from jieting.apps.accounts.tokens import SCOPE_WORDS, Scope, scopes_of
from jieting.apps.base.words import later, tell
from jieting.domain.said import say

LIVES = (30, 90, 180, 365)
"""For how many days a token may be made."""


class TokenForm(forms.Form):
    """Name, scopes and life of a token; nothing is chosen beforehand but the shortest life."""

    name = forms.CharField(
        max_length=100,
        label=later(say("Name")),
        help_text=later(say("Which program uses it, and where it runs.")),
    )
    scopes = forms.MultipleChoiceField(
        label=later(say("What it may do")), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=later(say("Ends after")), coerce=int)

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        """``kind`` is that of the party, which decides the scopes that are open."""
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(s.value, scope_label(s)) for s in scopes_of(kind)]
        lives = [(days, tell(say("{days} days", days=days))) for days in LIVES]
        self.fields["days"].choices = lives

    def expires_at(self, now: datetime) -> datetime:
        """The end of the life that was chosen."""
        return now + timedelta(days=self.cleaned_data["days"])


def scope_label(scope: Scope) -> str:
    """A scope as it is written, and in words."""
    return f"{scope} · {tell(SCOPE_WORDS[scope])}"
