import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from jieting.apps.audit.actions import audited
from jieting.apps.audit.models import Entry
from jieting.apps.audit.queries import head, verify
from jieting.apps.base.actor import system
from jieting.installation.database import APPLICATION
from jieting.installation.schema import grant
from tests.apps.audit.entries import AT, write
from tests.database import server_place


@pytest.fixture(scope="module")
def granted(own_database):
    """The rights of the installation, given to the application's real role."""
    place = server_place()
    url = f"postgresql://{place['user']}@/{own_database}?host={place['host']}"
    with psycopg.connect(url, autocommit=True) as owner:
        if owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION]).rowcount == 0:
            owner.execute(f"CREATE ROLE {APPLICATION}")
    grant(url, APPLICATION)


@pytest.fixture
def application(granted):
    """Statements of this test run as the application."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APPLICATION}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"],
)
def test_not_even_the_owner_changes_an_entry_by_a_statement(world, statement):
    with (
        pytest.raises(ProgrammingError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_application_adds_and_reads(application):
    before = head().number
    write(2)
    assert head().number == before + 2
    assert verify().found == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER never_changed",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER never_changed ON audit_entry",
        "DROP TABLE audit_entry",
        "ALTER TABLE audit_entry RENAME TO old_entry",
        "ALTER TABLE audit_entry DROP COLUMN hash",
        "CREATE OR REPLACE FUNCTION audit_entry_never_changed() RETURNS trigger"
        " LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET session_replication_role = replica",
        "CREATE RULE r AS ON INSERT TO audit_entry DO INSTEAD NOTHING",
        "CREATE TRIGGER t BEFORE INSERT ON audit_entry FOR EACH STATEMENT"
        " EXECUTE FUNCTION audit_entry_never_changed()",
        "INSERT INTO audit_entry SELECT * FROM audit_entry LIMIT 1"
        " ON CONFLICT (number) DO UPDATE SET actor = 'x'",
        "CREATE INDEX i ON audit_entry (actor)",
        "GRANT UPDATE ON audit_entry TO jieting_app",
        "ALTER TABLE audit_entry OWNER TO jieting_app",
    ],
)
def test_the_application_can_do_nothing_else(application, statement):
    before = list(Entry.objects.order_by("number").values_list())
    with transaction.atomic(), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement)
        except Exception as error:
            refused_as = getattr(error.__cause__, "sqlstate", "")
        else:
            refused_as = "not refused"
    if statement.startswith("GRANT"):  # PostgreSQL only warns that nothing was granted
        assert not may_update()
    else:
        assert refused_as == "42501"
    assert list(Entry.objects.order_by("number").values_list()) == before


def may_update() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'audit_entry', 'UPDATE')", [APPLICATION])
        return bool(cursor.fetchone()[0])


FAILS = 4
"""Every fifth action of a writer fails."""


def one_action(name: str, part: int) -> None:
    with (
        suppress(ZeroDivisionError),
        audited("calls.filter.saved", by=system(name), at=AT, part=part),
    ):
        if part % 5 == FAILS:
            raise ZeroDivisionError


def write_many(name: str, ready: threading.Barrier) -> None:
    try:
        ready.wait(timeout=30)
        for part in range(25):
            one_action(name, part)
    finally:
        connection.close()


def test_eight_writers_at_once_give_a_chain_without_a_gap(granted):
    before = head().number
    names, ready = [f"writer {n}" for n in range(8)], threading.Barrier(8)
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(write_many, name, ready) for name in names]:
            done.result(timeout=60)
    assert verify().findings == []
    assert head().number == before + 8 * 20
    for name in names:
        mine = Entry.objects.filter(actor=name).order_by("number")
        assert [e.detail["part"] for e in mine] == [p for p in range(25) if p % 5 != FAILS]
