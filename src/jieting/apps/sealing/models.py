"""Sealed months: what was frozen, who signed, and in which order the seals of a contract follow."""

from __future__ import annotations

from django.db import models


class Seal(models.Model):
    """A month as it was drawn up to be signed, and sealed when both sides have signed.

    ``number`` is 0 for the seal of a month and grows with each correction. ``statement`` is what
    people sign; ``basis`` names the books that it was drawn from, so that a change of them is
    seen. ``place`` counts the signed seals of the contract, each of which holds in ``previous``
    the ``hash`` of the one before.
    """

    class State(models.TextChoices):
        """Drawn up, then signed by both, or withdrawn."""

        DRAWN = "drawn"
        SIGNED = "signed"
        WITHDRAWN = "withdrawn"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)
    number = models.IntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.TextField(blank=True)
    version = models.CharField(max_length=40)
    contract_text = models.TextField()
    records_text = models.TextField()
    sheet = models.JSONField()
    result = models.TextField()
    open_items = models.JSONField(default=list)
    statement_pdf = models.BinaryField()
    calls = models.BigIntegerField()
    calls_digest = models.CharField(max_length=64)
    imports = models.JSONField(default=list)
    basis = models.CharField(max_length=64)
    statement = models.JSONField()
    statement_digest = models.CharField(max_length=64)
    drawn_by = models.CharField(max_length=150)
    drawn_side = models.CharField(max_length=10)
    drawn_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    place = models.IntegerField(null=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)
    manifest = models.TextField(blank=True)
    bundle = models.CharField(max_length=160, blank=True)
    bundle_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        """One seal of each number stands; the chain of a contract has no gap and no fork."""

        constraints = (
            models.UniqueConstraint(
                fields=("contract", "month", "number"),
                condition=~models.Q(state="withdrawn"),
                name="one_seal_number",
            ),
            models.UniqueConstraint(
                fields=("contract", "place"),
                condition=models.Q(place__isnull=False),
                name="one_seal_place",
            ),
        )
        indexes = (models.Index(fields=("contract", "month", "state"), name="seals_of_month"),)

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month}-{self.number} {self.state}"


class Signature(models.Model):
    """One side's signature under a seal; it covers the statement that ``statement`` is of."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=10)
    by = models.CharField(max_length=150)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()
    statement = models.CharField(max_length=64)
    with_second_factor = models.BooleanField()

    class Meta:
        """Each side signs a seal once."""

        constraints = (
            models.UniqueConstraint(fields=("seal", "side"), name="one_signature_of_side"),
        )

    def __str__(self) -> str:
        return f"{self.seal_id} {self.side}"
