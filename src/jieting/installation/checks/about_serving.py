"""Checks of how the product is served and backed up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import say
from jieting.installation.backup import last_backup
from jieting.installation.checks.looked import Check, Looked
from jieting.installation.locks import FileLock

OLDEST_BACKUP = timedelta(days=1)


def check_backup(looked: Looked) -> Iterator[Finding]:
    """The last backup is not older than a day."""
    if not looked.home.root.is_dir():
        return
    newest = last_backup(looked.home)
    if newest is None:
        yield Finding(
            "no_backup",
            say("There is no backup in the home's folder of backups."),
            say("What is lost then is lost for good."),
            say("Run jieting backup every night; copy the file to another machine."),
            Place(str(looked.home.backups)),
            Severity.WARNING,
        )
        return
    made = datetime.fromtimestamp(newest.stat().st_mtime, UTC)
    if looked.now - made > OLDEST_BACKUP:
        yield Finding(
            "backup_old",
            say("The last backup is of {day}.", day=made.date()),
            say("What came after it would be lost."),
            say("Run jieting backup every night; look why it did not run."),
            Place(str(newest)),
            Severity.WARNING,
        )


def check_address(looked: Looked) -> Iterator[Finding]:
    """Reached from other machines, the product is told its names and speaks TLS."""
    address = served_address(looked)
    host = urlsplit(address).hostname or ""
    if not address or _is_loopback(host):
        return
    set_ = looked.environment
    if not set_.get("JIETING_HOSTS"):
        yield Finding(
            "hosts",
            say("The product listens on {host}, but knows no name of its own.", host=host),
            say("Requests to any name but localhost are refused."),
            say("Set JIETING_HOSTS to the names by which browsers reach it."),
        )
    if set_.get("JIETING_TLS") not in ("1", "yes", "true"):
        yield Finding(
            "tls",
            say("The product listens on {host} without TLS.", host=host),
            say("Passwords and calls would cross the network in the clear."),
            say("Put a proxy with TLS before it, listen on 127.0.0.1, and set JIETING_TLS=1."),
        )


def check_proxy(looked: Looked) -> Iterator[Finding]:
    """Behind TLS the product knows its proxy and its own address."""
    if looked.environment.get("JIETING_TLS") not in ("1", "yes", "true"):
        return
    for name, why in (
        ("JIETING_HOSTS", say("Requests to any name but localhost are refused.")),
        ("JIETING_PROXY", say("Every person would seem to come from the proxy's address.")),
    ):
        if not looked.environment.get(name):
            yield Finding(
                "behind_proxy",
                say("JIETING_TLS is set, but {name} is not.", name=name),
                why,
                say("Set it as the guide says: docs/guides/run-it.md."),
                severity=Severity.WARNING,
            )


def check_demonstration(looked: Looked) -> Iterator[Finding]:
    """A policy that is switched off is told."""
    if looked.environment.get("JIETING_TOTP_ROLES") == "none":
        yield Finding(
            "no_second_factor",
            say("Nobody is asked for a second factor: JIETING_TOTP_ROLES is none."),
            say("A stolen password is then enough to come in."),
            say("Leave the setting out, unless this is a demonstration."),
            severity=Severity.WARNING,
        )


def served_address(looked: Looked) -> str:
    """The address at which this home is being served; empty where it is not."""
    path = looked.home.root / "serve-web.lock"
    if not path.exists():
        return ""
    lock = FileLock(path)
    words = lock.words()
    served = not lock.try_take(words)
    lock.close()
    return words.partition(" ")[2] if served else ""


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


SERVING_CHECKS: tuple[Check, ...] = (check_backup, check_address, check_proxy, check_demonstration)
