"""Words of the pages of moves: sides, times that are left, sizes, and who may do what."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from jieting.apps.accounts.roles import (
    PURCHASER_ROLES,
    RIGHTS,
    SUPPLIER_ROLES,
    Office,
    Right,
    Role,
)
from jieting.apps.accounts.words import ROLE_WORDS, roles_told
from jieting.domain.contracts.board.standing import Side
from jieting.domain.periods import SECOND, Instant, local
from jieting.domain.said import Said, say, verbatim

SIDES: dict[Side, Said] = {
    Side.SUPPLIER: say("supplier"),
    Side.PURCHASER: say("purchaser"),
    Side.BOTH: say("both parties"),
}
MINUTE, HOUR, DAY = 60 * SECOND, 3_600 * SECOND, 86_400 * SECOND
_KB, _MB = 1_000, 1_000_000


def side_words(side: str) -> Said:
    """The side of a row in words; a dash where nobody is waited for."""
    return SIDES[Side(side)] if side else say("nobody")


def clock(at: Instant, zone: ZoneInfo) -> str:
    """A local time to the minute, as every list of moves shows it."""
    return f"{local(at, zone):%Y-%m-%d %H:%M}"


def until(due_at: Instant, now: Instant) -> Said:
    """How long it is until a deadline, or since: in whole minutes, hours or days, never more."""
    left = due_at - now
    if left < 0:
        return _overdue(-left)
    if left < HOUR:
        return say("in {n} min", n=left // MINUTE)
    if left < 2 * DAY:
        return say("in {n} h", n=left // HOUR)
    return say("in {n} days", n=left // DAY)


def _overdue(gone: Instant) -> Said:
    if gone < HOUR:
        return say("overdue by {n} min", n=gone // MINUTE)
    if gone < 2 * DAY:
        return say("overdue by {n} h", n=gone // HOUR)
    return say("overdue by {n} days", n=gone // DAY)


def size_words(size: int) -> Said:
    """The size of a file."""
    if size < _KB:
        return say("{n} bytes", n=size)
    if size < _MB:
        return say("{n} KB", n=size // _KB)
    return say("{n} MB", n=f"{size / _MB:.1f}")


def roles_of(names: str) -> str:
    """Roles as an act keeps them, in words; what is no role is left out."""
    known = {*Role, *Office}
    return roles_told(name for name in names.split(",") if name in known)


def who_may(side: Side, right: Right) -> tuple[Said, ...]:
    """The roles of a side that have a right, in words."""
    of_side = SUPPLIER_ROLES if side is Side.SUPPLIER else PURCHASER_ROLES
    return tuple(word for role, word in ROLE_WORDS.items() if role in RIGHTS[right] & of_side)


def move_ref(number: int) -> Said:
    """A move by its number."""
    return verbatim(f"M-{number}")
