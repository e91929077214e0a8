"""Whom the embedded server runs as: us, or a user of its own where we are root."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from jieting.domain.errors import Finding, Refused
from jieting.domain.said import say, verbatim
from jieting.installation.programs import SERVER_USER, run

_PASS = 0o001
_READ = 0o004


def server_uid() -> int | None:
    """The user for a new server: None for ourselves; as root a user of its own, made if need be.

    Errors: Refused where the system makes no user.
    """
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SERVER_USER).pw_uid
    except KeyError:
        pass
    shell = "/usr/sbin/nologin"
    ran = run(["useradd", "--system", "--no-create-home", "--shell", shell, SERVER_USER])
    if ran.code != 0:
        raise Refused(_no_user(ran.words))
    return pwd.getpwnam(SERVER_USER).pw_uid


def let_pass(home: Path, server: Path) -> None:
    """As root: let the server's user pass through to the home, and read the server's programs.

    Passing through a folder is not reading it: what lies beside stays as closed as it was.
    """
    for folder in (home, *home.parents, *server.parents):
        _add(folder, _PASS)
    for path in server.parents[1].rglob("*"):
        _add(path, _READ | (_PASS if path.is_dir() or path.stat().st_mode & 0o100 else 0))


def _add(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod((mode | bits) & 0o7777)


def _no_user(words: str) -> Finding:
    return Finding(
        "no_server_user",
        say("No user could be made for the embedded database: {words}", words=verbatim(words)),
        say("PostgreSQL refuses to run as root."),
        say("Run as another user, add a user named {user}, or set DATABASE_URL.", user=SERVER_USER),
    )
