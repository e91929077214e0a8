"""Calls as they are kept, the imports that brought them, and what people save about them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Import(models.Model):
    """A file of calls on its way into the books; ``state`` tells how far it came.

    One of the kind LINE is no file: it holds the calls of a local day that came over the line, and
    runs until that day is closed. ``file_name`` is the day, and ``folder`` is not on disk.

    ``made_by`` is None where a program brought the file; ``asked_by`` is who asked to keep it, as
    the audit log names them. ``kept`` are the calls that the file brings or brought, ``known``
    those that were stored already, ``contradicting`` those that were stored otherwise. ``folder``
    is below the uploads of the installation; ``file_there`` tells whether the file still is.
    """

    class State(models.TextChoices):
        """Uploaded, read on trial, then kept; or stopped, or undone. RUNNING: the line's, open."""

        UPLOADED = "uploaded"
        CHECKING = "checking"
        CHECKED = "checked"
        COMMITTING = "committing"
        COMMITTED = "committed"
        UNDONE = "undone"
        FAILED = "failed"
        DISCARDED = "discarded"
        RUNNING = "running"

    LINE = "line"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices)
    file_name = models.CharField(max_length=255)
    file_digest = models.CharField(max_length=64)
    file_bytes = models.BigIntegerField()
    folder = models.CharField(max_length=64, unique=True)
    mapping_name = models.CharField(max_length=100, blank=True)
    mapping_text = models.TextField(blank=True)
    made_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    made_by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    asked_by = models.JSONField(null=True)
    kind = models.CharField(max_length=12, blank=True)
    encoding = models.CharField(max_length=12, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    kept = models.BigIntegerField(default=0)
    repeated = models.BigIntegerField(default=0)
    known = models.BigIntegerField(default=0)
    left_out = models.BigIntegerField(default=0)
    bad = models.BigIntegerField(default=0)
    contradicting = models.BigIntegerField(default=0)
    outcomes = models.JSONField(default=dict)
    first_arrived_at = models.BigIntegerField(null=True)
    last_arrived_at = models.BigIntegerField(null=True)
    months = ArrayField(models.CharField(max_length=7), default=list)
    calls_digest = models.CharField(max_length=64, blank=True)
    failure = models.JSONField(null=True)
    file_there = models.BooleanField(default=True)

    class Meta:
        """The history of a contract, newest first."""

        indexes = (models.Index(fields=("contract", "-made_at")),)
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "file_name"),
                name="one_running_day",
                condition=models.Q(kind="line", state="running"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"

    @property
    def is_line(self) -> bool:
        """True for a day of calls that came over the line."""
        return self.kind == self.LINE


class Call(models.Model):
    """One call as a row; times are instants, the caller's number is sealed and indexed blindly."""

    # Every index below begins with the contract; one more of it alone would only slow imports.
    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    brought_by = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="calls")
    call_id = models.TextField(db_collation="C")
    direction = models.TextField(db_collation="C")
    queue = models.TextField(blank=True, db_collation="C")
    caller_sealed = models.BinaryField(null=True)
    caller_index = models.BinaryField(null=True)
    arrived_at = models.BigIntegerField()
    queued_at = models.BigIntegerField(null=True)
    answered_at = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField()
    outcome = models.TextField(db_collation="C")
    agent = models.TextField(blank=True, db_collation="C")
    talk_s = models.BigIntegerField(null=True)
    hold_s = models.BigIntegerField(null=True)
    wrap_up_s = models.BigIntegerField(null=True)
    rating = models.TextField(blank=True, db_collation="C")
    recording = models.TextField(blank=True, db_collation="C")
    source = models.TextField(blank=True, db_collation="C")
    source_ref = models.TextField(blank=True, db_collation="C")

    class Meta:
        """A call is named by contract, source and call_id; lists go by arrival."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "call_id", "source"), name="one_call"),
        )
        indexes = (
            models.Index(fields=("contract", "arrived_at", "id"), name="calls_by_arrival"),
            models.Index(
                fields=("contract", "outcome", "arrived_at", "id"), name="calls_by_outcome"
            ),
            models.Index(
                fields=("contract", "queue", "arrived_at", "id"),
                name="calls_by_queue",
                condition=~models.Q(queue=""),
            ),
            models.Index(
                fields=("contract", "agent", "arrived_at", "id"),
                name="calls_by_agent",
                condition=~models.Q(agent=""),
            ),
            models.Index(
                fields=("contract", "caller_index", "arrived_at", "id"),
                name="calls_by_caller",
                condition=models.Q(caller_index__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.call_id


class MonthOfCalls(models.Model):
    """How many calls of a month are kept; ``revision`` grows whenever one comes or goes.

    While calls come over the line it grows about once a minute: ``unsettled`` are the changes
    since ``unsettled_since`` that it does not tell yet.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)
    revision = models.BigIntegerField(default=0)
    calls = models.BigIntegerField(default=0)
    simulated = models.BigIntegerField(default=0)
    unsettled = models.BigIntegerField(default=0)
    unsettled_since = models.DateTimeField(null=True)

    class Meta:
        """One row for each month of a contract."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "month"), name="one_month_of_calls"),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month}"


class SavedMapping(models.Model):
    """A mapping of foreign columns that a contract's people saved under a name."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        """The name is unique in its contract."""

        constraints = (models.UniqueConstraint(fields=("contract", "name"), name="one_mapping"),)

    def __str__(self) -> str:
        return self.name


class SavedFilter(models.Model):
    """A filter of the call list that a person saved; ``query`` is the list's own query string."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    query = models.TextField()

    class Meta:
        """The name is unique for a person in a contract."""

        constraints = (
            models.UniqueConstraint(fields=("user", "contract", "name"), name="one_filter"),
        )

    def __str__(self) -> str:
        return self.name
