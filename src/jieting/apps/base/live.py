"""Telling open pages that something has changed, through the database that carries it."""

from __future__ import annotations

from django.db import connection

CHANNEL = "jieting"
LONGEST_TOPIC = 200


def changed(contract_id: str, topic: str) -> None:
    """Tell pages that ``topic`` of a contract changed; they hear of it when this commits.

    A topic is an id such as ``import:7`` or ``month:2026-10``; what changed is fetched by the page.
    Errors: ValueError for a topic that is longer than an id.
    """
    message = f"{contract_id}/{topic}"
    if len(message) > LONGEST_TOPIC:
        raise ValueError(f"a topic is an id, not a text: {message[:40]!r}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, message])
