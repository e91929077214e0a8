"""Telling persons and their systems what happens in a contract, and what they choose to hear."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from jieting.apps.accounts.roles import Right
from jieting.apps.base.actor import Actor
from jieting.apps.base.instants import to_datetime
from jieting.apps.base.jobs import later_job
from jieting.apps.base.live import changed
from jieting.apps.base.packed import packed_words
from jieting.apps.notices import models
from jieting.apps.notices.groups import group_of
from jieting.apps.notices.jobs import MAIL_JOB
from jieting.apps.notices.mail import mail_is_set_up
from jieting.apps.notices.people import concerned
from jieting.apps.notices.preferences import Wishes, wishes_of
from jieting.apps.notices.timing import URGENT, goes_at
from jieting.apps.notices.webhooks import send_to_webhooks
from jieting.domain.contracts.board.standing import Side
from jieting.domain.periods import Instant
from jieting.domain.said import Said


def notify(
    *,
    at: datetime,
    contract_id: str,
    event: str,
    words: Said,
    url: str,
    side: Side | None = None,
    right: Right | None = None,
    due_at: Instant | None = None,
    by: Actor | None = None,
    only: Collection[str] | None = None,
    but: Collection[int] = (),
    once: str = "",
) -> set[int]:
    """Tell everybody concerned; within the caller's transaction. The numbers of those who are told.

    Concerned are persons with a running role in the contract, of ``side`` (None: of both) and with
    ``right`` (None: any), except who acted (``by``). ``only`` narrows them to sign-in names, and
    then no webhook is told; ``but`` leaves out persons who were told already. ``event`` is named
    ``app.thing``; ``url`` is a path of the product; ``words`` name no caller. What has a name in
    ``once`` is told once: a second time nobody is.
    """
    if once and not _first_time(contract_id, once, at):
        return set()
    urgent = due_at is not None and to_datetime(due_at) - at <= URGENT
    people = concerned(contract_id, side=side, right=right, by=by, names=only, but=but)
    wishes = wishes_of(people)
    rows = []
    for person in people:
        wish = wishes[person.pk]
        rows.append(
            models.Notice(
                user_id=person.pk,
                contract_id=contract_id,
                event=event,
                words=packed_words(words),
                url=url,
                at=at,
                due_at=due_at,
                shown=group_of(event) in wish.in_product,
                mail_at=_mail_at(wish, event, at, urgent),
            )
        )
    _keep(contract_id, rows)
    if only is None:
        send_to_webhooks(at, contract_id, event, words, url, side, due_at)
    return {person.pk for person in people}


def _first_time(contract_id: str, name: str, at: datetime) -> bool:
    _, is_new = models.Told.objects.get_or_create(
        contract_id=contract_id, name=name[:120], defaults={"at": at}
    )
    return is_new


def _mail_at(wish: Wishes, event: str, at: datetime, urgent: bool) -> datetime | None:
    if not (mail_is_set_up() and wish.address and group_of(event) in wish.by_mail):
        return None
    return goes_at(at, wish.hours, urgent=urgent)


def _keep(contract_id: str, rows: list[models.Notice]) -> None:
    models.Notice.objects.bulk_create(rows)
    for row in rows:
        if row.shown:
            changed(contract_id, f"notices:{row.user_id}")
        if row.mail_at is not None:
            later_job(MAIL_JOB, at=row.mail_at, user_id=row.user_id)
