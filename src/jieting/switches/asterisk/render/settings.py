"""What is rendered: the lines of an installation, and where and how its switch runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from jieting.domain.contracts.calendar import ServiceCalendar
from jieting.domain.line.plan import Plan

AMI_PURPOSE = "ami"
"""The purpose of the password with which the product signs in at the switch."""


def telephone_purpose(extension: str) -> str:
    """The purpose of the password of a telephone."""
    return f"telephone {extension}"


@dataclass(frozen=True, slots=True)
class Address:
    """Where something listens."""

    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToRender:
    """A contract's line: its plan, when it is open, what carriers gave, which sounds there are.

    ``sounds`` are the names of prompts that can be heard; one that is missing is not played.
    """

    plan: Plan
    calendar: ServiceCalendar = field(default_factory=ServiceCalendar)
    zone: ZoneInfo
    language: str = "zh"
    trunk_secrets: Mapping[str, str] = field(default_factory=dict)
    sounds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchSettings:
    """The switch: its name, its folders as it sees them itself, its addresses and passwords.

    ``data`` is the folder with the switch's own documentation and sounds. ``modules_there`` are
    the modules it has (None: not known), so that none is asked for in vain. ``counted`` are the
    languages in which a place in the queue can be said. ``public`` is the address that carriers
    see where the switch stands behind a router, ``media`` the one that sound is sent from.
    """

    system: str
    etc: str
    logs: str
    spool: str
    sounds: str
    lib: str
    run: str
    data: str
    modules: str
    music: str
    today: date
    ami_secret: str
    telephone_secret: Callable[[str], str]
    sip: Address = Address("0.0.0.0", 5060)  # noqa: S104 - carriers and telephones come from outside
    ami: Address = Address("127.0.0.1", 5038)
    http: Address = Address("127.0.0.1", 8088)
    rtp: tuple[int, int] = (10000, 20000)
    modules_there: frozenset[str] | None = None
    counted: frozenset[str] = frozenset()
    public: str = ""
    media: str = ""
