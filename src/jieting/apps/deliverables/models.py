"""Reports and self-assessments: what is due, what was written, what was handed in."""

from __future__ import annotations

from django.db import models


class Due(models.Model):
    """Which move a deliverable of a month has; one, however many jobs look at once.

    ``name`` is the deliverable's own in its contract, ``number`` that of the move.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    month = models.CharField(max_length=7)
    number = models.IntegerField()

    class Meta:
        """Once for each month."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "name", "month"), name="one_due"),
            models.UniqueConstraint(fields=("contract", "number"), name="one_due_of_move"),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month} {self.name}"


class Document(models.Model):
    """A version of what is handed in with a move: written to, then handed in and never changed.

    ``content`` is what the books told and what people wrote; ``revision`` grows with every change,
    so that nobody overwrites what another typed. ``digest`` names the content that was handed in.
    """

    class State(models.TextChoices):
        """Written, or handed in."""

        DRAFT = "draft"
        SUBMITTED = "submitted"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    version = models.IntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    content = models.JSONField()
    revision = models.IntegerField(default=1)
    edited_by = models.CharField(max_length=150)
    edited_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        """Versions are numbered from 1 in each move; at most one is still written to."""

        constraints = (
            models.UniqueConstraint(
                fields=("contract", "number", "version"), name="one_document_version"
            ),
            models.UniqueConstraint(
                fields=("contract", "number"),
                condition=models.Q(state="draft"),
                name="one_document_draft",
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} M-{self.number} {self.version}"
