"""Searching the log: a page of the entries that a search finds, newest first."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from jieting.apps.audit.models import Entry, Verification

PAGE = 50
EXPORTED_AT_MOST = 50_000
"""An export for Excel holds no more entries; the whole log leaves by the command line."""

_WORDS = "(actor || ' ' || object || ' ' || reason || ' ' || detail::text) ILIKE %s"
"""As the index of the migration has it: the database must know the expression again."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; an empty field asks for nothing. ``until`` is not within."""

    since: datetime | None = None
    until: datetime | None = None
    actor: str = ""
    event: str = ""
    contract: str = ""
    object: str = ""
    outcome: str = ""
    text: str = ""

    def detail(self) -> dict[str, str]:
        """The fields that ask for something, as an entry about this search keeps them."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in values
            if value
        }


@dataclass(frozen=True, slots=True)
class Page:
    """A page of entries, and the numbers before and after which its neighbours stand."""

    entries: list[Entry]
    newer: int | None
    older: int | None


def matching(search: Search) -> QuerySet[Entry]:
    """The entries that a search finds, newest first."""
    found = Entry.objects.all()
    if search.since is not None:
        found = found.filter(at__gte=search.since)
    if search.until is not None:
        found = found.filter(at__lt=search.until)
    for name in ("actor", "event", "contract", "object", "outcome"):
        if value := getattr(search, name):
            found = found.filter(**{name: value})
    if search.text:
        condition = RawSQL(_WORDS, [_pattern(search.text)], output_field=BooleanField())  # noqa: S611 - the text is a parameter
        found = found.filter(condition)
    return found.order_by("-number")


def page_of_entries(
    search: Search, *, older_than: int | None = None, newer_than: int | None = None
) -> Page:
    """The page after ``older_than`` or before ``newer_than``; the newest without either."""
    found = matching(search)
    if newer_than is not None:
        rows = list(found.filter(number__gt=newer_than).order_by("number")[: PAGE + 1])
        more, rows = len(rows) > PAGE, rows[:PAGE][::-1]
        return Page(rows, rows[0].number if more else None, rows[-1].number if rows else None)
    if older_than is not None:
        found = found.filter(number__lt=older_than)
    rows = list(found[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    newer = rows[0].number if rows and older_than is not None else None
    return Page(rows, newer, rows[-1].number if more else None)


def entry(number: int) -> Entry | None:
    """The entry of that number."""
    found: Entry | None = Entry.objects.filter(number=number).first()
    return found


def neighbours(one: Entry) -> tuple[Entry | None, Entry | None]:
    """The entries before and after one, by number."""
    near = Entry.objects.filter(number__in=(one.number - 1, one.number + 1))
    by_number = {other.number: other for other in near}
    return by_number.get(one.number - 1), by_number.get(one.number + 1)


def verification(pk: int) -> Verification | None:
    """A check of the log that was asked for."""
    found: Verification | None = Verification.objects.filter(pk=pk).first()
    return found


def latest_verification() -> Verification | None:
    """The check that was asked for last."""
    found: Verification | None = Verification.objects.first()
    return found


def query(search: Search) -> str:
    """The search as a query string for links."""
    return urlencode(search.detail())


def _pattern(text: str) -> str:
    """Text to be found anywhere; signs that a pattern would read are taken as they are."""
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return f"%{text}%"
