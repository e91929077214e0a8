"""Contracts and their versions; what a contract says stands in its text, as in a file."""

from __future__ import annotations

from django.db import models


class Contract(models.Model):
    """A contract between a supplier and a purchaser; ``id`` is the id in its text."""

    id = models.SlugField(primary_key=True, max_length=64)
    title = models.CharField(max_length=200)
    supplier = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, related_name="+")
    purchaser = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """A version of a contract's text, never changed; a new one has a later effective date."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(max_length=40)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        """The name of a version is unique in its contract."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "name"), name="one_version_name"),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} {self.name}"
