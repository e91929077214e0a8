"""Lines and settings to render in tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from jieting.domain.line.plan import Plan
from jieting.switches.asterisk.render.render import render
from jieting.switches.asterisk.render.settings import LineToRender, SwitchSettings
from tests.switch.dialplan import Dialplan
from tests.unit.line.plans import example

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 22)
ROOT = "/srv/line"
SETTINGS = SwitchSettings(
    system="jt1",
    etc=f"{ROOT}/etc",
    logs=f"{ROOT}/logs",
    spool=f"{ROOT}/spool",
    sounds=f"{ROOT}/sounds",
    lib=f"{ROOT}/lib",
    run=f"{ROOT}/run",
    data=f"{ROOT}/data",
    modules="/usr/lib/asterisk/modules",
    music=f"{ROOT}/sounds/waiting-music",
    today=TODAY,
    ami_secret="of-ami",
    telephone_secret=lambda extension: f"of-{extension}",
    counted=frozenset({"zh"}),
)


def line(plan: Plan | None = None, **fields: object) -> LineToRender:
    plan = plan or example()
    made = LineToRender(plan=plan, zone=SHANGHAI, sounds=frozenset(plan.prompts))
    return replace(made, **fields)


def files(*lines: LineToRender, **settings: object) -> dict[str, str]:
    return render(lines or (line(),), replace(SETTINGS, **settings))


def dialplan(*lines: LineToRender) -> Dialplan:
    return Dialplan.read(files(*lines)["extensions.conf"])


def sections(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The sections of a file: head as it stands, and its pairs in order."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for row in text.splitlines():
        if row.startswith("["):
            found.append((row, []))
        elif row and not row.startswith(";"):
            name, _, value = row.partition("=")
            found[-1][1].append((name, value))
    return found


def section(text: str, head: str) -> dict[str, str]:
    """The pairs of the one section with this head; a second one of that head is merged in."""
    return dict(pair for name, pairs in sections(text) if name == head for pair in pairs)
