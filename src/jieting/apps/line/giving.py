"""Giving the newest plans to the switch: its files are written, and it reads them again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from jieting.apps.base.actor import Actor
from jieting.apps.line.rendering import lines_to_render, mark_applied, speak_what_is_missing
from jieting.apps.line.switch_files import setup_findings, write_switch
from jieting.apps.line.switch_reload import reload_switch
from jieting.domain.errors import Finding, Severity
from jieting.installation.home import home
from jieting.installation.switch_setup import SwitchSetup, keep_setup


@dataclass(frozen=True, slots=True)
class Given:
    """What was done: lines written, files that are new, parts reloaded, and what was found."""

    lines: int
    changed: int
    reloaded: int
    findings: tuple[Finding, ...]


def give_plans(*, by: Actor, at: datetime, setup: SwitchSetup, reload: bool) -> Given:
    """Write the switch's files from the newest plan of every line, and keep the setup.

    With ``reload`` the running switch takes them over, and no call is dropped by it; only then
    the plans count as applied. Prompts without a sound are spoken first where that is possible.
    Errors: Refused where a plan cannot be rendered, or the switch does not take it over.
    """
    found = [_mild(finding) for finding in speak_what_is_missing(by=by, at=at)]
    lines = lines_to_render(at.date())
    written = write_switch(setup, lines, at.date())
    keep_setup(home(), setup)
    found += [*setup_findings(setup), *written.findings]
    reloaded = 0
    if reload:
        reloaded, late = reload_switch(setup, written.changed)
        mark_applied(by=by, at=at, lines=lines)
        found += late
    return Given(len(lines), len(written.changed), reloaded, tuple(found))


def _mild(finding: Finding) -> Finding:
    """An error elsewhere is a warning here: the line works without that sound."""
    return replace(finding, severity=Severity.WARNING) if finding.is_error else finding
