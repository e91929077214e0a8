"""Making, changing, trying and removing the webhooks of a party."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.notices.groups import GROUPS
from jieting.apps.notices.models import Delivery, Webhook
from jieting.apps.notices.outgoing import against
from jieting.apps.notices.sealed import seal
from jieting.apps.notices.webhooks import TEST_EVENT, deliver, test_body
from jieting.domain.errors import BadInput, Finding, Place, Refused
from jieting.domain.said import Said, say

MOST = 10
"""So many webhooks a party may have in a contract."""
_SECRET_BYTES = 32


def make_webhook(
    *, by: Actor, at: datetime, contract_id: str, url: str, groups: Sequence[str]
) -> tuple[Webhook, str]:
    """A webhook of the person's own party, and the secret that signs its messages, shown once.

    Errors: BadInput for an address that may not be called or no groups, Refused for one too many.
    """
    _check(url, groups)
    with audited("notices.webhook.made", by=by, at=at, contract=contract_id) as entry:
        entry.detail = {"host": urlsplit(url).hostname, "groups": sorted(groups)}
        mine = Webhook.objects.filter(contract_id=contract_id, party_id=by.party, removed_at=None)
        if mine.count() >= MOST:
            raise Refused(_too_many())
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        hook = Webhook.objects.create(
            party_id=by.party,
            contract_id=contract_id,
            url=url,
            secret=seal(secret),
            groups=sorted(groups),
            made_at=at,
            made_by_id=by.user_id,
        )
        entry.object = f"webhook {hook.pk}"
    return hook, secret


def change_webhook(
    *, by: Actor, at: datetime, hook: Webhook, groups: Sequence[str], active: bool
) -> None:
    """Choose other events, stop a webhook or start it again. Errors: BadInput for no groups."""
    _check(hook.url, groups)
    with audited("notices.webhook.changed", by=by, at=at, **_about(hook)) as entry:
        entry.detail = {"groups": sorted(groups), "active": active}
        hook.groups, hook.active = sorted(groups), active
        hook.save(update_fields=["groups", "active"])


def try_webhook(*, by: Actor, at: datetime, hook: Webhook) -> Delivery:
    """Send a message that only tests the way, also to one that is stopped."""
    with audited("notices.webhook.tried", by=by, at=at, **_about(hook)):
        words = say("This message tests the way; nothing has happened.")
        return deliver(hook, TEST_EVENT, at, test_body(at, hook.contract_id, words))


def remove_webhook(*, by: Actor, at: datetime, hook: Webhook) -> None:
    """End a webhook for good; its secret is forgotten."""
    with audited("notices.webhook.removed", by=by, at=at, **_about(hook)):
        hook.active, hook.removed_at, hook.secret = False, at, ""
        hook.save(update_fields=["active", "removed_at", "secret"])


def _about(hook: Webhook) -> dict[str, str]:
    return {"contract": hook.contract_id, "object": f"webhook {hook.pk}"}


def _check(url: str, groups: Sequence[str]) -> None:
    found = []
    wrong = against(url, private=settings.JIETING_WEBHOOK_PRIVATE)
    if wrong:
        found.append(_address(_AGAINST[wrong]))
    if not groups or not set(groups) <= set(GROUPS):
        found.append(_no_groups())
    if found:
        raise BadInput(found)


_AGAINST = {
    "form": say("This is no address of the form https://host/path."),
    "scheme": say("The address does not begin with https://."),
    "host": say("The address lies in a private network."),
}


def _address(what: Said) -> Finding:
    return Finding(
        "webhook_address",
        what,
        say("Messages go over the open network, and must not reach what stands behind this room."),
        say("Enter the https:// address of your own system, without a password in it."),
        Place(column="url"),
    )


def _no_groups() -> Finding:
    return Finding(
        "webhook_no_groups",
        say("No events are chosen."),
        say("Nothing would ever be sent."),
        say("Choose at least one."),
        Place(column="groups"),
    )


def _too_many() -> Finding:
    return Finding(
        "webhook_too_many",
        say("Your party has {n} webhooks in this contract already.", n=MOST),
        say("Every event is sent to each of them."),
        say("Remove one that is no longer used."),
    )
