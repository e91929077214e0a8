"""What a month is assessed from besides its calls, and what came out, kept so as not to recount."""

from __future__ import annotations

from django.db import models


class RecordsFile(models.Model):
    """A contract's records, as the text of a records file; the newest counts, none is changed."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=200, blank=True)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=150)

    class Meta:
        """Numbered from 1 in each contract."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "number"), name="one_records_number"),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} {self.number}"


class MonthSheet(models.Model):
    """An assessed month as its pages show it; ``basis`` names exactly what it was counted from."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)
    basis = models.CharField(max_length=64)
    sheet = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        """The newest sheet of a month replaces the one before."""

        constraints = (models.UniqueConstraint(fields=("contract", "month"), name="one_sheet"),)

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month}"
