"""Checks of what lies on this machine: the product's own parts, the home, the keys, the disk."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from platform import python_version_tuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import Said, say
from jieting.installation.checks.looked import Check, Looked
from jieting.installation.keys import KEY_BYTES, NAMES

LEAST_PYTHON = (3, 11)
_GIB = 1 << 30
LEAST_FREE = 2 * _GIB
_BUILT_AT = datetime(2026, 1, 1, tzinfo=UTC)
_SET_UP = say("Run make setup again.")


def check_python(looked: Looked) -> Iterator[Finding]:
    """The Python that runs this is new enough."""
    major, minor, _ = python_version_tuple()
    if (int(major), int(minor)) < LEAST_PYTHON:
        yield Finding(
            "python",
            say("Python {version} is too old.", version=f"{major}.{minor}"),
            say("The product needs Python 3.11 or newer."),
            say("Make the environment again with a newer Python."),
        )


def check_catalogues(looked: Looked) -> Iterator[Finding]:
    """Every catalogue of sentences is compiled."""
    for source in sorted((looked.package / "language" / "locale").glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists():
            yield _part("catalogue", compiled, say("Pages would not show Chinese."))


def check_assets(looked: Looked) -> Iterator[Finding]:
    """The scripts and styles of the pages are built."""
    built = looked.package / "web" / "static" / "built"
    for name in ("app.js", "app.css"):
        if not (built / name).exists():
            yield _part("assets", built / name, say("Pages would have no styles or scripts."))


def check_fonts(looked: Looked) -> Iterator[Finding]:
    """The fonts of documents are there."""
    for weight in ("Regular", "Bold"):
        font = looked.package / "documents" / "fonts" / f"NotoSansSC-{weight}.ttf"
        if not font.exists():
            yield _part("fonts", font, say("A PDF would have no Chinese letters."))


def check_home(looked: Looked) -> Iterator[Finding]:
    """Nobody else reads or changes what is kept."""
    home = looked.home
    if not home.root.is_dir():
        yield Finding(
            "home",
            say("The home of this installation is not there."),
            say("Nothing is kept yet."),
            say("Run jieting serve, which makes it, or name another home with JIETING_HOME."),
            Place(str(home.root)),
            Severity.NOTE,
        )
        return
    if home.root.stat().st_mode & stat.S_IWOTH:
        yield _open(home.root, say("Everybody on this machine may change the home."))
    for name in ("keys", "uploads", "columns", "recordings", "backups"):
        folder = home.root / name
        if folder.is_dir() and folder.stat().st_mode & 0o077:
            yield _open(folder, say("Others on this machine may look into this folder."))


def check_keys(looked: Looked) -> Iterator[Finding]:
    """Keys are whole, and their owner alone reads them."""
    folder = looked.home.root / "keys"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in NAMES:
            continue
        if path.stat().st_mode & 0o077:
            yield _open(path, say("Others on this machine may read this key."))
        if path.stat().st_size != KEY_BYTES:
            yield Finding(
                "key_broken",
                say("This key is not {bytes} bytes long.", bytes=KEY_BYTES),
                say("What was sealed with it cannot be read."),
                say("Bring the key back from where keys are kept."),
                Place(str(path)),
            )


def check_disk(looked: Looked) -> Iterator[Finding]:
    """There is room for what comes."""
    there = next(p for p in (looked.home.root, *looked.home.root.parents) if p.exists())
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE:
        yield Finding(
            "disk",
            say("Only {mib} MiB of disk are free.", mib=free >> 20),
            say("A full disk stops imports and the database."),
            say("Free some space, or move the home to a larger disk."),
            Place(str(there)),
            Severity.ERROR if free < LEAST_FREE // 8 else Severity.WARNING,
        )


def check_clock(looked: Looked) -> Iterator[Finding]:
    """The clock is not in the past, and China's time is known and right."""
    if looked.now < _BUILT_AT:
        yield Finding(
            "clock",
            say("The clock of this machine says {now}.", now=looked.now.isoformat()),
            say("The audit log and every deadline would be wrong."),
            say("Set the clock, and keep it right with a time service."),
        )
    try:
        offset = ZoneInfo("Asia/Shanghai").utcoffset(looked.now.replace(tzinfo=None))
    except ZoneInfoNotFoundError:
        offset = None
    if offset != timedelta(hours=8):
        yield Finding(
            "time_zones",
            say("The data of time zones are missing or wrong."),
            say("Days and months would begin at the wrong hour."),
            _SET_UP,
        )


def _part(code: str, path: Path, why: Said) -> Finding:
    return Finding(code, say("This part is not built."), why, _SET_UP, Place(str(path)))


def _open(path: Path, what: Said) -> Finding:
    return Finding(
        "permissions",
        what,
        say("Personal data and keys are for the user that serves the product alone."),
        say("Take the right from others: chmod go-rwx {path}", path=path),
        Place(str(path)),
    )


FILE_CHECKS: tuple[Check, ...] = (
    check_python,
    check_catalogues,
    check_assets,
    check_fonts,
    check_home,
    check_keys,
    check_disk,
    check_clock,
)
