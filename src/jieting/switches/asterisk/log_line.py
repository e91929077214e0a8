"""One line of Asterisk's queue_log: time|call|queue|agent|event|parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jieting.domain.errors import Finding, Place
from jieting.domain.periods import SECOND, Instant
from jieting.domain.said import Said, say

_TIME = re.compile(r"(\d{9,11})(?:\.(\d{1,6}))?")
_NAME = re.compile(r"[A-Z][A-Z_0-9]*")
_FEWEST = 5
_LATEST = 4_102_444_800  # the year 2100; a later time is a garbled one
NO_CALL = frozenset({"", "NONE", "REALTIME", "MANAGER"})
"""What stands in the place of the call's id where the event belongs to no call."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line as its parts; ``NONE`` for a queue or an agent becomes empty text."""

    number: int
    at: Instant
    call: str
    queue: str
    agent: str
    event: str
    data: tuple[str, ...]

    @property
    def place(self) -> Place:
        """Where the line stands."""
        return Place(line=self.number)

    def seconds(self, index: int) -> Instant | None:
        """Parameter ``index`` (negative: from the end), whole seconds, as microseconds."""
        try:
            text = self.data[index]
        except IndexError:
            return None
        return int(text) * SECOND if text.isascii() and text.isdigit() else None


def parse_line(raw: bytes, number: int) -> LogLine | Finding:
    """The parts of a line; a Finding where it is garbled or cut off."""
    try:
        text = raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        return garbled(number, say("the line is not UTF-8 text"))
    fields = text.split("|")
    if len(fields) < _FEWEST:
        return garbled(
            number,
            say("it has {count} of at least {fewest} fields", count=len(fields), fewest=_FEWEST),
        )
    at = _instant(fields[0])
    if at is None:
        return garbled(number, say("its time {time} is no time", time=_short(fields[0])))
    if not _NAME.fullmatch(fields[4]):
        return garbled(number, say("{name} is no event", name=_short(fields[4])))
    queue, agent = ("" if name == "NONE" else name for name in fields[2:4])
    return LogLine(number, at, fields[1], queue, agent, fields[4], tuple(fields[5:]))


def garbled(number: int, reason: Said) -> Finding:
    """A line that cannot be understood; what it told is lost."""
    return Finding(
        "garbled_line",
        say("The line cannot be read: {reason}.", reason=reason),
        say("What it told of a call is missing, and that call may lose its outcome."),
        say("Look for the line in the switch's own log; a crash or a full disk garbles lines."),
        Place(line=number),
    )


def _instant(text: str) -> Instant | None:
    found = _TIME.fullmatch(text)
    if not found or int(found[1]) > _LATEST:
        return None
    return int(found[1]) * SECOND + int((found[2] or "0").ljust(6, "0"))


def _short(text: str) -> str:
    printable = "".join(c if c.isprintable() else "?" for c in text)
    return repr(printable if len(printable) <= 40 else printable[:40] + "...")
