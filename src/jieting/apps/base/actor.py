"""Actor: who acts, as the audit log names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Way = Literal["page", "api", "cli", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a token or the system itself, at the moment of acting.

    ``name`` is the sign-in name, ``role`` the role in the contract acted on or the office of an
    administrator (as much of it as the log keeps; ``roles`` has them all), ``address`` where the
    request came from, ``request`` its id in the logs.
    """

    name: str
    user_id: int | None = None
    role: str = ""
    party: str = ""
    address: str = ""
    request: str = ""
    way: Way = "page"
    roles: frozenset[str] = frozenset()


def system(name: str) -> Actor:
    """The system itself, doing ``name``: a job, a command, set-up."""
    return Actor(name=name, role="system", way="system")
