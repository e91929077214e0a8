"""How a person wants to be told, as it is kept or by default."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings

from jieting.apps.accounts.queries import Reached
from jieting.apps.notices.groups import GROUPS
from jieting.apps.notices.models import Preference
from jieting.apps.notices.timing import Hours


@dataclass(frozen=True, slots=True)
class Wishes:
    """Groups that a person wants in the product and by e-mail, where, and at what hours."""

    address: str
    in_product: Collection[str]
    by_mail: Collection[str]
    hours: Hours
    mail_failure: str = ""


def wishes_of(people: Iterable[Reached]) -> dict[int, Wishes]:
    """The wishes of each by number, with one query; who chose nothing hears of everything."""
    people = list(people)
    kept = {
        row.user_id: row
        for row in Preference.objects.filter(user_id__in=[person.pk for person in people])
    }
    return {person.pk: _wishes(person, kept.get(person.pk)) for person in people}


def _wishes(person: Reached, row: Preference | None) -> Wishes:
    if row is None:
        return Wishes(person.address, tuple(GROUPS), tuple(GROUPS), Hours(settings.JIETING_ZONE))
    hours = Hours(row.zone, row.quiet_from, row.quiet_to, row.daily_at, row.urgent_through)
    return Wishes(row.address, row.in_product, row.by_mail, hours, row.mail_failure)
