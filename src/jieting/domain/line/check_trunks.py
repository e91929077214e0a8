"""Trunks of a plan: addresses, ports and codecs that a switch can use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_network

from jieting.domain.errors import Finding
from jieting.domain.line.check_place import told, warned
from jieting.domain.line.plan import Plan, Trunk
from jieting.domain.said import say

CODECS = ("alaw", "ulaw", "g722", "opus")
"""What the switch turns into its prompts and recordings without a licence."""
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63})*\.?")
_DOTS_AND_DIGITS = re.compile(r"[0-9.]+")
_USER = re.compile(r"[A-Za-z0-9._+@-]{1,64}")
_CALLER_ID = re.compile(r"\+?[0-9]{2,20}")


def trunk_findings(plan: Plan) -> Iterator[Finding]:
    """Everything that can be said against the trunks."""
    if not plan.trunks:
        yield warned(
            "no_trunk",
            ("trunk",),
            say("The line has no trunk."),
            say("No call of a carrier comes in, and none goes out."),
            say("Add the carrier's address."),
        )
    for trunk in plan.trunks.values():
        yield from _addresses(trunk)
        yield from _codecs(trunk)
        yield from _signing_in(trunk)


def is_host(text: str) -> bool:
    """True for an IP address or a name of a machine."""
    return (_is_network(text) and "/" not in text) or (
        _HOST.fullmatch(text) is not None and not _DOTS_AND_DIGITS.fullmatch(text)
    )


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _addresses(trunk: Trunk) -> Iterator[Finding]:
    named = [("host", trunk.host)] if not is_host(trunk.host) else []
    named += [("match", m) for m in trunk.match if not (is_host(m) or _is_network(m))]
    for field, address in named:
        yield told(
            "address",
            ("trunk", trunk.name, field),
            say("{address} is no address of a machine.", address=address),
            say("The switch could not find the carrier there."),
            say("Write a name such as sip.example.net or an address such as 192.0.2.10."),
        )
    if not 1 <= trunk.port <= 65_535:
        yield told(
            "port",
            ("trunk", trunk.name, "port"),
            say("The port {port} does not exist.", port=trunk.port),
            say("Ports go from 1 to 65535; SIP's is 5060."),
            say("Correct the value."),
        )


def _codecs(trunk: Trunk) -> Iterator[Finding]:
    unknown = [codec for codec in trunk.codecs if codec not in CODECS]
    if unknown or not trunk.codecs:
        yield told(
            "codecs",
            ("trunk", trunk.name, "codecs"),
            say(
                "The codecs of the trunk {trunk} are {codecs}.",
                trunk=trunk.name,
                codecs=", ".join(trunk.codecs) or "-",
            ),
            say("The switch speaks {known}.", known=", ".join(CODECS)),
            say("Name those that the carrier speaks as well; in China that is alaw."),
        )


def _signing_in(trunk: Trunk) -> Iterator[Finding]:
    if trunk.registers and not trunk.user:
        yield told(
            "no_user",
            ("trunk", trunk.name, "user"),
            say("The trunk {trunk} signs in at the carrier and has no user.", trunk=trunk.name),
            say("The carrier would refuse it."),
            say("Write the user that the carrier gave, or let it not sign in."),
        )
    if trunk.user and not _USER.fullmatch(trunk.user):
        yield told(
            "user",
            ("trunk", trunk.name, "user"),
            say("{user} is no user of a carrier.", user=trunk.user),
            say("It has letters, digits and . _ + @ - only."),
            say("Write it as the carrier gave it."),
        )
    if trunk.caller_id and not _CALLER_ID.fullmatch(trunk.caller_id):
        yield told(
            "not_a_number",
            ("trunk", trunk.name, "caller_id"),
            say("{number} is no number that a call can show.", number=trunk.caller_id),
            say("A carrier takes 2 to 20 digits, with a + before them or without."),
            say("Write the digits alone."),
        )
