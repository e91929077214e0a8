"""Moves of the two parties, every act that was taken in them, and the files that prove it."""

from __future__ import annotations

from django.db import models


class Move(models.Model):
    """A move as it stands; what it is and may become is told by its kind in the domain.

    ``facts`` are the latest answers, ``waits_for`` the side whose turn it is, ``due_at`` the
    running deadline as an instant, ``revision`` the number of its acts. ``digest`` names all that
    was said and done in it; the audit log keeps the same.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    kind = models.CharField(max_length=32)
    state = models.CharField(max_length=32)
    facts = models.JSONField(default=dict)
    about = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="followed_by", null=True
    )
    is_open = models.BooleanField(default=True)
    waits_for = models.CharField(max_length=10, blank=True)
    due_at = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.IntegerField(default=1)
    digest = models.CharField(max_length=64)

    class Meta:
        """Numbered from 1 in each contract."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "number"), name="one_move_number"),
        )
        indexes = (
            models.Index(fields=("contract", "kind", "-number"), name="moves_by_kind"),
            models.Index(
                fields=("contract", "waits_for", "due_at"),
                name="moves_open",
                condition=models.Q(is_open=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} M-{self.number}"


class Act(models.Model):
    """One step that was taken in a move; never changed."""

    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="acts")
    number = models.IntegerField()
    step = models.CharField(max_length=32)
    state = models.CharField(max_length=32)
    side = models.CharField(max_length=10)
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    text = models.TextField(blank=True)

    class Meta:
        """Numbered from 1 in each move, so that two acts at once cannot both be next."""

        constraints = (models.UniqueConstraint(fields=("move", "number"), name="one_act_number"),)

    def __str__(self) -> str:
        return f"{self.move_id} {self.number} {self.step}"


class EvidenceFile(models.Model):
    """A file that was attached to an act, sealed; ``digest`` is that of the file in the open."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    bytes = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
