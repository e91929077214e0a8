"""Leave to hear: whoever gave a reason may hear that recording for a while, in that session."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest

FOR_S = 30 * 60
"""How long a reason lasts."""
_KEY = "recordings"
_MOST = 20


def grant(request: HttpRequest, pk: int) -> None:
    """Let this session hear a recording from now on."""
    now = time.time()
    there = {name: until for name, until in _kept(request).items() if until > now}
    there[str(pk)] = int(now + FOR_S)
    request.session[_KEY] = dict(sorted(there.items(), key=lambda one: one[1])[-_MOST:])


def is_granted(request: HttpRequest, pk: int) -> bool:
    """Whether this session may hear a recording."""
    return bool(_kept(request).get(str(pk), 0) > time.time())


def _kept(request: HttpRequest) -> dict[str, Any]:
    found = request.session.get(_KEY)
    return found if isinstance(found, dict) else {}
