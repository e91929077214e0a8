"""Giving newest plans to the switch: its files are written, and it reads them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from jieting.apps.base.actor import Actor
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.contracts.queries import contract_ids
from jieting.apps.line.rendering import (
    LineFiles,
    lines_to_render,
    lines_with,
    mark_applied,
    speak_what_is_missing,
)
from jieting.apps.line.switch_files import setup_findings, write_switch
from jieting.apps.line.switch_reload import reload_switch
from jieting.domain.errors import Finding, Severity
from jieting.installation.home import home
from jieting.installation.switch_setup import SwitchSetup, keep_setup, kept_setup

TURN = "line/switch"
"""Whose turn it is to write the switch's files; whoever comes meanwhile waits."""


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
    # Speaking takes long and has audit lines of its own: it is done before the turn.
    found = speak_what_is_missing(by=by, at=at, contracts=contract_ids())
    with transaction.atomic():
        one_at_a_time(TURN)
        given = _give(by, at, setup, lines_to_render(at.date()), reload=reload)
    return replace(given, findings=(*map(_mild, found), *given.findings))


def give_plan(*, by: Actor, at: datetime, setup: SwitchSetup, contract_id: str) -> Given:
    """Have the switch run the newest plan of one line; the others go on as they run there.

    Otherwise as ``give_plans`` with ``reload``. Errors: also Refused where the line has no plan.
    """
    found = speak_what_is_missing(by=by, at=at, contracts=(contract_id,))
    with transaction.atomic():
        one_at_a_time(TURN)
        setup = kept_setup(home()) or setup  # an administrator may have moved it meanwhile
        lines = lines_with(contract_id, at.date(), Path(setup.sounds))
        given = _give(by, at, setup, lines, reload=True)
    return replace(given, findings=(*map(_mild, found), *given.findings))


def _give(
    by: Actor, at: datetime, setup: SwitchSetup, lines: Sequence[LineFiles], *, reload: bool
) -> Given:
    """In one's turn; the audit lines come last, since they stop every other one."""
    written = write_switch(setup, lines, at.date())
    keep_setup(home(), setup)
    found = [*setup_findings(setup), *written.findings]
    reloaded = 0
    if reload:
        reloaded, late = reload_switch(setup, written.changed)
        mark_applied(by=by, at=at, lines=lines)
        found += late
    return Given(len(lines), len(written.changed), reloaded, tuple(found))


def _mild(finding: Finding) -> Finding:
    """An error elsewhere is a warning here: the line works without that sound."""
    return replace(finding, severity=Severity.WARNING) if finding.is_error else finding
