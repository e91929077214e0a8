"""Recordings as they are kept, and the certificates of those that were deleted."""

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

    ``digest`` is of the sound as it came from the switch, taken at the end of the call. ``marks``
    are [kind, seconds from the beginning]; ``peaks`` the loudness of both sides for the waveform.
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
    state = models.CharField(max_length=8, choices=State.choices, default=State.KEPT)
    file = models.CharField(max_length=200)
    bytes = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    sealed_digest = models.CharField(max_length=64)
    began_at = models.BigIntegerField()
    seconds = models.DecimalField(max_digits=10, decimal_places=3)
    marks = models.JSONField(default=list)
    peaks = models.JSONField(default=list)
    retention = models.CharField(max_length=32)
    keep_until = models.DateField(null=True)
    held = models.CharField(max_length=200, blank=True)
    kept_at = models.DateTimeField()
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="recordings_of", null=True
    )

    class Meta:
        """A call has one recording, or parts of one; what is due for deletion is found at once."""

        constraints = (
            models.UniqueConstraint(fields=("system", "call", "part"), name="one_recording"),
        )
        indexes = (
            models.Index(
                fields=("contract", "keep_until"),
                name="recordings_due",
                condition=models.Q(state="kept"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.call} {self.part}"
