"""Why the operating system refused a file, in words that can be translated."""

from __future__ import annotations

import errno

from jieting.domain.said import Said, say, verbatim

_REASONS: dict[int | None, Said] = {
    errno.ENOENT: say("there is no such file or folder"),
    errno.EISDIR: say("it is a folder"),
    errno.ENOTDIR: say("a part of its path is a file, not a folder"),
    errno.EEXIST: say("there is a file of that name"),
    errno.EACCES: say("this user may not do that"),
    errno.EPERM: say("this user may not do that"),
    errno.EROFS: say("the disk can only be read"),
    errno.ENOSPC: say("the disk is full"),
    errno.ENAMETOOLONG: say("its name is too long"),
}


def reason_of(error: OSError) -> Said:
    """The reason of an operating system error; a rare one in the system's own words."""
    return _REASONS.get(error.errno) or verbatim(error.strerror or str(error))
