"""Where a finding about a plan belongs: the part, its name and its key, in one column."""

from __future__ import annotations

import re

from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import Said

SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
"""A name that file names, addresses and the switch's configuration all take."""
KEYS = tuple("0123456789*#")
"""The keys of a telephone."""


def told(
    code: str,
    where: tuple[str, ...],
    what: Said,
    why: Said,
    remedy: Said,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """A finding about a part of a plan; ``where`` is such as ``("queue", "hotline", "ring_s")``."""
    return Finding(code, what, why, remedy, Place(column=".".join(where)), severity)


def warned(code: str, where: tuple[str, ...], what: Said, why: Said, remedy: Said) -> Finding:
    """The same as a warning."""
    return told(code, where, what, why, remedy, Severity.WARNING)
