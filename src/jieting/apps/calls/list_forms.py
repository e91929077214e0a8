"""The form above the call list."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.validators import RegexValidator

from jieting.apps.base.words import later
from jieting.apps.calls.filters import LONGEST_TEXT, UNRATED, Filter
from jieting.apps.calls.words import DIRECTIONS, FIELDS, outcome_words, rating_words, value_words
from jieting.documents.words import together
from jieting.domain.calls.call import Direction, Outcome, Rating
from jieting.domain.said import say

_ANY = [("", later(say("any")))]


def _day() -> forms.DateInput:
    # Browsers take the date as ISO writes it, whatever the language of the page.
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _seconds() -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "short"})


class FilterForm(forms.Form):
    """What can be asked of the list. The caller's number is posted, by a form of its own."""

    first = forms.DateField(label=later(FIELDS["first"]), widget=_day())
    last = forms.DateField(label=later(FIELDS["last"]), widget=_day())
    outcome = forms.ChoiceField(
        label=later(FIELDS["outcome"]),
        choices=[*_ANY, *((str(o), later(outcome_words(o))) for o in Outcome)],
    )
    rating = forms.ChoiceField(
        label=later(FIELDS["rating"]),
        choices=[
            *_ANY,
            *((str(r), later(rating_words(r))) for r in Rating),
            (UNRATED, later(say("unrated"))),
        ],
    )
    queue = forms.ChoiceField(label=later(FIELDS["queue"]))
    agent = forms.CharField(
        label=later(FIELDS["agent"]),
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"list": "agents", "autocomplete": "off", "size": 8}),
    )
    direction = forms.ChoiceField(
        label=later(FIELDS["direction"]),
        choices=[*_ANY, *((str(d), later(DIRECTIONS[d])) for d in Direction)],
    )
    wait = forms.IntegerField(label=later(FIELDS["wait"]), min_value=0, widget=_seconds())
    talk = forms.IntegerField(label=later(FIELDS["talk"]), min_value=0, widget=_seconds())
    call_id = forms.CharField(
        label=later(FIELDS["call_id"]),
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"data-filter": True, "size": 18}),
    )
    caller = forms.CharField(widget=forms.HiddenInput)
    import_id = forms.CharField(widget=forms.HiddenInput)


def filter_form(wanted: Filter, queues: Sequence[str]) -> FilterForm:
    """The form as it stands for a filter."""
    several = {name: ",".join(getattr(wanted, name)) for name in ("outcome", "rating")}
    given = {**{name: getattr(wanted, name) for name in FilterForm.base_fields}, **several}
    form = FilterForm(initial=given, auto_id="filter-%s", use_required_attribute=False)
    for name in ("outcome", "rating"):
        if len(getattr(wanted, name)) > 1:
            several_of = form.fields[name]
            several_of.choices = [*several_of.choices, _together(name, getattr(wanted, name))]
    form.fields["queue"].choices = [*_ANY, *((q, q) for q in _with(queues, wanted.queue))]
    return form


def _together(name: str, values: tuple[str, ...]) -> tuple[str, object]:
    """Several values that a link asked for, as one choice, so that searching again keeps them."""
    words = tuple(value_words(name, value) for value in values)
    return ",".join(values), later(together(words))


def _with(values: Sequence[str], chosen: str) -> Sequence[str]:
    """The values with the chosen one, which may not be among the first few hundred."""
    return values if not chosen or chosen in values else (chosen, *values)


class CallerForm(forms.Form):
    """A search by the caller's whole number."""

    number = forms.CharField(
        label=later(say("Caller's whole number")),
        max_length=40,
        validators=[RegexValidator("[0-9]"), RegexValidator("[*]", inverse_match=True)],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class SaveFilterForm(forms.Form):
    """A name for the filter that stands in the address."""

    title = forms.CharField(max_length=60)
    query = forms.CharField(max_length=2000, required=False)


class ReasonForm(forms.Form):
    """Why somebody has to see a number."""

    reason = forms.CharField(
        label=later(say("Reason")),
        help_text=later(say("It is kept in the audit log with your name.")),
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
