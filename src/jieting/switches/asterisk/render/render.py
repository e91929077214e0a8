"""Everything an Asterisk must be told: ``render`` makes the files, name to text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jieting.switches.asterisk.render import safe
from jieting.switches.asterisk.render import small_files as small
from jieting.switches.asterisk.render.extensions import extensions
from jieting.switches.asterisk.render.modules import modules
from jieting.switches.asterisk.render.pjsip import pjsip
from jieting.switches.asterisk.render.queues import music_on_hold, queues
from jieting.switches.asterisk.render.settings import LineToRender, SwitchSettings

HEAD = (
    "; Written by jieting switch render. Changes are lost: change the plan, and render again.\n\n"
)
SECRET = frozenset({"pjsip.conf", "manager.conf"})
"""The files that hold passwords."""


def render(lines: Sequence[LineToRender], settings: SwitchSettings) -> dict[str, str]:
    """The files of the switch's folder of configuration, in order of their names.

    Errors: Unsafe where a text of a plan could mean something else to the switch.
    """
    ordered = sorted(lines, key=lambda line: line.plan.contract)
    made: Mapping[str, str] = {
        "asterisk.conf": small.asterisk(settings),
        "cdr.conf": small.cdr(),
        "cel.conf": small.cel(),
        "cel_custom.conf": small.cel_custom(),
        "extensions.conf": extensions(ordered, settings),
        "features.conf": small.features(),
        "http.conf": small.http(ordered, settings),
        "logger.conf": small.logger(),
        "manager.conf": small.manager(settings),
        "modules.conf": modules(settings),
        "musiconhold.conf": music_on_hold(ordered, settings),
        "pjsip.conf": pjsip(ordered, settings),
        "queues.conf": queues(ordered, settings),
        "rtp.conf": small.rtp(settings),
    }
    every = {**made, **small.plain()}
    return {name: safe.whole(HEAD + every[name]) for name in sorted(every)}
