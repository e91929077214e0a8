"""Fields of a kind as fields of a form: each takes what a person types and gives what is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from jieting.apps.base.words import later, tell
from jieting.apps.moves.facts import LONGEST, MOST_LINES
from jieting.domain.books.field import Ask, Field
from jieting.domain.periods import (
    Instant,
    LocalTimeGap,
    LocalTimeOverlap,
    Month,
    instant_of_local,
    local,
)
from jieting.domain.said import Said, say

FIRST_YEAR, END_YEAR = 1970, 2100
_MOMENT = "%Y-%m-%dT%H:%M"
_MOST_NUMBER = 2_147_483_647


def _wrong(what: Said, remedy: Said) -> forms.ValidationError:
    return forms.ValidationError(f"{tell(what)} {tell(remedy)}")


def _in_reach(year: int) -> None:
    if not FIRST_YEAR <= year < END_YEAR:
        raise _wrong(
            say("The year {year} is out of reach.", year=str(year)),
            say("Enter a year from {first} to {last}.", first=str(FIRST_YEAR), last="2099"),
        )


class DayField(forms.DateField):
    """A day; kept as its ISO text."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-auto"})

    def clean(self, value: Any) -> Any:
        """The day as text; '' for none."""
        day: date | None = super().clean(value)
        if day is None:
            return ""
        _in_reach(day.year)
        return day.isoformat()


class MomentField(forms.Field):
    """A local time of the contract's zone, to the minute; kept as an instant."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 60, "class": "w-auto"})

    def __init__(self, *, zone: ZoneInfo, **values: Any) -> None:
        super().__init__(**values)
        self.zone = zone

    def to_python(self, value: Any) -> Any:
        """The instant; '' for none."""
        if value in self.empty_values:
            return ""
        text = str(value).strip().replace(" ", "T")
        try:
            moment = datetime.strptime(text[:16], _MOMENT).replace(tzinfo=UTC)
            if text[16:] not in ("", ":00"):
                raise ValueError(text)
        except ValueError:
            raise _wrong(
                say("This is no day and time."), say("Write it such as 2026-10-12 09:30.")
            ) from None
        _in_reach(moment.year)
        return self._instant(moment.replace(tzinfo=None))

    def _instant(self, moment: datetime) -> Instant:
        shown = f"{moment:%Y-%m-%d %H:%M}"
        try:
            return instant_of_local(moment, self.zone)
        except LocalTimeGap:
            raise _wrong(
                say("{time} was skipped when the clocks were put forward.", time=shown),
                say("Enter the time before or after the gap that is meant."),
            ) from None
        except LocalTimeOverlap:
            raise _wrong(
                say("The clocks showed {time} twice that night.", time=shown),
                say("Enter a time before or after the doubled hour."),
            ) from None


class MonthField(forms.CharField):
    """A month; kept as its text."""

    widget = forms.TextInput(
        attrs={"type": "month", "placeholder": "2026-10", "class": "w-auto", "autocomplete": "off"}
    )

    def clean(self, value: Any) -> Any:
        """The month as text; '' for none."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            return str(Month.parse(text))
        except ValueError:
            raise _wrong(say("This is no month."), say("Write it such as 2026-10.")) from None


class LinesField(forms.CharField):
    """A list of texts, one in a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> Any:
        """The lines that are not empty."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise _wrong(
                say("There are more than {most} lines.", most=MOST_LINES),
                say("Attach a longer list as a file."),
            )
        if any(len(line) > LONGEST[Ask.LINE] for line in lines):
            raise _wrong(
                say("A line is longer than {most} characters.", most=LONGEST[Ask.LINE]),
                say("Shorten it, or attach the text as a file."),
            )
        return lines


class MoveField(forms.CharField):
    """Another move: 17 or M-17; kept as its number."""

    widget = forms.TextInput(attrs={"placeholder": "M-17", "class": "w-auto", "size": 10})

    def clean(self, value: Any) -> Any:
        """The number; '' for none."""
        text = super().clean(value)
        if not text:
            return ""
        found = re.fullmatch(r"(?:[Mm]-)?([1-9]\d{0,9})", text, re.ASCII)
        if found is None or int(found[1]) > _MOST_NUMBER:
            raise _wrong(say("This is no number of a move."), say("Write it such as M-17."))
        return int(found[1])


def form_field(field: Field, zone: ZoneInfo) -> forms.Field:
    """The form's field that asks what ``field`` asks; its ``clean`` gives what is kept."""
    common: dict[str, Any] = {"label": later(field.title), "required": field.required}
    if field.help is not None:
        common["help_text"] = later(field.help)
    return _MADE[field.ask](field, zone, common)


def typed(field: Field, kept: Any, zone: ZoneInfo) -> Any:
    """A kept answer as a person would type it."""
    if field.ask is Ask.MOMENT:
        return f"{local(kept, zone):{_MOMENT}}"
    if field.ask is Ask.LINES:
        return "\n".join(kept)
    return f"M-{kept}" if field.ask is Ask.MOVE else kept


def _moment(field: Field, zone: ZoneInfo, common: dict[str, Any]) -> forms.Field:
    if not common.get("help_text"):
        common["help_text"] = later(say("Local time in {zone}.", zone=str(zone)))
    return MomentField(zone=zone, **common)


def _choice(field: Field, zone: ZoneInfo, common: dict[str, Any]) -> forms.Field:
    choices = [(value, later(words)) for value, words in field.values.items()]
    return forms.ChoiceField(choices=[("", later(say("choose"))), *choices], **common)


def _text(field: Field, zone: ZoneInfo, common: dict[str, Any]) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(max_length=LONGEST[Ask.TEXT], widget=area, **common)


_MADE: dict[Ask, Callable[[Field, ZoneInfo, dict[str, Any]], forms.Field]] = {
    Ask.LINE: lambda f, z, c: forms.CharField(max_length=LONGEST[Ask.LINE], **c),
    Ask.TEXT: _text,
    Ask.DAY: lambda f, z, c: DayField(**c),
    Ask.MOMENT: _moment,
    Ask.MONTH: lambda f, z, c: MonthField(**c),
    Ask.CHOICE: _choice,
    Ask.WHOLE: lambda f, z, c: forms.IntegerField(min_value=f.low, max_value=f.high, **c),
    Ask.LINES: lambda f, z, c: LinesField(**c),
    Ask.CALL: lambda f, z, c: forms.CharField(max_length=LONGEST[Ask.CALL], **c),
    Ask.MOVE: lambda f, z, c: MoveField(**c),
}
