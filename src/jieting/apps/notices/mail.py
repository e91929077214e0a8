"""E-mail to one person: all notices whose time has come in one letter, without callers' data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet

from jieting.apps.accounts.queries import Reached, reached
from jieting.apps.audit.guard import guarded
from jieting.apps.base.packed import unpacked_words
from jieting.apps.notices.models import Notice, Preference
from jieting.apps.notices.preferences import Wishes, wishes_of
from jieting.domain.periods import shown
from jieting.domain.said import Said, say
from jieting.language import Language

MOST_IN_ONE = 100
GIVEN_UP_AFTER = timedelta(days=7)
"""What could not be sent for so long stays in the product alone."""


def mail_is_set_up() -> bool:
    """Whether the installation has a server for e-mail."""
    return bool(settings.JIETING_MAIL)


def mail_due(user_id: int, at: datetime) -> int:
    """Send a person what is due by e-mail, in one letter; how many notices it held.

    A letter that the server does not take stays due; why is kept for the person's page. What was
    sent just before a crash may be sent again, and is never lost.
    """
    person = reached(user_id)
    if person is None:
        return 0
    with transaction.atomic():
        due = due_for_mail(at).filter(user_id=user_id).select_for_update().order_by("pk")
        rows = list(due[:MOST_IN_ONE])
        wish = wishes_of([person])[person.pk]
        if not rows or not wish.address:
            return 0
        failure = _send(person, wish, rows)
        if not failure:
            Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=at)
        if failure != wish.mail_failure:
            Preference.objects.filter(user_id=user_id).update(mail_failure=failure[:300])
    return 0 if failure else len(rows)


def due_for_mail(at: datetime) -> QuerySet[Notice]:
    """Notices whose e-mail should have gone."""
    return Notice.objects.filter(mail_at__lte=at, mail_at__gt=at - GIVEN_UP_AFTER, mailed_at=None)


def send_test(person: Reached) -> str:
    """Send a letter that says that letters arrive; why it did not go, or nothing."""
    wish = wishes_of([person])[person.pk]
    language = _language(person)
    words = say("E-mail from Jieting reaches you.")
    return _deliver(wish.address, language.render(words), language.render(words))


def _send(person: Reached, wish: Wishes, rows: Sequence[Notice]) -> str:
    language, zone = _language(person), ZoneInfo(wish.hours.zone)
    body = "\n\n".join(_item(row, language, zone) for row in rows)
    foot = say("You chose to be told so; change it here: {url}", url=_link("/notices/choices/"))
    return _deliver(
        wish.address, _subject(rows, language), f"{body}\n\n-- \n{language.render(foot)}"
    )


def _subject(rows: Sequence[Notice], language: Language) -> str:
    first = _words(rows[0])
    more = len(rows) - 1
    told = say("{first}, and {n} more", first=first, n=more) if more else first
    return " ".join(f"[Jieting] {guarded(language.render(told))}".split())[:200]


def _item(row: Notice, language: Language, zone: ZoneInfo) -> str:
    lines = [_words(row), say("Contract: {contract}", contract=row.contract_id)]
    if row.due_at is not None:
        lines.append(say("Until {time} ({zone})", time=shown(row.due_at, zone), zone=str(zone)))
    return "\n".join([*(guarded(language.render(line)) for line in lines), _link(row.url)])


def _words(row: Notice) -> Said:
    return unpacked_words(row.words)


def _link(path: str) -> str:
    return f"{settings.JIETING_URL}{path}"


def _language(person: Reached) -> Language:
    return Language("en" if person.language.startswith("en") else "zh")


def _deliver(address: str, subject: str, body: str) -> str:
    """Why the letter did not go; nothing where the server took it."""
    try:
        send_mail(subject, body, None, [address])
    except (SMTPException, OSError) as error:
        return f"{type(error).__name__}: {error}"[:300]
    return ""
