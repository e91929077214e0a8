"""Recordings as they are kept, how long, and the certificates of those that were deleted."""

from __future__ import annotations

from django.db import models


class Certificate(models.Model):
    """What was deleted, by which rule, and that it is gone; ``digest`` is of ``listed``."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=150)
    reason = models.CharField(max_length=500)
    recordings = models.IntegerField()
    seconds = models.BigIntegerField()
    listed = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        """Certificates of a contract are numbered."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "number"), name="one_certificate"),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} {self.number}"


class Recording(models.Model):
    """The sound of a call: caller left, agent right, sealed in a file of the home.

    ``origin`` is the name that the switch gave it, ``digest`` is of the sound as it came, taken at
    the end of the call. ``marks`` are [kind, milliseconds from the beginning]; ``peaks`` the
    loudness of each side, 0 to 255, for the waveform; none where the sound cannot be read.
    ``retention`` is the class that a person gave it, with the reason; what names the call
    elsewhere may keep it longer.
    """

    class State(models.TextChoices):
        """Kept, or deleted with a certificate; lost where the file never came."""

        KEPT = "kept"
        DELETED = "deleted"
        LOST = "lost"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=32)
    call = models.CharField(max_length=64, db_collation="C")
    part = models.PositiveSmallIntegerField(default=1)
    origin = models.CharField(max_length=200, db_collation="C")
    state = models.CharField(max_length=8, choices=State.choices, default=State.KEPT)
    file = models.CharField(max_length=200, blank=True)
    bytes = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    sealed_digest = models.CharField(max_length=64, blank=True)
    began_at = models.BigIntegerField()
    milliseconds = models.BigIntegerField(default=0)
    marks = models.JSONField(default=list)
    peaks = models.JSONField(default=list)
    retention = models.CharField(max_length=16, default="ordinary")
    retention_reason = models.CharField(max_length=500, blank=True)
    kept_at = models.DateTimeField()
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="recordings_of", null=True
    )

    class Meta:
        """A call has one recording, or parts of one; what is due for deletion is found at once."""

        constraints = (
            models.UniqueConstraint(fields=("system", "call", "part"), name="one_recording"),
            models.UniqueConstraint(fields=("system", "call", "origin"), name="one_origin"),
        )
        indexes = (
            models.Index(
                fields=("contract", "began_at"),
                name="recordings_due",
                condition=models.Q(state="kept"),
            ),
            models.Index(fields=("contract", "call"), name="recordings_of_call"),
            models.Index(fields=("file",), name="recordings_by_file"),
        )

    def __str__(self) -> str:
        return f"{self.call} {self.part}"


class RetentionDays(models.Model):
    """How many days recordings of a class are kept under a contract; the highest revision holds.

    ``days`` is class to days; a class that it does not name keeps what the house suggests.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    days = models.JSONField()
    reason = models.CharField(max_length=500)
    set_at = models.DateTimeField()
    set_by_name = models.CharField(max_length=150)

    class Meta:
        """Revisions are never changed."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "revision"), name="one_retention"),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} {self.revision}"
