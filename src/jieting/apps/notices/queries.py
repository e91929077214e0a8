"""Reading notices, wishes and webhooks."""

from __future__ import annotations

from django.db.models import QuerySet

from jieting.apps.accounts.queries import Reached, reached
from jieting.apps.notices.models import Delivery, Notice, Webhook
from jieting.apps.notices.preferences import Wishes, wishes_of


def unread_count(user_id: int) -> int:
    """How many shown notices a person has not read."""
    return Notice.objects.filter(user_id=user_id, shown=True, read_at=None).count()


def notices_of(user_id: int, *, unread: bool = False) -> QuerySet[Notice]:
    """A person's notices, newest first."""
    found = Notice.objects.filter(user_id=user_id, shown=True)
    return (found.filter(read_at=None) if unread else found).order_by("-pk")


def wishes_of_person(user_id: int) -> Wishes | None:
    """How a person wants to be told; None for one who may not sign in."""
    person = reached(user_id)
    return wishes_of([person])[person.pk] if person is not None else None


def person_reached(user_id: int) -> Reached | None:
    """Where a person is reached."""
    return reached(user_id)


def webhooks_of(contract_id: str, party_id: str | None) -> QuerySet[Webhook]:
    """The webhooks of a party in a contract, the oldest first; not those that were removed."""
    mine = Webhook.objects.filter(contract_id=contract_id, party_id=party_id, removed_at=None)
    return mine.order_by("pk")


def webhook(contract_id: str, party_id: str | None, pk: int) -> Webhook | None:
    """One of them; None where the party has no such webhook."""
    return webhooks_of(contract_id, party_id).filter(pk=pk).first()


def last_delivery(hook: Webhook) -> Delivery | None:
    """The newest message to a webhook."""
    return Delivery.objects.filter(webhook=hook).order_by("-pk").first()


def deliveries_of(hook: Webhook, most: int = 50) -> list[Delivery]:
    """The newest messages to a webhook."""
    return list(Delivery.objects.filter(webhook=hook).order_by("-pk")[:most])
