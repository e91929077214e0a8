"""What the plans of all lines together lack on one switch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jieting.apps.line.rendering import LineFiles, lines_to_render
from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.line.check_names import prompts_used
from jieting.domain.line.plan import Trunk
from jieting.domain.said import say
from jieting.switches.asterisk.render.pjsip import host_of


def switch_findings(today: date) -> list[Finding]:
    """Sounds, passwords and addresses that are missing, or that two lines claim."""
    lines = lines_to_render(today)
    found = [*_addresses(lines)]
    for one in lines:
        found += [*_sounds(one), *_passwords(one)]
    return found


def _sounds(one: LineFiles) -> Iterator[Finding]:
    for name in sorted({name for _, name in prompts_used(one.line.plan) if name}):
        if name not in one.sounds:
            yield Finding(
                "prompt_unheard",
                say("The prompt {name} has no sound.", name=name),
                say("Callers hear nothing there."),
                say("Have it spoken, or upload a recording, on the page of prompts."),
                Place(one.line.plan.contract),
                Severity.WARNING,
            )


def _passwords(one: LineFiles) -> Iterator[Finding]:
    for trunk in one.line.plan.trunks.values():
        if trunk.user and not one.line.trunk_secrets.get(trunk.name):
            yield Finding(
                "trunk_without_password",
                say("The trunk {trunk} has a user and no password.", trunk=trunk.name),
                say("The carrier will refuse the switch."),
                say("Enter the password that the carrier gave on the page of the line's plan."),
                Place(one.line.plan.contract),
            )


def _addresses(lines: list[LineFiles]) -> Iterator[Finding]:
    """Calls are known by the address they come from, so one address is one trunk or telephone."""
    owners: dict[str, tuple[str, Trunk]] = {}
    for one in lines:
        contract = one.line.plan.contract
        for trunk in one.line.plan.trunks.values():
            for address in trunk.match or (trunk.host,):
                owner, first = owners.setdefault(address, (contract, trunk))
                if _speaks(first) != _speaks(trunk):
                    yield _other_trunk(contract, trunk.name, address, owner, first.name)
    telephones: dict[str, str] = {}
    for one in lines:
        for agent in one.line.plan.agents.values():
            host = host_of(agent.contact) if agent.contact else ""
            if host and (other := telephones.setdefault(host, agent.name)) != agent.name:
                yield _same_telephone(one.line.plan.contract, agent.name, other, host)


def _speaks(trunk: Trunk) -> tuple[object, ...]:
    return (trunk.codecs, trunk.dtmf)


def _other_trunk(contract: str, trunk: str, address: str, owner: str, first: str) -> Finding:
    return Finding(
        "trunk_address_twice",
        say(
            "Calls from {address} are those of the trunk {first} of {owner}, not of {trunk}.",
            address=address,
            first=first,
            owner=owner,
            trunk=trunk,
        ),
        say("They come in with its codecs and its way of sending keys."),
        say("Write the same codecs and dtmf in both, or take the address out of one."),
        Place(contract),
        Severity.WARNING,
    )


def _same_telephone(contract: str, agent: str, first: str, host: str) -> Finding:
    return Finding(
        "telephone_address_twice",
        say(
            "The telephones of {first} and {agent} are both at {host}.",
            first=first,
            agent=agent,
            host=host,
        ),
        say(
            "They can be rung; what they dial themselves counts as dialled by {first}.", first=first
        ),
        say("Let them sign in with a password instead: take contact out."),
        Place(contract),
        Severity.WARNING,
    )
