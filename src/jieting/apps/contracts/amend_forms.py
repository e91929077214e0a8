"""The forms in which an amendment is proposed and decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from jieting.apps.base.words import later, tell
from jieting.apps.contracts.amending import LONGEST_REASON
from jieting.apps.contracts.queries import newest_version
from jieting.apps.contracts.text_input import day_field, text_field
from jieting.documents.words import reading_words
from jieting.domain.contracts.edit.knob import FEE, TARGET, Knob
from jieting.domain.periods import Month
from jieting.domain.said import say


class AmendForm(forms.Form):
    """What every amendment says: its version's name, from when it holds, and why."""

    version = forms.CharField(label=later(say("Name of the new version")), max_length=40)
    effective_from = day_field(
        label=later(say("Effective from")),
        help_text=later(
            say("A month is judged by the version in force on its first day, so begin on a first.")
        ),
    )
    reason = forms.CharField(
        label=later(say("Why, for the other side")),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def head(self) -> dict[str, Any]:
        """The parts of the contract's head that the form tells."""
        return {name: self.cleaned_data[name] for name in ("version", "effective_from")}


def first_values(contract_id: str, today: date) -> dict[str, Any]:
    """A name and a day that would do: the next number, the first of the next month."""
    newest = newest_version(contract_id)
    after = max(Month.of(today), Month.of(newest.effective_from)).plus(1)
    number = int(newest.name) + 1 if newest.name.isdecimal() else None
    name = str(number) if number is not None else f"{newest.name}-2"
    return {"version": name, "effective_from": after.first_day}


class AmendTextForm(AmendForm):
    """An amendment as a text, or as a file that takes the text's place."""

    text = text_field(required=False)
    file = forms.FileField(
        label=later(say("Or a contract file (.toml)")), required=False, allow_empty_file=True
    )
    field_order = ("text", "file", "version", "effective_from", "reason")


class KnobForm(AmendForm):
    """Values of the contract, each in a field; those that were changed make the amendment."""

    def __init__(
        self, *args: Any, knobs: Iterable[Knob], preset: Mapping[str, str] = {}, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.preset = preset
        self.knobs = {knob.name: knob for knob in knobs}
        for knob in self.knobs.values():
            self.fields[knob.name] = _field(knob, preset.get(knob.name, knob.value))

    def changes(self) -> dict[str, str]:
        """The values that are not those of the contract, by the names of the knobs."""
        given = {name: self.cleaned_data.get(name, "").strip() for name in self.knobs}
        return {n: value for n, value in given.items() if value and value != self.knobs[n].value}

    def groups(self) -> list[dict[str, Any]]:
        """The knobs by their kinds, each with its field."""
        kinds = dict.fromkeys(knob.kind for knob in self.knobs.values())
        return [self._group(kind) for kind in kinds]

    def _group(self, kind: str) -> dict[str, Any]:
        of = [knob for knob in self.knobs.values() if knob.kind == kind]
        told = any(knob.name in self.preset or self[knob.name].errors for knob in of)
        return {
            "title": KIND_WORDS[kind],
            "note": str(len(of)),
            "open": kind in _OPEN or told,
            "rows": [
                {"knob": knob, "now": value_words(knob, knob.value), "field": self[knob.name]}
                for knob in of
            ],
        }


_OPEN = (TARGET, FEE)
KIND_WORDS = {
    "reading": say("Readings of open points"),
    "target": say("Targets"),
    "rule": say("Points, steps and limits of the clauses"),
    "fee": say("Fee"),
    "deliverable": say("Deliverables"),
}


def value_words(knob: Knob, value: str) -> Any:
    """A value of a knob, in words where it is a reading."""
    return reading_words(knob.name.split("/")[1], value) if knob.allowed else value


def _field(knob: Knob, initial: str) -> forms.Field:
    if knob.allowed:
        choices = [(value, tell(value_words(knob, value))) for value in knob.allowed]
        return forms.ChoiceField(
            choices=choices,
            initial=initial,
            required=False,
            widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
        )
    attrs = {"class": "form-control form-control-sm", "size": 10, "inputmode": "decimal"}
    return forms.CharField(
        initial=initial, required=False, max_length=40, widget=forms.TextInput(attrs=attrs)
    )


class ReasonForm(forms.Form):
    """Why an amendment is refused or withdrawn."""

    reason = forms.CharField(required=False, max_length=LONGEST_REASON)
