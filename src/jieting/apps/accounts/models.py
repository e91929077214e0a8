"""People who sign in, their parties, their roles in contracts, and tokens of programs."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from jieting.apps.accounts.roles import Office, Role


class Party(models.Model):
    """An organisation: a supplier or a purchaser."""

    class Kind(models.TextChoices):
        """On which side of a contract a party stands."""

        SUPPLIER = "supplier"
        PURCHASER = "purchaser"

    id = models.SlugField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in, with one account: of one party, or with an office and no party."""

    name = models.CharField(max_length=100)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True)
    office = models.CharField(max_length=32, blank=True, choices=[(o, o) for o in Office])
    language = models.CharField(max_length=8, blank=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)
    outside_name = models.CharField(max_length=200, blank=True, default="")

    class Meta(AbstractUser.Meta):
        """A name at the company's own sign-in leads to one person."""

        constraints = (
            models.UniqueConstraint(
                fields=("outside_name",),
                condition=~models.Q(outside_name=""),
                name="one_outside_name",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.username


class PastPassword(models.Model):
    """The hash of a password that a person has had; the last ones may not come back."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="past_passwords")
    hash = models.CharField(max_length=255)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.set_at:%Y-%m-%d}"


class UsedCode(models.Model):
    """A code of an authenticator that has opened a door; it opens none a second time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="used_codes")
    code = models.CharField(max_length=12)
    used_at = models.DateTimeField()

    class Meta:
        """A code is used once while it is valid."""

        constraints = (models.UniqueConstraint(fields=("user", "code"), name="one_use_of_code"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.used_at:%H:%M:%S}"


class Membership(models.Model):
    """A person's role in a contract, from the day it was given until it was taken."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, choices=[(r, r) for r in Role])
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A person has a role in a contract once."""

        constraints = (
            models.UniqueConstraint(
                fields=("user", "contract", "role"),
                condition=models.Q(ended_at=None),
                name="one_running_membership",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.contract_id}"


class Token(models.Model):
    """What a program of a party signs its requests with; only its digest is kept."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
