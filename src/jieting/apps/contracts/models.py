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


class ReadingAgreement(models.Model):
    """That a side agrees to a reading of a version; both sides' rows make the reading agreed.

    A row is only taken away while the other side has none.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="agreements")
    name = models.CharField(max_length=40)
    clause = models.CharField(max_length=64, blank=True)
    value = models.CharField(max_length=80)
    side = models.CharField(max_length=10)
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        """A side agrees to a reading once."""

        constraints = (
            models.UniqueConstraint(
                fields=("version", "name", "clause", "side"), name="one_agreement_of_side"
            ),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.name} {self.clause} {self.side}"


class Amendment(models.Model):
    """A version that one side proposes and the other agrees to or refuses.

    ``base`` is the version it was made from, ``added`` the one that came of it.
    """

    class State(models.TextChoices):
        """How a proposal stands."""

        PROPOSED = "proposed"
        AGREED = "agreed"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="amendments")
    number = models.IntegerField()
    base = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    effective_from = models.DateField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    side = models.CharField(max_length=10)
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_reason = models.TextField(blank=True)
    added = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Numbered from 1 in each contract."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "number"), name="one_amendment_number"),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} {self.number}"


class Draft(models.Model):
    """A contract in the making, of one person; its text is kept letter by letter."""

    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.owner_id} {self.pk}"
