"""Messages to a party's own system: made in the caller's transaction, sent by a job, signed."""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from jieting.apps.accounts.queries import party
from jieting.apps.audit.guard import guarded
from jieting.apps.base.instants import to_datetime
from jieting.apps.base.jobs import later_job
from jieting.apps.base.live import changed
from jieting.apps.notices.groups import group_of
from jieting.apps.notices.jobs import WEBHOOK_JOB
from jieting.apps.notices.models import Delivery, Webhook
from jieting.apps.notices.outgoing import NotReached, post
from jieting.apps.notices.sealed import unseal
from jieting.domain.contracts.board.standing import Side
from jieting.domain.periods import Instant
from jieting.domain.said import Said
from jieting.language import Language

SIGNATURE = "X-Jieting-Signature"
STAMP = "X-Jieting-Timestamp"
TEST_EVENT = "webhook.test"
"""The event of a message that only tests the way."""


class NotDelivered(Exception):
    """A message that did not arrive; the job runs again later."""


def send_to_webhooks(
    at: datetime,
    contract_id: str,
    event: str,
    words: Said,
    url: str,
    side: Side | None,
    due_at: Instant | None,
) -> None:
    """Make a message for every active webhook of the side that wants the event."""
    hooks = Webhook.objects.filter(contract_id=contract_id, active=True, removed_at=None)
    for hook in hooks:
        if group_of(event) in hook.groups and _is_of(hook, side):
            deliver(hook, event, at, _body(at, contract_id, event, words, url, due_at))


def deliver(hook: Webhook, event: str, at: datetime, body: str) -> Delivery:
    """A message that a job sends when this commits."""
    made = Delivery.objects.create(webhook=hook, event=event, body=body, at=at)
    later_job(WEBHOOK_JOB, delivery_id=made.pk)
    return made


def test_body(at: datetime, contract_id: str, words: Said) -> str:
    """The body of a message that only tests the way."""
    return _body(at, contract_id, TEST_EVENT, words, f"/c/{contract_id}/webhooks/", None)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """The signature of a message: HMAC-SHA256 over the time stamp, a full stop, and the body."""
    signed = stamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, sha256).hexdigest()


def send(delivery_id: int, at: datetime) -> None:
    """Send a message once and keep what came of it. Errors: NotDelivered, and it is due again."""
    found = Delivery.objects.select_related("webhook").filter(pk=delivery_id).first()
    if found is None or found.arrived_at is not None or not _is_alive(found):
        return
    found.status, found.failure = _try(found, at)
    arrived = found.status is not None and 200 <= found.status < 300
    found.tries, found.tried_at = found.tries + 1, at
    found.arrived_at = at if arrived else None
    with transaction.atomic():
        found.save()
        changed(found.webhook.contract_id, f"webhook:{found.webhook_id}")
    if not arrived:
        raise NotDelivered(f"delivery {found.pk}: {found.status or found.failure}")


def _is_alive(delivery: Delivery) -> bool:
    """A webhook that was stopped or removed gets nothing more, but for a test of the way."""
    hook = delivery.webhook
    return hook.removed_at is None and (hook.active or delivery.event == TEST_EVENT)


def _try(delivery: Delivery, at: datetime) -> tuple[int | None, str]:
    body, stamp = delivery.body.encode(), str(int(at.timestamp()))
    secret = unseal(delivery.webhook.secret)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Jieting",
        "X-Jieting-Event": delivery.event,
        "X-Jieting-Delivery": str(delivery.pk),
        STAMP: stamp,
        SIGNATURE: signature(secret, stamp, body),
    }
    try:
        private = settings.JIETING_WEBHOOK_PRIVATE
        return post(delivery.webhook.url, body, headers, private=private), ""
    except NotReached as error:
        return None, str(error)


def _is_of(hook: Webhook, side: Side | None) -> bool:
    found = party(hook.party_id)
    return side in (None, Side.BOTH) or (found is not None and found.kind == side.value)


def _body(
    at: datetime,
    contract_id: str,
    event: str,
    words: Said,
    url: str,
    due_at: Instant | None,
) -> str:
    told = {name: guarded(Language(name).render(words)) for name in ("zh", "en")}
    due = to_datetime(due_at).isoformat() if due_at is not None else None
    body = {
        "event": event,
        "contract": contract_id,
        "at": at.astimezone(UTC).isoformat(),
        "due_at": due,
        "words": told,
        "url": f"{settings.JIETING_URL}{url}",
    }
    return json.dumps(body, ensure_ascii=False)
