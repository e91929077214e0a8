"""Why a reading cannot be agreed to, or taken back."""

from __future__ import annotations

from jieting.domain.errors import Finding, Place
from jieting.domain.said import say


def no_version(contract_id: str, name: str) -> Finding:
    """A version that is not there."""
    return Finding(
        "no_version",
        say("{contract} has no version {version}.", contract=contract_id, version=name),
        say("A reading is agreed to in a version."),
        say("Open the contract's page again."),
        Place(contract_id),
    )


def replaced(name: str) -> Finding:
    """A version after which a later one was added."""
    return Finding(
        "version_replaced",
        say("Version {version} has been replaced by a later one.", version=name),
        say("What is agreed now is agreed for the months to come."),
        say("Agree to the readings of the newest version."),
        Place(column="version"),
    )


def no_reading(name: str) -> Finding:
    """A reading that the version has not."""
    return Finding(
        "no_reading",
        say("The version has no reading {reading}.", reading=name),
        say("Nothing there could be agreed to."),
        say("Open the contract's page again."),
        Place(column=name),
    )


def not_agreed(name: str) -> Finding:
    """Nothing to take back."""
    return Finding(
        "not_agreed",
        say("Your side has not agreed to {reading}.", reading=name),
        say("Nothing is there to be taken back."),
        say("Open the contract's page again."),
        Place(column=name),
    )


def both_agreed(name: str) -> Finding:
    """What both sides agreed to holds."""
    return Finding(
        "both_agreed",
        say("Both sides have agreed to {reading}.", reading=name),
        say("What both have agreed to holds for both."),
        say("Propose an amendment that changes the reading."),
        Place(column=name),
    )
