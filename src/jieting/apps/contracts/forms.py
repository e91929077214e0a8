"""The filter of a contract's clauses."""

from __future__ import annotations

from django import forms

from jieting.apps.base.words import later
from jieting.apps.contracts.words import KINDS
from jieting.domain.said import say


class ClauseFilter(forms.Form):
    """Clauses of one kind, or with a word in them."""

    kind = forms.ChoiceField(
        label=later(say("Kind")),
        required=False,
        choices=[("", later(say("all"))), *((name, later(words)) for name, words in KINDS.items())],
    )
    q = forms.CharField(label=later(say("Word or number")), required=False, max_length=60)
