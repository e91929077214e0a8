"""The line as it is kept: plans, prompts, the switch, its facts, calls, queues, call-backs."""

from __future__ import annotations

from django.db import models
from django.db.models.fields.json import KeyTransform


class PlanRevision(models.Model):
    """The plan of a contract's line as TOML; ``applied_at`` is when the switch took it over."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    made_by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        """Revisions are never changed; the highest one holds."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "revision"), name="one_plan_revision"),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} {self.revision}"


class Prompt(models.Model):
    """A sound that callers hear, in the switch's own format (8 kHz, 16 bit, mono wav).

    ``spoken`` is the text where a machine spoke it, empty where a person recorded it.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    name = models.SlugField(max_length=64)
    sound = models.BinaryField()
    digest = models.CharField(max_length=64)
    seconds = models.DecimalField(max_digits=8, decimal_places=2)
    spoken = models.TextField(blank=True)
    made_by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        """One sound for a name."""

        constraints = (models.UniqueConstraint(fields=("contract", "name"), name="one_prompt"),)

    def __str__(self) -> str:
        return self.name


class Secret(models.Model):
    """A password that somebody else gave, sealed: a carrier's, by the name of its trunk."""

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=64)
    sealed = models.BinaryField()
    set_at = models.DateTimeField()

    class Meta:
        """One secret for a name."""

        constraints = (models.UniqueConstraint(fields=("contract", "name"), name="one_secret"),)

    def __str__(self) -> str:
        return self.name


class Switch(models.Model):
    """A switch and how far it was read.

    ``log`` is file name to [inode, offset] up to which facts are kept; it moves in the transaction
    that keeps them. ``seen_at`` is when the observer last heard of it, ``booted_at`` when it last
    started; ``state`` is what it runs now (calls, agents), for the page.
    """

    system = models.CharField(max_length=32, unique=True)
    simulated = models.BooleanField(default=False)
    connected = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True)
    booted_at = models.DateTimeField(null=True)
    version = models.CharField(max_length=64, blank=True)
    log = models.JSONField(default=dict)
    state = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.system


class Gap(models.Model):
    """A time in which nobody listened to the switch; ``caught_up_at`` is when its log was read.

    What only the live stream tells (holds) is not known of calls in a gap.
    """

    system = models.CharField(max_length=32)
    began_at = models.BigIntegerField()
    ended_at = models.BigIntegerField()
    cause = models.CharField(max_length=16)
    caught_up_at = models.DateTimeField(null=True)
    facts = models.IntegerField(default=0)

    class Meta:
        """The latest first."""

        indexes = (models.Index(fields=("system", "-began_at"), name="gaps_by_time"),)

    def __str__(self) -> str:
        return f"{self.system} {self.began_at}"


class Fact(models.Model):
    """A fact of ``jieting.domain.line.facts``; kept until its call is closed for good."""

    system = models.CharField(max_length=32)
    call = models.CharField(max_length=64, db_collation="C")
    key = models.CharField(max_length=160, db_collation="C")
    at = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    source = models.CharField(max_length=10)
    seen_at = models.BigIntegerField()

    class Meta:
        """A fact is told once, however many ways it came."""

        constraints = (models.UniqueConstraint(fields=("system", "call", "key"), name="one_fact"),)
        indexes = (models.Index(fields=("system", "at"), name="facts_by_time"),)

    def __str__(self) -> str:
        return f"{self.call} {self.key}"


class LineCall(models.Model):
    """A call on the line, from its arrival on; its row in the books comes when it is over.

    ``kept`` is the number of that row, ``events`` the facts once it is over. The rest is what
    ``domain.line.told.after_call`` says. ``stage``, ``queue`` and ``agent`` are where it is now.
    """

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    system = models.CharField(max_length=32)
    call = models.CharField(max_length=64, db_collation="C")
    source = models.CharField(max_length=32)
    direction = models.CharField(max_length=10)
    arrived_at = models.BigIntegerField()
    stage = models.CharField(max_length=20)
    stage_at = models.BigIntegerField()
    queue = models.CharField(max_length=64, blank=True)
    agent = models.CharField(max_length=64, blank=True)
    over = models.BooleanField(default=False)
    kept = models.BigIntegerField(null=True)
    kept_digest = models.CharField(max_length=64, blank=True)
    events = models.JSONField(default=list)
    outcome = models.CharField(max_length=20, blank=True)
    invited_at = models.BigIntegerField(null=True)
    survey_key = models.CharField(max_length=8, blank=True)
    counted = models.BooleanField(default=False)
    ended_by = models.CharField(max_length=10, blank=True)
    rang_unanswered = models.IntegerField(default=0)
    holds = models.IntegerField(default=0)
    transfers = models.IntegerField(default=0)
    conferences = models.IntegerField(default=0)
    call_back_asked = models.BooleanField(default=False)

    class Meta:
        """One row for a call; those that are on the line now are found at once."""

        constraints = (models.UniqueConstraint(fields=("system", "call"), name="one_line_call"),)
        indexes = (
            models.Index(fields=("contract", "-arrived_at"), name="line_calls_by_arrival"),
            models.Index(
                fields=("contract", "arrived_at"),
                name="line_calls_now",
                condition=models.Q(over=False),
            ),
            models.Index(fields=("kept",), name="line_calls_kept"),
        )

    def __str__(self) -> str:
        return self.call


