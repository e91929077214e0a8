"""Forms of recordings: the reason of a listener, a class, days, and the confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from jieting.apps.base.words import later, tell
from jieting.apps.recordings.classes import BY_HAND, FEWEST, MOST, SUGGESTED, WORDS, Retention
from jieting.domain.said import Said, say

LONGEST_REASON = 300
OTHER = "other"
REASONS: dict[str, Said] = {
    "complaint": say("work on a complaint or a dispute"),
    "quality": say("quality evaluation of the call"),
    "inspection": say("inspection or spot check"),
    "training": say("training or coaching of the agent"),
    "technical": say("technical fault of the line"),
    OTHER: say("another reason, written below"),
}
"""Why recordings are heard."""


class ListenForm(forms.Form):
    """Why somebody hears a recording or takes it out."""

    purpose = forms.ChoiceField(
        label=later(say("What it is needed for")),
        choices=[
            ("", later(say("Choose what it is for"))),
            *((k, later(words)) for k, words in REASONS.items()),
        ],
    )
    words = forms.CharField(
        label=later(say("Particulars")),
        help_text=later(say("For example the number of the move. It is kept with your name.")),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Another reason needs its words."""
        found = super().clean() or {}
        if found.get("purpose") == OTHER and len(found.get("words", "")) < FEWEST_LETTERS:
            self.add_error("words", later(say("Say in a few words what it is needed for.")))
        return found

    @property
    def reason(self) -> str:
        """The reason as the audit log keeps it."""
        purpose, words = self.cleaned_data["purpose"], self.cleaned_data["words"]
        if purpose == OTHER:
            return str(words)
        return ": ".join(part for part in (tell(REASONS[purpose]), words) if part)


FEWEST_LETTERS = 4


class ClassForm(forms.Form):
    """A class for a recording, and why."""

    retention = forms.ChoiceField(
        label=later(say("Kept as")),
        choices=[(str(one), later(WORDS[one])) for one in BY_HAND],
    )
    reason = forms.CharField(
        label=later(say("Reason")), max_length=LONGEST_REASON, min_length=FEWEST_LETTERS
    )


class DaysForm(forms.Form):
    """For how many days recordings of each class are kept, and why."""

    reason = forms.CharField(
        label=later(say("Reason")), max_length=LONGEST_REASON, min_length=FEWEST_LETTERS
    )

    def __init__(self, *args: Any, days: Mapping[Retention, int], **values: Any) -> None:
        super().__init__(*args, **values)
        for name in SUGGESTED:
            self.fields[str(name)] = forms.IntegerField(
                label=later(WORDS[name]),
                min_value=FEWEST,
                max_value=MOST,
                initial=days[name],
                widget=forms.NumberInput(attrs={"class": "short"}),
            )
        self.order_fields([*map(str, SUGGESTED), "reason"])

    @property
    def days(self) -> dict[Retention, int]:
        """The days that were typed in."""
        return {name: self.cleaned_data[str(name)] for name in SUGGESTED}


class DeleteForm(forms.Form):
    """Deleting what was shown: the reason, the password, and the code of who has one."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label=later(say("Reason of the deletion")),
        max_length=LONGEST_REASON,
        min_length=FEWEST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
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
