"""The forms in which a new contract is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from jieting.apps.accounts.queries import parties_of_kind
from jieting.apps.base.words import later, tell
from jieting.apps.contracts.text_input import day_field, text_field
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.edit.knob import TARGET, Knob
from jieting.domain.contracts.settlement import MONEY_PLACES
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.quantities import fraction, plain
from jieting.domain.said import say
from jieting.domain.toml.values import exact_number


class StartForm(forms.Form):
    """A file to begin from, kept byte for byte."""

    file = forms.FileField(label=later(say("Contract file (.toml)")), allow_empty_file=True)


class HeadForm(forms.Form):
    """What a contract is, between whom, from when until when, for how much, with which targets."""

    id = forms.SlugField(
        label=later(say("Id")),
        max_length=64,
        help_text=later(say("Letters, digits and - only; it stands in every address.")),
    )
    version = forms.CharField(label=later(say("Version")), max_length=40)
    title = forms.CharField(label=later(say("Title")), max_length=200)
    purchaser = forms.CharField(label=later(say("Purchaser, as the contract names it")))
    supplier = forms.CharField(label=later(say("Supplier, as the contract names it")))
    time_zone = forms.CharField(
        label=later(say("Time zone")), help_text=later(say("Such as Asia/Shanghai."))
    )
    country = forms.CharField(label=later(say("Country")), required=False)
    languages = forms.CharField(
        label=later(say("Languages")),
        required=False,
        help_text=later(say("Several with commas: zh, es.")),
    )
    effective_from = day_field(label=later(say("Effective from")))
    effective_to = day_field(
        label=later(say("Effective until before")),
        help_text=later(say("The first day after its end.")),
    )
    amount = forms.CharField(label=later(say("Fee of a quarter")), max_length=30)
    currency = forms.CharField(label=later(say("Currency")), max_length=10)
    provisional = forms.BooleanField(
        label=later(say("The fee is an example; none is signed yet")), required=False
    )

    def __init__(self, *args: Any, knobs: Iterable[Knob] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.targets = {knob.name: knob for knob in knobs if knob.kind == TARGET}
        for name, knob in self.targets.items():
            label = f"{knob.clause} {tell(knob.title)}"
            self.fields[name] = forms.CharField(label=label, initial=knob.value, max_length=20)

    @classmethod
    def of(cls, head: dict[str, Any], knobs: Iterable[Knob]) -> HeadForm:
        """The form filled from the head of a text."""
        shown = {**head, "languages": ", ".join(head.get("languages", ()))}
        if (amount := head.get("amount")) is not None:
            cents = plain(amount, MONEY_PLACES)
            shown["amount"] = cents if fraction(cents) == amount else plain(amount)
        return cls(initial=shown, knobs=knobs)

    def clean_amount(self) -> Any:
        """The exact amount."""
        amount = exact_number(str(self.cleaned_data["amount"]).replace(",", "").strip())
        if amount is None or amount < 0:
            raise forms.ValidationError(later(say("An amount such as 300000.00.")))
        return amount

    def clean_languages(self) -> tuple[str, ...]:
        """Each language."""
        text = str(self.cleaned_data["languages"]).replace("，", ",")
        return tuple(part.strip() for part in text.split(",") if part.strip())

    def head(self) -> dict[str, Any]:
        """The parts of the head."""
        return {name: self.cleaned_data[name] for name in HeadForm.base_fields}

    def changes(self) -> dict[str, str]:
        """The targets."""
        return {name: self.cleaned_data[name] for name in self.targets}


class TextForm(forms.Form):
    """The whole text."""

    text = text_field(required=False)


class ForceForm(forms.Form):
    """With whom a contract is put in force."""

    party = forms.ChoiceField(label=later(say("The other party")))

    def __init__(self, *args: Any, own: Side, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["party"].choices = parties_of_kind(own.other.value)


def no_table(error: ValueError) -> BadInput:
    """That a text lacks a table of the head."""
    return BadInput(
        Finding(
            "missing_table",
            say("A table is missing in the text: {error}.", error=error),
            say("The form has nowhere to write its values."),
            say("Add the table in the text below, or begin from a template."),
            Place("contract.toml"),
        )
    )
