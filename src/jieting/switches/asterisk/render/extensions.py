"""The dialplan of all lines: ``extensions.conf``."""

from __future__ import annotations

from collections.abc import Sequence

from jieting.switches.asterisk.render import names, safe
from jieting.switches.asterisk.render.arriving import arriving, called, ended
from jieting.switches.asterisk.render.calling import called_answered, calling
from jieting.switches.asterisk.render.dialplan import Context, joined, telling
from jieting.switches.asterisk.render.hours import days
from jieting.switches.asterisk.render.nodes import nodes
from jieting.switches.asterisk.render.queueing import (
    agent_answered,
    keys_while_waiting,
    queueing,
)
from jieting.switches.asterisk.render.settings import LineToRender, SwitchSettings


def extensions(lines: Sequence[LineToRender], settings: SwitchSettings) -> str:
    """Everything that happens to a call."""
    head = [
        "[general]",
        "static=yes",
        "writeprotect=yes",
        "clearglobalvars=yes",
        "",
        "[globals]",
        f"JT_SOUNDS={safe.path(settings.sounds)}",
        f"JT_SPOOL={safe.path(settings.spool)}",
        "",
    ]
    shared = [called(lines), telling(), ended(), agent_answered(), called_answered()]
    own = [context for line in lines for context in _of_line(line, settings)]
    return "\n".join(head) + "\n" + joined([*shared, *own])


def _of_line(line: LineToRender, settings: SwitchSettings) -> list[Context]:
    main = Context(names.context(line.plan))
    arriving(line, main)
    nodes(line, main)
    queueing(line, main)
    dated = days(line, settings.today)
    found = [main, keys_while_waiting(line), *calling(line)]
    return [*found, dated] if dated is not None else found
