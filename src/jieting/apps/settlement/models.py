"""Settlement statements: what a quarter pays, frozen as it was drawn up, and who signed it."""

from __future__ import annotations

from django.db import models


class Statement(models.Model):
    """A statement of a quarter: drawn up, then signed by both sides, or replaced by a newer one.

    ``number`` counts every statement of the contract. ``content`` is all that it says, in plain
    values, and ``digest`` names it: this is what people sign. ``contract_text`` is the version by
    which it is settled. Signed, it has the ``hash`` that the next one holds as ``previous``.
    """

    class State(models.TextChoices):
        """Drawn up, then signed by both, or replaced because the books moved on."""

        DRAWN = "drawn"
        SIGNED = "signed"
        REPLACED = "replaced"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    first_month = models.CharField(max_length=7)
    number = models.IntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAWN)
    contract_text = models.TextField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    drawn_by = models.CharField(max_length=150)
    drawn_side = models.CharField(max_length=10)
    drawn_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        """One statement of a quarter stands, one at a time waits, and the chain has no fork."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "number"), name="one_statement_number"),
            models.UniqueConstraint(
                fields=("contract", "first_month"),
                condition=~models.Q(state="replaced"),
                name="one_statement_of_quarter",
            ),
            models.UniqueConstraint(
                fields=("contract",),
                condition=models.Q(state="drawn"),
                name="one_statement_waits",
            ),
            models.UniqueConstraint(
                fields=("contract", "previous"),
                condition=~models.Q(state="replaced"),
                name="one_statement_after_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} statement {self.number} {self.state}"


class Signature(models.Model):
    """One side's signature under a statement; ``digest`` is the content that it signed."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=10)
    by = models.CharField(max_length=150)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    with_second_factor = models.BooleanField()

    class Meta:
        """Each side signs a statement once."""

        constraints = (
            models.UniqueConstraint(fields=("statement", "side"), name="one_statement_signature"),
        )

    def __str__(self) -> str:
        return f"{self.statement_id} {self.side}"
