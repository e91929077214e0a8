"""Why the emergency announcement is not switched: each rule in plain words."""

from __future__ import annotations

from jieting.apps.line.models import Emergency
from jieting.domain.errors import Finding, Place
from jieting.domain.said import say


def on_already(now: Emergency) -> Finding:
    """Somebody switched it on before."""
    return Finding(
        "emergency_on",
        say("{person} has switched the emergency announcement on already.", person=now.by_name),
        say("Callers hear one announcement, for one reason."),
        say("Switch it off first, then on with another prompt."),
        Place("emergency"),
    )


def not_on() -> Finding:
    """There is nothing to switch off."""
    return Finding(
        "emergency_off",
        say("The emergency announcement is not on."),
        say("Callers go straight to the menu already."),
        say("Open the page again."),
        Place("emergency"),
    )


def no_prompt() -> Finding:
    """Neither the supervisor nor the plan names a prompt."""
    return Finding(
        "emergency_no_prompt",
        say("No prompt is chosen, and the plan names none for emergencies."),
        say("Callers would hear silence."),
        say("Choose a prompt; a new one is made on the page of the prompts."),
        Place("prompt"),
    )


def unknown_prompt(name: str) -> Finding:
    """The prompt is not there."""
    return Finding(
        "emergency_unknown_prompt",
        say("There is no prompt {name}.", name=name),
        say("Callers would hear silence."),
        say("Choose a prompt; a new one is made on the page of the prompts."),
        Place("prompt"),
    )
