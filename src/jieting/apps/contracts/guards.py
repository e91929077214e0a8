"""What later apps have to say about a new version; they register it here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from jieting.domain.errors import Finding

VersionGuard = Callable[[str, date], Finding | None]
"""Takes a contract's id and the day from which a new version would hold; a Finding refuses it."""

version_guards: list[VersionGuard] = []
"""Every rule; an app adds its own in ``AppConfig.ready``. All are asked, all answers told."""


def against_day(contract_id: str, day: date) -> list[Finding]:
    """Everything that speaks against a version that begins on a day."""
    found = (guard(contract_id, day) for guard in version_guards)
    return [finding for finding in found if finding is not None]