class Seat(models.Model):
    """An agent's place in a queue: what the agent wants and what the switch has confirmed.

    ``wanted`` is in, paused or out; ``confirmed`` the same once the switch says so.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    agent = models.CharField(max_length=64)
    queue = models.CharField(max_length=64)
    wanted = models.CharField(max_length=8, default="out")
    reason = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    confirmed = models.CharField(max_length=8, default="out")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        """One place for an agent in a queue."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "agent", "queue"), name="one_seat"),
        )

    def __str__(self) -> str:
        return f"{self.agent} {self.queue}"


class Command(models.Model):
    """Something that the switch shall do; the observer, which holds the connection, sends it.

    ``kind`` names a sender of ``line.observer.commands``; ``answer`` is what the switch said.
    """

    class State(models.TextChoices):
        """Asked, then done or refused by the switch; lost where the switch never answered."""

        ASKED = "asked"
        DONE = "done"
        REFUSED = "refused"
        LOST = "lost"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32)
    arguments = models.JSONField(default=dict)
    asked_by_name = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    done_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        """Those that wait are found at once, and those about a seat, a call or a call-back."""

        indexes = (
            models.Index(fields=("id",), name="commands_asked", condition=models.Q(state="asked")),
            models.Index(
                fields=("contract", "-id"),
                name="commands_emergency",
                condition=models.Q(kind="emergency_set"),
            ),
            models.Index(KeyTransform("seat", "arguments"), name="commands_of_seat"),
            models.Index(KeyTransform("call", "arguments"), name="commands_of_call"),
            models.Index(KeyTransform("call_back", "arguments"), name="commands_of_call_back"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Emergency(models.Model):
    """The emergency announcement of a line: callers hear it before all else while it is on."""

    contract = models.OneToOneField(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    on = models.BooleanField(default=False)
    prompt = models.SlugField(max_length=64, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField()
    by_name = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.contract_id} {self.on}"


class CallBack(models.Model):
    """Somebody to be called back: asked for it in the queue, or was missed there."""

    class State(models.TextChoices):
        """Waits, somebody is at it, and how it ended."""

        OPEN = "open"
        TAKEN = "taken"
        REACHED = "reached"
        NOT_REACHED = "not_reached"
        CALLED_AGAIN = "called_again"
        GIVEN_UP = "given_up"

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=32)
    call = models.CharField(max_length=64, db_collation="C")
    queue = models.CharField(max_length=64, blank=True)
    asked = models.BooleanField(default=False)
    missed_at = models.BigIntegerField()
    number_sealed = models.BinaryField(null=True)
    number_index = models.BinaryField(null=True)
    state = models.CharField(max_length=14, choices=State.choices, default=State.OPEN)
    tries = models.JSONField(default=list)
    taken_by_name = models.CharField(max_length=150, blank=True)
    changed_at = models.DateTimeField()
    result = models.CharField(max_length=500, blank=True)

    class Meta:
        """A call is called back once; the oldest open one first, one caller's calls together."""

        constraints = (models.UniqueConstraint(fields=("system", "call"), name="one_call_back"),)
        indexes = (
            models.Index(fields=("contract", "state", "missed_at"), name="call_backs_open"),
            models.Index(fields=("contract", "number_index"), name="call_backs_of_caller"),
            models.Index(fields=("contract", "-changed_at"), name="call_backs_by_change"),
        )

    def __str__(self) -> str:
        return f"{self.call} {self.state}"


class LineFinding(models.Model):
    """Something that the switch told and that cannot be right, or that nobody knows how to read.

    ``key`` keeps one thing from being told twice; ``found`` is a packed Finding.
    """

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", null=True
    )
    system = models.CharField(max_length=32)
    key = models.CharField(max_length=200, db_collation="C")
    code = models.CharField(max_length=64)
    call = models.CharField(max_length=64, blank=True)
    found = models.JSONField()
    times = models.IntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=150, blank=True)
    settled_words = models.CharField(max_length=500, blank=True)

    class Meta:
        """One row for one thing; the open ones first."""

        constraints = (models.UniqueConstraint(fields=("system", "key"), name="one_finding"),)
        indexes = (
            models.Index(fields=("system", "call"), name="findings_of_call"),
            models.Index(
                fields=("contract", "-last_at"),
                name="findings_open",
                condition=models.Q(settled_at=None),
            ),
        )

    def __str__(self) -> str:
        return self.key
