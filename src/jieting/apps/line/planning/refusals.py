"""Why a plan, a password or a comparison is not taken."""

from __future__ import annotations

from dataclasses import replace

from jieting.domain.errors import Finding, Place
from jieting.domain.said import say


def changed_meanwhile(by_name: str, revision: int) -> Finding:
    """Somebody else saved a plan after the one that this is based on."""
    return Finding(
        "plan_changed",
        say(
            "{person} saved revision {revision} in the meantime.", person=by_name, revision=revision
        ),
        say("Saving now would take back that change unseen."),
        say("Open the plan again and make your change in it."),
        Place(column="revision"),
    )


def too_long(most: int) -> Finding:
    """A text beyond every plan."""
    return Finding(
        "plan_too_long",
        say("The plan has more than {most} letters.", most=most),
        say("No plan needs as many; this is some other file."),
        say("Check which file it is."),
        Place(column="text"),
    )


def no_text() -> Finding:
    """A file with bytes that no text has."""
    return Finding(
        "not_a_text",
        say("The file is no text."),
        say("A plan is text in UTF-8."),
        say("Check that it is a plan (.toml)."),
        Place(column="file"),
    )


def no_trunk(name: str) -> Finding:
    """A password for a trunk that the plan does not have."""
    return Finding(
        "no_such_trunk",
        say("The plan has no trunk {name}.", name=name),
        say("Its password would never be used."),
        say("Add the trunk first."),
        Place(column="trunk"),
    )


def password_unfit() -> Finding:
    """A password that cannot stand in the switch's configuration."""
    return Finding(
        "password_unfit",
        say("The password holds a character that no configuration file can bear, or is too long."),
        say("The switch would read another password than the carrier gave."),
        say("Ask the carrier for one of at most 100 visible letters, digits and signs."),
        Place(column="password"),
    )


def unknown_person(agent: str, person: str) -> Finding:
    """An agent whose person may not serve in the contract."""
    return Finding(
        "unknown_person",
        say("{person} is nobody who serves in this contract.", person=person),
        say("The agent {agent} could never sign in to a queue.", agent=agent),
        say("Choose an agent or a supervisor of the contract, or leave it empty."),
        Place(column=f"agent.{agent}.person"),
    )


def number_taken(number: str, contract_id: str) -> Finding:
    """A called number that leads to another line already."""
    return Finding(
        "number_taken",
        say(
            "The number {number} leads to the line of {contract}.",
            number=number,
            contract=contract_id,
        ),
        say("One number can lead to one line only."),
        say("Take it out there first, or write another."),
        Place(column="line.numbers"),
    )


def extension_taken(agent: str, extension: str, contract_id: str) -> Finding:
    """An extension that is an agent's of another line."""
    return Finding(
        "extension_taken",
        say(
            "The extension {extension} belongs to the line of {contract}.",
            extension=extension,
            contract=contract_id,
        ),
        say("All lines share one switch, on which an extension is one telephone."),
        say("Give the agent another extension."),
        Place(column=f"agent.{agent}.extension"),
    )


def not_yet_free(taken: Finding, contract_id: str) -> Finding:
    """The same where the other line's newest plan gives it up, but the switch runs an older."""
    return replace(
        taken,
        remedy=say(
            "Have the newest plan of {contract}, which gives it up, applied first.",
            contract=contract_id,
        ),
    )


def not_writable(command: str) -> Finding:
    """The pages may not write the switch's files."""
    return Finding(
        "switch_not_writable",
        say("The switch's files cannot be written from here."),
        say("They belong to the administrator of its machine, or no switch is set up."),
        say("Ask the administrator to run {command}.", command=command),
    )
