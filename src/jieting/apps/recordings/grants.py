"""Leave to hear: whoever gave a reason may hear that recording for a while, in that session.

The reason stays beside the leave: every play is logged with it.
"""

from __future__ import annotations

import time

from django.http import HttpRequest

FOR_S = 30 * 60
"""How long a reason lasts."""
_KEY = "recordings"
_MOST = 20


def grant(request: HttpRequest, pk: int, reason: str) -> None:
    """Let this session hear a recording from now on, for the reason that was given."""
    now = time.time()
    there = {name: leave for name, leave in _kept(request).items() if leave[0] > now}
    there[str(pk)] = (int(now + FOR_S), reason)
    request.session[_KEY] = dict(sorted(there.items(), key=lambda one: one[1][0])[-_MOST:])


def is_granted(request: HttpRequest, pk: int) -> bool:
    """Whether this session may hear a recording."""
    return reason_of(request, pk) is not None


def reason_of(request: HttpRequest, pk: int) -> str | None:
    """The reason for which this session may hear a recording now; None where it may not."""
    until, reason = _kept(request).get(str(pk), (0, ""))
    return reason if until > time.time() else None


def _kept(request: HttpRequest) -> dict[str, tuple[int, str]]:
    found = request.session.get(_KEY)
    leaves = found.items() if isinstance(found, dict) else ()
    # A session that began before an upgrade may hold a leave without its reason: it is none.
    return {name: (leave[0], leave[1]) for name, leave in leaves if isinstance(leave, list | tuple)}
