"""CEL, the switch's own log of its channels: milestones, rings, transfers, after any gap."""

from __future__ import annotations

import csv
import io
import json
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from jieting.domain.errors import Finding, Severity
from jieting.domain.line.facts import Fact, FactKind, Source
from jieting.domain.said import say
from jieting.switches.asterisk.channels import Consulted, agent_extension, dialled
from jieting.switches.asterisk.milestone import (
    NAME,
    Strange,
    Told,
    instant,
    read_milestone,
    stranger,
)

FILE = "cel-custom/jieting.csv"
"""The log, below the switch's folder of logs."""
COLUMNS = (
    ("event", "eventtype"),
    ("at", "eventtime"),
    ("number", "CALLERID(num)"),
    ("exten", "CHANNEL(exten)"),
    ("context", "CHANNEL(context)"),
    ("channel", "CHANNEL(channame)"),
    ("app", "CHANNEL(appname)"),
    ("app_data", "CHANNEL(appdata)"),
    ("leg", "CHANNEL(uniqueid)"),
    ("call", "CHANNEL(linkedid)"),
    ("peer", "BRIDGEPEER"),
    ("user_field", "CHANNEL(userfield)"),
    ("user_type", "userdeftype"),
    ("extra", "eventextra"),
)
"""Every column: our word, and the switch's variable that fills it."""
MAPPING = ",".join(f"${{CSV_QUOTE(${{{variable}}})}}" for _, variable in COLUMNS)
"""The line of ``cel_custom.conf`` that writes these columns."""
_MOST_LEGS = 20_000
_QUEUE_LEG = "AppQueue"

Name = Callable[[str], str]
"""The agent's name of an extension; the extension itself where it is no agent's."""


@dataclass(slots=True)
class CelReader:
    """Reads rows; it remembers which legs were answered, since a ring is told by its absence.

    After a start it does not know of legs answered before: a ring that it then tells wrongly
    contradicts the ``answered`` of the same leg, and whoever folds the call drops it.
    """

    system: str
    name: Name = field(default=str)
    _answered: OrderedDict[str, None] = field(default_factory=OrderedDict)
    _consulted: Consulted = field(default_factory=Consulted)

    def facts(self, raw: bytes) -> Iterator[Fact | Strange]:
        """What one line tells."""
        row = _row(raw)
        if row is None:
            yield garbled_row(self.system, raw)
            return
        kind = row["user_type"] if row["user_type"] == NAME else row["event"]
        reader = _READERS.get(kind)
        if reader is None:
            return
        told = Told(self.system, row["call"], row["leg"], Source.CEL)
        strange = stranger(told)
        if strange is not None:
            yield strange
            return
        yield from reader(self, row, told)

    def milestone(self, row: dict[str, str], told: Told) -> Iterator[Fact | Strange]:
        """A milestone of our dialplan."""
        yield read_milestone(str(_extra(row).get("extra", "")), told)

    def began(self, row: dict[str, str], told: Told) -> Iterator[Fact | Strange]:
        """A channel began: perhaps an agent asks somebody."""
        self._consulted.began(told.call, row["channel"], told.leg)
        return iter(())

    def answered(self, row: dict[str, str], told: Told) -> Iterator[Fact | Strange]:
        """A leg was answered: its end will be no ring."""
        self._answered[told.leg] = None
        while len(self._answered) > _MOST_LEGS:
            self._answered.popitem(last=False)
        return iter(())

    def hung_up(self, row: dict[str, str], told: Told) -> Iterator[Fact | Strange]:
        """A leg of a queue ended; it only rang where it was never answered."""
        known = told.leg in self._answered
        self._answered.pop(told.leg, None)
        extension = agent_extension(row["channel"])
        at = instant(row["at"])
        if known or row["app"] != _QUEUE_LEG or not extension or at is None:
            return
        yield rang(told, at, self.name(extension))

    def attended(self, row: dict[str, str], told: Told) -> Iterator[Fact | Strange]:
        """An agent spoke with the target and joined the caller with it."""
        extra, at = _extra(row), instant(row["at"])
        channel, leg = self._consulted.target(
            told.call,
            str(extra.get("transfer_target_channel_name", "")),
            str(extra.get("transfer_target_channel_uniqueid", "")),
        )
        to = dialled(channel)
        if at is not None:
            by = self.name(agent_extension(row["channel"]))
            yield from attended(told, at, by, Target(to, self.name(to), leg))


def rang(told: Told, at: int, agent: str) -> Fact:
    """An agent's telephone rang and nobody answered, on the leg ``told.leg``."""
    data = {"agent": agent, "leg": told.leg}
    return _fact(told, at, FactKind.RANG, f"rang:{told.leg}", data)


@dataclass(frozen=True, slots=True)
class Target:
    """Whom an agent joined a caller with: what was dialled, the agent's name, the leg."""

    dialled: str
    name: str
    leg: str


def attended(told: Told, at: int, agent: str, target: Target) -> Iterator[Fact]:
    """The transfer by ``agent`` on ``told.leg``, and that an agent it went to answers now."""
    data = {"agent": agent, "way": "attended", "to": target.name, "leg": told.leg}
    yield _fact(told, at, FactKind.TRANSFERRED, f"transferred:{told.leg}", data)
    # A number that is no agent's is its own name: an outside party, whose talk is not ours.
    if target.name != target.dialled and target.leg:
        answered = {"agent": target.name, "queue": "", "leg": target.leg}
        # After the transfer by as little as can be, so that the order of the two is no accident.
        # Its key is the transfer's: the two ways may know the target by different channels.
        yield _fact(told, at + 1, FactKind.ANSWERED, f"answered:after:{told.leg}", answered)


def _fact(told: Told, at: int, kind: FactKind, key: str, data: dict[str, str]) -> Fact:
    return Fact(
        system=told.system, call=told.call, key=key, at=at, kind=kind, data=data, source=told.source
    )


def garbled_row(system: str, raw: bytes) -> Strange:
    """A row that cannot be read; what it told is lost, unless the live stream told it too."""
    finding = Finding(
        "cel_garbled",
        say("A row of the switch's log of channels has not the {n} columns.", n=len(COLUMNS)),
        say("What it told of a call is missing, unless it was heard live."),
        say("Look for a full disk or a crash; write the switch's configuration again."),
        severity=Severity.WARNING,
    )
    del raw  # it may hold a caller's number
    return Strange(f"cel:garbled:{system}", "", finding)


def _row(raw: bytes) -> dict[str, str] | None:
    try:
        text = raw.decode("utf-8").replace("\x00", "")
        fields = next(csv.reader(io.StringIO(text)), [])
    except (UnicodeDecodeError, csv.Error):
        return None
    if len(fields) != len(COLUMNS):
        return None
    return {name: value for (name, _), value in zip(COLUMNS, fields, strict=True)}


def _extra(row: dict[str, str]) -> dict[str, object]:
    try:
        extra = json.loads(row["extra"] or "{}")
    except ValueError:
        return {}
    return extra if isinstance(extra, dict) else {}


_READERS: dict[str, Callable[[CelReader, dict[str, str], Told], Iterator[Fact | Strange]]] = {
    NAME: CelReader.milestone,
    "CHAN_START": CelReader.began,
    "ANSWER": CelReader.answered,
    "HANGUP": CelReader.hung_up,
    "ATTENDEDTRANSFER": CelReader.attended,
}
