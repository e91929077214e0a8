"""The form with which a person signs a statement."""

from __future__ import annotations

from typing import Any

from django import forms

from jieting.apps.base.words import later
from jieting.domain.said import say


class SignForm(forms.Form):
    """Password and code once more; ``digest`` names the statement that the page showed."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    password = forms.CharField(
        label=later(say("Your password")),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=later(say("Code of your authenticator")),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, with_code: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        if not with_code:
            del self.fields["code"]
