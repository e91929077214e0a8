"""What is asked about notices and webhooks."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms

from jieting.apps.base.words import later, tell
from jieting.apps.notices.choices_actions import Chosen
from jieting.apps.notices.groups import GROUPS
from jieting.apps.notices.preferences import Wishes
from jieting.domain.said import say

AT_ONCE, DAILY = "at_once", "daily"


class _Time(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ChoicesForm(forms.Form):
    """What a person wants to hear, where, and at what hours."""

    in_product = forms.MultipleChoiceField(
        required=False,
        label=later(say("Events")),
        widget=forms.CheckboxSelectMultiple,
        help_text=later(say("Counted by the bell at the top of every page.")),
    )
    address = forms.EmailField(
        required=False,
        max_length=254,
        label=later(say("E-mail address")),
        help_text=later(say("Empty: no e-mail. It is used for nothing else.")),
    )
    by_mail = forms.MultipleChoiceField(
        required=False, label=later(say("Events")), widget=forms.CheckboxSelectMultiple
    )
    rhythm = forms.ChoiceField(
        label=later(say("When")),
        choices=[
            (AT_ONCE, later(say("each at once"))),
            (DAILY, later(say("once a day, together"))),
        ],
    )
    daily_at = _Time(required=False, label=later(say("Daily e-mail at")))
    quiet_from = _Time(required=False, label=later(say("Quiet from")))
    quiet_to = _Time(
        required=False,
        label=later(say("Quiet until")),
        help_text=later(say("E-mail waits until the quiet hours end; none is lost.")),
    )
    zone = forms.ChoiceField(label=later(say("Time zone of these hours")))
    urgent_through = forms.BooleanField(
        required=False,
        label=later(say("What is due within 24 hours comes at once, also in quiet hours")),
    )

    def __init__(self, wishes: Wishes, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(wishes), **kwargs)
        groups = [(name, tell(words)) for name, words in GROUPS.items()]
        for name in ("in_product", "by_mail"):
            _choices(self.fields[name], groups)
        zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
        _choices(self.fields["zone"], [(zone, zone) for zone in zones])

    def clean(self) -> dict[str, Any]:
        """Hours come in pairs, and a daily e-mail has an hour."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("rhythm") == DAILY and not given.get("daily_at"):
            self._once("daily_at", tell(say("At what time shall it come?")))
        if bool(given.get("quiet_from")) != bool(given.get("quiet_to")):
            missing = "quiet_to" if given.get("quiet_from") else "quiet_from"
            self._once(missing, tell(say("Quiet hours have a beginning and an end.")))
        return given

    def chosen(self) -> Chosen:
        """What was chosen, as the action keeps it."""
        given = self.cleaned_data
        return Chosen(
            address=given["address"],
            in_product=given["in_product"],
            by_mail=given["by_mail"],
            quiet_from=given["quiet_from"],
            quiet_to=given["quiet_to"],
            zone=given["zone"],
            daily_at=given["daily_at"] if given["rhythm"] == DAILY else None,
            urgent_through=given["urgent_through"],
        )

    def _once(self, name: str, words: str) -> None:
        if name not in self.errors:
            self.add_error(name, words)


class GroupsForm(forms.Form):
    """Which events a webhook is told of, and whether it is on."""

    groups = forms.MultipleChoiceField(
        required=False, label=later(say("Events")), widget=forms.CheckboxSelectMultiple
    )
    active = forms.BooleanField(required=False, label=later(say("Messages are sent")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["groups"], [(name, tell(words)) for name, words in GROUPS.items()])


class WebhookForm(GroupsForm):
    """A new webhook; every event is chosen beforehand."""

    url = forms.CharField(
        max_length=500,
        label=later(say("Address")),
        help_text=later(say("https:// address of your party's system that takes messages.")),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("url", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"groups": list(GROUPS)}, **kwargs)
        del self.fields["active"]


def _initial(wishes: Wishes) -> dict[str, Any]:
    hours = wishes.hours
    return {
        "in_product": list(wishes.in_product),
        "address": wishes.address,
        "by_mail": list(wishes.by_mail),
        "rhythm": DAILY if hours.daily_at else AT_ONCE,
        "daily_at": hours.daily_at,
        "quiet_from": hours.quiet_from,
        "quiet_to": hours.quiet_to,
        "zone": hours.zone,
        "urgent_through": hours.urgent_through,
    }


def _choices(field: Any, choices: list[tuple[str, str]]) -> None:
    field.choices = choices
