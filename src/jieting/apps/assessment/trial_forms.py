"""The form of a trial: what is changed, and on which months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from jieting.apps.base.words import later, tell
from jieting.documents.words import reading_words
from jieting.domain.contracts.edit.knob import Knob
from jieting.domain.periods import Month
from jieting.domain.said import Said, say, verbatim

IS = "="
SHOWN_MONTHS = 3
"""So many of the newest months are tried unless others are chosen."""


class TrialForm(forms.Form):
    """One more change: a reading, or a number; and the months."""

    reading = forms.ChoiceField(label=later(say("A reading")), required=False)
    knob = forms.ChoiceField(label=later(say("Or a number")), required=False)
    value = forms.CharField(label=later(say("New value")), required=False, max_length=40)
    months = forms.MultipleChoiceField(
        label=later(say("Months")), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, knobs: Iterable[Knob], known: Sequence[Month], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        knobs = list(knobs)
        self.fields["reading"].choices = [("", "–"), *_readings(knobs)]
        self.fields["knob"].choices = [("", "–"), *_numbers(knobs)]
        self.fields["months"].choices = [(str(month), str(month)) for month in known]
        self.initial.setdefault("months", [str(month) for month in known[:SHOWN_MONTHS]])

    def change(self) -> dict[str, str]:
        """The change that the form adds; nothing where none is chosen."""
        given = self.cleaned_data
        found = {}
        if given.get("reading"):
            name, _, value = given["reading"].partition(IS)
            found[name] = value
        if given.get("knob") and given.get("value", "").strip():
            found[given["knob"]] = given["value"].strip()
        return found


def change_words(knobs: Mapping[str, Knob], name: str, value: str) -> tuple[Said, Said]:
    """A change in words: what, and from what to what."""
    if name not in knobs:
        return verbatim(name), verbatim(value)
    knob = knobs[name]
    title = say("{clause} {what}", clause=knob.clause, what=knob.title)
    before, after = _value(knob, knob.value), _value(knob, value)
    return title, say("{before} → {after}", before=before, after=after)


def _readings(knobs: Iterable[Knob]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            f"{tell(knob.title)} {knob.clause}",
            [
                (f"{knob.name}{IS}{value}", tell(reading_words(knob.name.split("/")[1], value)))
                for value in knob.allowed
                if value != knob.value
            ],
        )
        for knob in knobs
        if knob.allowed
    ]


def _numbers(knobs: Iterable[Knob]) -> list[tuple[str, str]]:
    return [
        (knob.name, f"{knob.clause} {tell(knob.title)} ({knob.value})".strip())
        for knob in knobs
        if not (knob.allowed or knob.is_clock)
    ]


def _value(knob: Knob, value: str) -> Any:
    known = knob.allowed and value in knob.allowed
    return reading_words(knob.name.split("/")[1], value) if known else value
