from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from django.test import Client, override_settings
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from jieting.apps.accounts.roles import Office, Role
from jieting.apps.audit.queries import head
from jieting.apps.base.jobs import later_job
from jieting.web.system import chores
from tests.apps.jobs import run_jobs

pytestmark = pytest.mark.django_db
TOKEN = "a-long-secret"


def test_health_needs_nobody_and_says_that_the_database_is_reached():
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()["database"]) == (200, "reachable")


def test_health_is_503_without_the_database(monkeypatch):
    def dead():
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", dead)
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()["database"]) == (503, "unreachable")


def test_metrics_are_for_this_machine_alone():
    assert Client().get("/metrics/").status_code == 200
    assert Client(REMOTE_ADDR="::1").get("/metrics/").status_code == 200
    for address in ("10.0.0.7", "", "nonsense"):
        assert Client(REMOTE_ADDR=address).get("/metrics/").status_code == 403


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via"])
def test_a_proxy_on_this_machine_does_not_open_metrics_to_the_world(name):
    assert Client().get("/metrics/", headers={name: "x"}).status_code == 403


@override_settings(METRICS_TOKEN=TOKEN)
def test_metrics_are_for_who_brings_the_token():
    far = Client(REMOTE_ADDR="10.0.0.7")
    assert far.get("/metrics/", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    for wrong in ("", "Bearer ", f"bearer {TOKEN}", f"Bearer {TOKEN}x", "Bearer é"):
        assert far.get("/metrics/", headers={"Authorization": wrong}).status_code == 403


def test_without_a_token_in_the_settings_none_opens_metrics():
    far = Client(REMOTE_ADDR="10.0.0.7")
    assert far.get("/metrics/", headers={"Authorization": "Bearer "}).status_code == 403


def test_metrics_count_requests_by_route_and_waiting_jobs(world):
    def counted():
        labels = {"method": "GET", "route": "/c/<slug:contract>/calls/", "status": "200"}
        return REGISTRY.get_sample_value("jieting_requests_total", labels) or 0

    before = counted()
    world.client(Role.SUPERVISOR).get(f"/c/{world.contract}/calls/?caller=13812345678")
    assert counted() == before + 1
    later_job("system.note_audit_head")
    text = Client().get("/metrics/").content.decode()
    assert 'jieting_jobs_kept{state="todo"} 1.0' in text
    assert "jieting_job_oldest_waiting_seconds" in text
    assert "13812345678" not in text
    assert f'route="/c/{world.contract}' not in text


def test_a_request_is_logged_by_route_and_persons_number(world):
    with capture_logs() as lines:
        world.client(Role.SUPERVISOR).get(f"/c/{world.contract}/calls/?caller=13812345678")
    (line,) = [line for line in lines if line["event"] == "request"]
    user = world.user(Role.SUPERVISOR)
    assert (line["person"], line["route"]) == (user.pk, "/c/<slug:contract>/calls/")
    assert user.username not in str(line)
    assert "13812345678" not in str(line)


def test_what_asks_for_health_all_day_does_not_fill_the_log():
    with capture_logs() as lines:
        Client().get("/health/")
        Client().get("/metrics/")
    assert lines == []


def test_the_system_page_is_the_system_administrators_alone(world):
    for role in Role:
        assert world.client(role).get("/system/").status_code == 403
    for office in (Office.SECURITY, Office.AUDIT):
        assert world.client(office).get("/system/").status_code == 403
    assert Client().get("/system/").status_code == 302


def test_the_system_page_tells_of_the_installation_and_nothing_of_the_business(world):
    later_job("system.note_audit_head")
    page = world.client(Office.SYSTEM).get("/system/").content.decode()
    assert "system.note_audit_head" in page
    assert "Python" in page
    for secret in (world.contract, "供", "采"):
        assert secret not in page


def test_the_end_of_the_audit_log_is_logged(world):
    with capture_logs() as lines:
        chores.note_audit_head()
    assert [(line["number"], line["hash"]) for line in lines] == [(head().number, head().hash)]


def test_jobs_that_were_done_long_ago_are_removed_and_others_stay():
    for state, days in (("succeeded", 20), ("succeeded", 1), ("failed", 20)):
        later_job("system.note_audit_head")
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s WHERE status = 'todo' RETURNING id",
                [state],
            )
            (number,) = cursor.fetchone()
            cursor.execute(
                "UPDATE procrastinate_events SET at = now() - %s * interval '1 day'"
                " WHERE job_id = %s",
                [days, number],
            )
    later_job("system.clear")
    assert run_jobs() == ["system.clear"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs ORDER BY id")
        assert cursor.fetchall() == [("succeeded",), ("failed",)]
