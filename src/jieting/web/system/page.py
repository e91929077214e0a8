"""What the system administrator is shown: the installation, nothing of the business."""

from __future__ import annotations

import os
import platform
import shutil
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone

from jieting import __version__
from jieting.apps.accounts.words import roles_told
from jieting.apps.base.jobs import JOBS
from jieting.apps.base.schema import known_migrations
from jieting.apps.base.worker import DEAD_AFTER_S
from jieting.domain.errors import Finding
from jieting.domain.said import Said, say, verbatim
from jieting.installation.backup import last_backup
from jieting.installation.checks import Looked, examine
from jieting.installation.database import URL_VARIABLE, Urls
from jieting.installation.home import home

_LATE = timedelta(days=1)
_JOBS = """
SELECT task_name, count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'),
    count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE status = 'succeeded')
FROM procrastinate_jobs GROUP BY task_name
"""
_LAST_RUNS = """
SELECT task_name, max(at) FROM procrastinate_events event
JOIN procrastinate_jobs job ON job.id = event.job_id
WHERE event.type IN ('succeeded', 'failed') GROUP BY task_name
"""
_WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > %s"
_SIZE = "SELECT pg_database_size(current_database())"


def system_page() -> dict[str, Any]:
    """The context of the page."""
    now = timezone.now()
    findings = found_here(now)
    return {
        "crumbs": [(say("System"), None)],
        "stats": _stats(now, findings),
        "findings": findings,
        "jobs": _jobs(),
        "versions": _versions(),
        "policy": _policy(),
        "at": _time(now),
    }


def found_here(now: datetime) -> list[Finding]:
    """What the doctor finds, seen from the serving process."""
    own = os.environ.get(URL_VARIABLE, "")
    urls = Urls(own, own, own) if own else None
    looked = Looked(home(), now, dict(os.environ), known_migrations(), urls)
    return examine(looked)


def _stats(now: datetime, findings: list[Finding]) -> list[dict[str, Any]]:
    errors = sum(finding.is_error for finding in findings)
    newest = last_backup(home())
    made = datetime.fromtimestamp(newest.stat().st_mtime, UTC) if newest else None
    free = shutil.disk_usage(home().root).free
    working = _number(_WORKERS, now - timedelta(seconds=DEAD_AFTER_S))
    late = made is None or now - made > _LATE
    return [
        {
            "title": say("Errors found"),
            "value": errors,
            **_state(wrong=bool(errors)),
        },
        {
            "title": say("Workers of background jobs"),
            "value": working,
            **_state(wrong=not working),
        },
        {
            "title": say("Last backup"),
            "value": _time(made) if made else say("none"),
            **_state(late=late),
        },
        {"title": say("Database"), "value": _size(_number(_SIZE))},
        {"title": say("Free disk"), "value": _size(free)},
    ]


def _state(*, wrong: bool = False, late: bool = False) -> dict[str, Any]:
    if wrong:
        return {"state": "breached", "word": say("Wrong")}
    if late:
        return {"state": "at_risk", "word": say("Needs attention")}
    return {"state": "met", "word": say("In order")}


def _jobs() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_LAST_RUNS)
        last = dict(cursor.fetchall())
        cursor.execute(_JOBS)
        rows = {name: counts for name, *counts in cursor.fetchall()}
    return [
        {
            "name": name,
            "last": _time(last[name]) if name in last else "",
            **dict(
                zip(
                    ("waiting", "running", "failed", "done"),
                    rows.get(name, (0, 0, 0, 0)),
                    strict=True,
                )
            ),
        }
        for name in sorted({*JOBS, *rows})
    ]


def _versions() -> list[tuple[Said | str, Any]]:
    server = connection.pg_version
    return [
        (say("Jieting"), __version__),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("PostgreSQL", f"{server // 10_000}.{server % 10_000}"),
        (say("Machine"), f"{platform.system()} {platform.machine()}"),
        (say("Home folder"), str(home().root)),
    ]


def _policy() -> list[tuple[Said, Any]]:
    """The settings in force that others ask about; none of them is a secret."""
    roles = roles_told(settings.JIETING_TOTP_ROLES) or say("nobody")
    return [
        (say("Second factor asked of"), roles),
        (say("Log-off when idle"), say("{count} minutes", count=settings.JIETING_IDLE_MINUTES)),
        (say("Longest session"), say("{count} hours", count=settings.JIETING_SESSION_HOURS)),
        (say("Passwords are valid for"), say("{count} days", count=settings.JIETING_PASSWORD_DAYS)),
        (say("Served over TLS"), say("yes") if settings.SECURE else say("no")),
        (say("Names of the site"), verbatim(", ".join(settings.ALLOWED_HOSTS))),
    ]


def _number(query: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return int(cursor.fetchone()[0])


def _size(count: int) -> str:
    mib = count / (1 << 20)
    return f"{mib / 1024:.1f} GiB" if mib >= 1024 else f"{mib:.0f} MiB"


def _time(at: datetime) -> str:
    return at.astimezone(ZoneInfo(settings.JIETING_ZONE)).strftime("%Y-%m-%d %H:%M")
