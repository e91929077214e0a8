"""``jieting switch watch``: hear the switch, read its log; ``jieting serve`` keeps it running."""

from __future__ import annotations

import asyncio
import os

import click

from jieting.cli.options import language_option
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.said import say
from jieting.installation.home import Home, home
from jieting.installation.locks import FileLock
from jieting.installation.logs import configure
from jieting.installation.switch import FILE, SwitchPlace, switch_place

LOCK = "watch.lock"


@click.command()
@language_option
def watch(lang: str) -> None:
    """Hear the switch and read its log until a signal to stop; `jieting serve` does it too."""
    from jieting.cli.application import migrate, ready

    configure("watch")
    place = home()
    found = placed(place)
    migrate(ready())
    observe(place, found)


def observe(place: Home, found: SwitchPlace) -> None:
    """Observe the switch until a signal to stop; Django is set up.

    Errors: Refused where another process of this home observes it.
    """
    from jieting.apps.line.observer.process import Observer

    lock = FileLock(place.root / LOCK)
    try:
        if not lock.try_take(f"{os.getpid()}"):
            raise Refused(_observed_already(place, lock.words()))
        asyncio.run(_run(Observer, found))
    finally:
        lock.close()


def placed(place: Home) -> SwitchPlace:
    """The switch of this installation. Errors: Refused where it has none, or it cannot be read."""
    try:
        found = switch_place(place)
    except (ValueError, OSError) as error:
        raise Refused(_no_switch(place, str(error))) from error
    if found is None:
        raise Refused(_no_switch(place, say("the file is not there")))
    return found


async def _run(observer: type, found: SwitchPlace) -> None:
    await observer(found).run()


def _no_switch(place: Home, reason: object) -> Finding:
    return Finding(
        "no_switch",
        say("This installation has no switch: {reason}.", reason=reason),
        say("There is nobody to hear."),
        say("Write the switch's configuration: jieting switch render DIR."),
        Place(str(place.root / FILE)),
    )


def _observed_already(place: Home, words: str) -> Finding:
    return Finding(
        "observed_already",
        say("The switch is being observed already: process {words}", words=words),
        say("Two would do the same work twice."),
        say("Use the one that runs (jieting serve has one), or stop it first."),
        Place(str(place.root / LOCK)),
    )
