"""The audit log: one row for every write and every look at personal data, never changed."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One entry of the log; ``number`` has no gaps, ``hash`` covers all fields and ``previous``."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40, blank=True)
    party = models.CharField(max_length=64, blank=True)
    way = models.CharField(max_length=8)
    address = models.CharField(max_length=64, blank=True)
    request = models.CharField(max_length=64, blank=True)
    contract = models.CharField(max_length=64, blank=True)
    event = models.CharField(max_length=80)
    object = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=8)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        """Searched by time, person, event, contract and object."""

        ordering = ("-number",)
        indexes = (
            models.Index(fields=("at",)),
            models.Index(fields=("actor", "-number")),
            models.Index(fields=("event", "-number")),
            models.Index(fields=("contract", "-number")),
            models.Index(fields=("object", "-number")),
            # Few attempts are refused, and they are what is looked for.
            models.Index(
                fields=("outcome", "-number"),
                condition=~models.Q(outcome="done"),
                name="audit_entry_not_done",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.event}"


class Verification(models.Model):
    """A check of the whole log that somebody asked for, and what it found."""

    class State(models.TextChoices):
        """How far the check came."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"

    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)
    total = models.BigIntegerField(default=0)
    entries = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    head = models.CharField(max_length=90, blank=True)
    errors = models.BigIntegerField(default=0)
    found = models.BigIntegerField(default=0)
    findings = models.JSONField(default=list)

    class Meta:
        """The newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
