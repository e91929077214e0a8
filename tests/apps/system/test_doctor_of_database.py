from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection

from jieting.apps.base.jobs import later_job
from jieting.apps.base.schema import known_migrations
from jieting.installation.checks import Looked, about_database
from jieting.installation.database import Urls
from jieting.installation.home import Home
from jieting.installation.schema import grant

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)
JOB = "system.note_audit_head"


@pytest.fixture
def raw(db):
    """The connection of the test, as psycopg's own."""
    connection.ensure_connection()
    return connection.connection


def _url(user="", password=""):
    place = connection.settings_dict
    return psycopg.conninfo.make_conninfo(
        host=place["HOST"],
        dbname=place["NAME"],
        user=user or place["USER"],
        **({"password": password} if password else {}),
    )


def _codes(found):
    return [finding.code for finding in found]


def test_an_application_that_owns_its_tables_is_told_and_what_it_could_do(tmp_path):
    url = _url()
    looked = Looked(Home(tmp_path), NOW, {}, known_migrations(), Urls(url, url, url))
    found = {finding.code: finding for finding in about_database.check_database(looked)}
    assert set(found) == {"role_owns_tables", "audit_rights"}
    assert found["role_owns_tables"].severity == "warning"


def test_migrations_that_wait_and_those_of_a_newer_version_are_told(tmp_path, raw):
    def told(known):
        looked = Looked(Home(tmp_path), NOW, {}, known)
        return _codes(about_database._migrations(raw, looked))

    assert told(known_migrations()) == []
    assert told(known_migrations() | {"calls.9999_later"}) == ["migrations_waiting"]
    assert told(known_migrations() - {"calls.0001_initial"}) == ["migrations_newer"]


def test_jobs_that_nobody_takes_and_that_failed_are_told(raw):
    assert _codes(about_database._jobs(raw)) == []
    later_job(JOB)
    assert _codes(about_database._jobs(raw)) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '11 minutes'")
    (finding,) = about_database._jobs(raw)
    assert str(finding.what) == f"1 jobs {JOB} have waited for more than 10 minutes."
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert _codes(about_database._jobs(raw)) == ["jobs_failed"]


def test_a_job_that_waits_for_its_turn_is_not_stuck(raw):
    later_job(JOB)
    later_job(JOB)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '11 minutes'")
        cursor.execute("UPDATE procrastinate_jobs SET lock = 'one'")
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing'"
            " WHERE id = (SELECT min(id) FROM procrastinate_jobs)"
        )
    assert _codes(about_database._jobs(raw)) == []


@pytest.fixture
def role(db):
    """A role with the application's rights in the database of this run, and nothing more."""
    name = f"{connection.settings_dict['NAME']}_app"
    with psycopg.connect(_url(), autocommit=True) as maker:
        maker.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
        grant(_url(), name)
        yield _url(name, "x")
        maker.execute(f"DROP OWNED BY {name}")
        maker.execute(f"DROP ROLE {name}")


def test_granted_rights_are_those_that_the_doctor_wants(role, tmp_path):
    looked = Looked(Home(tmp_path), NOW, {}, known_migrations(), Urls(role, role, role))
    assert _codes(about_database.check_database(looked)) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER never_changed",
        "DROP TRIGGER never_changed ON audit_entry",
        "DELETE FROM django_migrations",
        "CREATE TABLE mine (a int)",
        "SET ROLE postgres",
    ],
)
def test_the_role_of_the_application_cannot_touch_what_was_logged(role, statement):
    with (
        psycopg.connect(role, autocommit=True) as connected,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connected.execute(statement)


def test_the_role_of_the_application_can_defer_a_job(role):
    with psycopg.connect(role) as connected:
        connected.execute(
            "SELECT procrastinate_defer_jobs_v1(ARRAY["
            "ROW('work', %s, 0, NULL, NULL, '{}', NULL)::procrastinate_job_to_defer_v1])",
            (JOB,),
        )
        connected.rollback()
