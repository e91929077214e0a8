"""Having the running switch read its files again; no call is dropped by it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from jieting.domain.errors import Finding, Place, Refused, Severity
from jieting.domain.said import say
from jieting.installation.switch import AMI_USER, made_secret
from jieting.installation.switch_setup import SwitchSetup
from jieting.switches.asterisk.ami import Ami, AmiError
from jieting.switches.asterisk.render.settings import AMI_PURPOSE

PARTS = (
    "acl",
    "cdr",
    "cel",
    "cel_custom.so",
    "features",
    "http",
    "indications",
    "logger",
    "manager",
    "res_rtp_asterisk.so",
    "res_musiconhold.so",
    "res_pjsip.so",
    "res_pjsip_outbound_registration.so",
    "app_queue.so",
    "pbx_config.so",
)
"""The parts of the switch that read a file again while calls go on; one that did not change is
passed over by the switch itself. The dialplan comes last: it names what the others bring."""
AT_START = frozenset({"asterisk.conf", "modules.conf"})
"""Files that the switch reads only when it starts."""
_SIGN_IN_S = 10.0


def reload_switch(setup: SwitchSetup, changed: Iterable[str]) -> tuple[int, list[Finding]]:
    """Have it read everything again; how many parts were reloaded, and what needs a restart.

    Errors: Refused where the switch does not answer or refuses.
    """
    try:
        asyncio.run(_reload(setup))
    except (AmiError, TimeoutError) as error:
        raise Refused(_not_applied(setup, error)) from error
    late = sorted(AT_START & set(changed))
    return len(PARTS), [_needs_restart(late)] if late else []


async def _reload(setup: SwitchSetup) -> None:
    ami = Ami(setup.ami_host, setup.ami_port, hear=lambda _message: None)
    await ami.connect()
    running = asyncio.create_task(ami.run())
    try:
        async with asyncio.timeout(_SIGN_IN_S):
            await ami.send(
                "Login", Username=AMI_USER, Secret=made_secret(AMI_PURPOSE), Events="off"
            )
        for part in PARTS:
            await ami.send("Reload", Module=part)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError, AmiError):
            await running
        await ami.close()


def _not_applied(setup: SwitchSetup, error: Exception) -> Finding:
    return Finding(
        "not_applied",
        say("The switch did not take the new files over: {why}.", why=str(error) or "timeout"),
        say("They are written, and it goes on with the old ones."),
        say("Start the switch, or see that its AMI listens there, and apply again."),
        Place(f"{setup.ami_host}:{setup.ami_port}"),
    )


def _needs_restart(files: list[str]) -> Finding:
    return Finding(
        "needs_restart",
        say("The switch reads {files} only when it starts.", files=", ".join(files)),
        say("What has changed in it does not hold yet; everything else does."),
        say("Restart the switch when nobody calls: core restart gracefully."),
        severity=Severity.WARNING,
    )
