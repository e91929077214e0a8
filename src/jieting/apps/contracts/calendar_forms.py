"""The service calendar as a table: weekly hours, special days, and a list to paste."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms

from jieting.apps.base.words import later
from jieting.apps.contracts.amend_forms import AmendForm
from jieting.apps.contracts.calendar_input import Pasted, spans_in, spans_text
from jieting.apps.contracts.text_input import day_field
from jieting.apps.contracts.words import WEEKDAY_WORDS
from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar, SpecialDay
from jieting.domain.contracts.edit.literal import clock_text
from jieting.domain.said import say
from jieting.domain.toml.values import clock_time

_BLANK_ROWS = 2
_SMALL = "form-control form-control-sm"


def _day(label: Any, required: bool) -> forms.DateField:
    return day_field(label=label, required=required, style=_SMALL)


class ClockField(forms.CharField):
    """A time of day such as 09:00; 24:00 is the end of the day."""

    def __init__(self, label: Any) -> None:
        attrs = {"class": _SMALL, "size": 6, "placeholder": "09:00"}
        super().__init__(label=label, max_length=8, widget=forms.TextInput(attrs=attrs))

    def clean(self, value: Any) -> Any:
        """The time."""
        text = super().clean(value)
        clock = clock_time(text.strip().rjust(5, "0"))
        if clock is None:
            raise forms.ValidationError(later(say("A time of day, such as 09:00 or 24:00.")))
        return clock


class HoursForm(forms.Form):
    """Opening hours on some weekdays."""

    days = forms.MultipleChoiceField(
        label=later(say("Days")),
        choices=[(day, later(WEEKDAY_WORDS[day])) for day in WEEKDAYS],
        widget=forms.CheckboxSelectMultiple,
    )
    start = ClockField(later(say("From")))
    end = ClockField(later(say("Until")))
    effective_from = _day(later(say("Holds from")), required=False)
    effective_to = _day(later(say("Holds until before")), required=False)

    def clean(self) -> dict[str, Any]:
        """The end after the start."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            self.add_error("end", later(say("The end must lie after the start.")))
        since, until = cleaned.get("effective_from"), cleaned.get("effective_to")
        if since and until and until <= since:
            self.add_error("effective_to", later(say("The end must lie after the start.")))
        return cleaned

    def hours(self) -> Hours:
        """The hours that the row says."""
        given = self.cleaned_data
        days = tuple(day for day in WEEKDAYS if day in given["days"])
        dates = (given["effective_from"], given["effective_to"])
        return Hours(days, given["start"], given["end"], *dates)


class SpecialForm(forms.Form):
    """A day with hours of its own."""

    day = _day(later(say("Day")), required=True)
    reason = forms.CharField(
        label=later(say("Why")),
        max_length=100,
        widget=forms.TextInput(attrs={"class": _SMALL}),
    )
    hours = forms.CharField(
        label=later(say("Hours")),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": _SMALL}),
        help_text=later(
            say("Empty or 'closed'; 09:00-12:00, 13:00-18:00; or 'mon' for a Monday's hours.")
        ),
    )


class Rows(forms.BaseFormSet):
    """Rows of a table: the head of a column names its fields, also to one who cannot see it."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """The fields of a row, each with its name."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = later(say("Take out"))
        for name, field in form.fields.items():
            if name != "days":  # each of its boxes has a label of its own
                field.widget.attrs["aria-label"] = field.label


_OPTIONS: dict[str, Any] = {
    "formset": Rows,
    "extra": _BLANK_ROWS,
    "can_delete": True,
    "max_num": 400,
}
HoursTable = forms.formset_factory(HoursForm, **_OPTIONS)
SpecialTable = forms.formset_factory(SpecialForm, **_OPTIONS)


class PasteForm(forms.Form):
    """A year's special days, as lines of a table."""

    paste = forms.CharField(
        label=later(say("Special days, one a line: day, reason, hours")),
        required=False,
        widget=forms.Textarea(
            attrs={
                "rows": 5,
                "placeholder": "2026-10-01, 国庆节, closed\n2026-10-10, 调休上班, mon",
            }
        ),
    )
    file = forms.FileField(label=later(say("Or a file (.csv)")), required=False)


class CalendarForm:
    """The whole form: both tables, the list to paste, and what every amendment says."""

    def __init__(self, calendar: ServiceCalendar, first: dict[str, Any]) -> None:
        self.hours = HoursTable(initial=[_hours_row(h) for h in calendar.hours], prefix="hours")
        rows = [_special_row(special) for special in calendar.special_days]
        self.special = SpecialTable(initial=rows, prefix="special")
        self.paste, self.amend = PasteForm(), AmendForm(initial=first)

    @classmethod
    def sent(cls, data: Any, files: Any) -> CalendarForm:
        """The form as it was sent."""
        made = cls.__new__(cls)
        made.hours, made.special = (
            HoursTable(data, prefix="hours"),
            SpecialTable(data, prefix="special"),
        )
        made.paste, made.amend = PasteForm(data, files), AmendForm(data)
        return made

    def calendar(self) -> ServiceCalendar | None:
        """What the tables say; None where something in them is wrong, which the fields tell."""
        if not (self.hours.is_valid() and self.special.is_valid()):
            return None
        hours = tuple(row.hours() for row in _kept(self.hours))
        days = []
        for row in _kept(self.special):
            day = row.cleaned_data["day"]
            spans = spans_in(row.cleaned_data["hours"], hours, day)
            if spans is None:
                row.add_error("hours", later(say("These are no hours.")))
                return None
            days.append(SpecialDay(day, spans, row.cleaned_data["reason"]))
        return ServiceCalendar(hours, tuple(sorted(days, key=lambda special: special.day)))


def special_rows(calendar: ServiceCalendar, unclear: Iterable[Pasted]) -> list[dict[str, Any]]:
    """The rows of the special days; those whose hours are ``unclear`` with what was pasted."""
    rows = {special.day: _special_row(special) for special in calendar.special_days}
    rows |= {one.day: {"day": one.day, "reason": one.reason, "hours": one.hours} for one in unclear}
    return [rows[day] for day in sorted(rows)]


def _kept(table: Any) -> Iterator[Any]:
    """The rows that say something and are not to be taken out."""
    for row in table.forms:
        if row.has_changed() and row.cleaned_data and not row.cleaned_data.get("DELETE"):
            yield row


def _hours_row(hours: Hours) -> dict[str, Any]:
    return {
        "days": list(hours.days),
        "start": clock_text(hours.start),
        "end": clock_text(hours.end),
        "effective_from": hours.effective_from,
        "effective_to": hours.effective_to,
    }


def _special_row(special: SpecialDay) -> dict[str, Any]:
    hours = spans_text(special.hours)
    return {"day": special.day, "reason": special.reason, "hours": hours}
