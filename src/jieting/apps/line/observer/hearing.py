"""Hearing the switch live: connect, sign in, hear, and begin again when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog

from jieting.installation.switch import AMI_USER, SwitchPlace, made_secret
from jieting.switches.asterisk.ami import Ami, AmiError, Message

LOG = structlog.get_logger("jieting.line")
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 10.0


@dataclass(slots=True)
class Hearing:
    """Keeps one connection. ``began`` and ``ended`` are called with each, ``hear`` with events."""

    place: SwitchPlace
    hear: Callable[[Message], None]
    began: Callable[[Ami], Awaitable[None]]
    ended: Callable[[], None]
    _was_heard: bool = False

    async def run(self) -> None:
        """Until it is cancelled."""
        pause, said = FIRST_PAUSE_S, ""
        while True:
            try:
                await self._once()
            except AmiError as error:
                if str(error) != said:
                    said = str(error)
                    LOG.warning("the switch is not heard", reason=said)
            except Exception:
                # Nothing that a switch says may end the hearing for good.
                LOG.exception("hearing the switch failed")
            self.ended()
            if self._was_heard:
                pause, said, self._was_heard = FIRST_PAUSE_S, "", False
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _once(self) -> None:
        ami = Ami(self.place.ami_host, self.place.ami_port, self.hear)
        await ami.connect()
        reading = asyncio.create_task(ami.run(), name="ami")
        try:
            await _first_of(ami.sign_in(AMI_USER, made_secret("ami")), reading)
            self._was_heard = True
            LOG.info("the switch is heard", version=ami.version)
            await _first_of(self.began(ami), reading)
            await reading
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError, AmiError):
                await reading


async def _first_of(work: Awaitable[None], reading: asyncio.Task[None]) -> None:
    """Do the work, unless the connection ends first. Errors: AmiError."""
    doing = asyncio.ensure_future(work)
    await asyncio.wait({doing, reading}, return_when=asyncio.FIRST_COMPLETED)
    if not doing.done():
        doing.cancel()
        await reading
    await doing
