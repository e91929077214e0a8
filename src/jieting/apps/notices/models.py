"""Notices to persons, how each person wants them, and webhooks of the parties."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    """One thing that one person is told: ``words`` is a sentence kept as data, see ``packed``.

    ``shown`` False was not wanted in the product. ``mail_at`` is when it goes by e-mail, None where
    it does not; ``mailed_at`` when it went. ``due_at`` is the deadline told of, as an instant.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=60)
    words = models.JSONField()
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    due_at = models.BigIntegerField(null=True)
    shown = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        """Counted for every page, so what is unread has an index of its own."""

        indexes = (
            models.Index(fields=("user", "-id"), name="notices_of_person"),
            models.Index(
                fields=("user",),
                name="notices_unread",
                condition=models.Q(read_at=None, shown=True),
            ),
            models.Index(
                fields=("mail_at",),
                name="notices_to_mail",
                condition=models.Q(mailed_at=None, mail_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.event}"


class Preference(models.Model):
    """How a person wants to be told; one who has chosen nothing has the defaults.

    ``in_product`` and ``by_mail`` are names of groups of events. From ``quiet_from`` to
    ``quiet_to``, in ``zone``, e-mail is held back; with ``daily_at`` it comes once a day, together.
    ``urgent_through`` lets what is due within a day pass both. ``mail_failure`` is why the last
    e-mail did not go.
    """

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(blank=True)
    in_product = models.JSONField(default=list)
    by_mail = models.JSONField(default=list)
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    zone = models.CharField(max_length=64)
    daily_at = models.TimeField(null=True)
    urgent_through = models.BooleanField(default=True)
    mail_failure = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id}"


class Told(models.Model):
    """Something that is told once: the reminder of a deadline, by its name in the contract."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        """Of two jobs that would tell at once only one can."""

        constraints = (models.UniqueConstraint(fields=("contract", "name"), name="told_once"),)

    def __str__(self) -> str:
        return f"{self.contract_id} {self.name}"


class Webhook(models.Model):
    """Where a party's own system is told of a contract's events; ``secret`` is sealed."""

    party = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=200)
    groups = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.contract_id} {self.url}"


class Delivery(models.Model):
    """A message to a webhook; ``status`` is the last answer, ``failure`` why it did not arrive."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=60)
    body = models.TextField()
    at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    status = models.IntegerField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        """Read by the webhook's page, newest first."""

        indexes = (models.Index(fields=("webhook", "-id"), name="deliveries_newest"),)

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.event}"
