"""Forms of the seal of a month: draw up, sign, withdraw."""

from __future__ import annotations

from typing import Any

from django import forms

from jieting.apps.base.words import later
from jieting.domain.said import say

LONGEST_REASON = 1000


class DrawForm(forms.Form):
    """Drawing up: what stays open, and the reason of a correction."""

    leave_open = forms.BooleanField(
        label=later(say("Both sides agree that these stay open")), required=False
    )
    reason = forms.CharField(
        label=later(say("Reason of the correction")),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, has_open: bool, is_correction: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        if not has_open:
            del self.fields["leave_open"]
        if is_correction:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class SignForm(forms.Form):
    """Signing: the own password, and the code of who has a second factor."""

    statement = forms.CharField(widget=forms.HiddenInput, max_length=64)
    password = forms.CharField(
        label=later(say("Your password")),
        strip=False,
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
