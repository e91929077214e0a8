from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from jieting.apps.accounts.devices import device
from jieting.apps.accounts.models import UsedCode
from jieting.apps.accounts.roles import Role
from jieting.apps.accounts.tasks import clear
from jieting.apps.audit.models import Entry
from tests.apps.accounts.browser import sign_in, signed_in

SESSIONS = "/accounts/sessions/"


@pytest.fixture
def client(world) -> Client:
    client = Client()
    sign_in(client, world.user(Role.SUPERVISOR).username, world.password)
    return client


def test_a_session_that_nobody_uses_ends_and_the_sign_in_page_says_why(client, clock):
    clock(minutes=29)
    assert signed_in(client)
    clock(minutes=30)
    answer = client.get(f"{SESSIONS}?x=1")
    assert (
        answer["Location"] == "/accounts/login/?ended=idle&next=%2Faccounts%2Fsessions%2F%3Fx%3D1"
    )
    assert "30" in client.get(answer["Location"]).content.decode()
    line = Entry.objects.first()
    assert (line.event, line.reason) == ("accounts.session.ended", "idle")


def test_what_the_page_asks_by_itself_keeps_no_session_awake(client, clock):
    clock(minutes=20)
    assert client.get(SESSIONS, headers={"X-Background": "1"}).status_code == 200
    clock(minutes=11)
    assert client.get(SESSIONS, headers={"X-Background": "1"}).status_code == 401
    # The person is told why, whatever the page asked before.
    assert client.get(SESSIONS)["Location"].startswith("/accounts/login/?ended=idle")
    assert not signed_in(client)


def test_no_session_lasts_longer_than_its_limit_however_busy(client, clock):
    for _ in range(12 * 3 - 1):
        clock(minutes=20)
        assert signed_in(client)
    clock(minutes=20)
    assert client.get(SESSIONS)["Location"].startswith("/accounts/login/?ended=lifetime")


def test_a_part_of_an_ended_page_sends_the_whole_page_away(client, clock):
    clock(minutes=31)
    answer = client.get(SESSIONS, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/accounts/login/?ended=idle"


def test_the_list_names_device_address_and_this_session(world, client):
    other = Client(
        REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
    )
    sign_in(other, world.user(Role.SUPERVISOR).username, world.password)
    rows = client.get(SESSIONS).context["rows"]
    assert sorted((row["device"], row["session"].ip, row["here"]) for row in rows) == [
        ("?", "127.0.0.1", True),
        ("Firefox · Windows", "203.0.113.9", False),
    ]


def test_ending_one_session_ends_that_one(world, client):
    others = [Client(), Client()]
    for other in others:
        sign_in(other, world.user(Role.SUPERVISOR).username, world.password)
    rows = client.get(SESSIONS).context["rows"]
    key = others[0].session.session_key
    number = next(row["session"].pk for row in rows if row["session"].session_key == key)
    assert client.post(f"{SESSIONS}{number}/end/").status_code == 302
    assert [signed_in(one) for one in (client, *others)] == [True, False, True]


def test_ending_the_others_keeps_this_one(world, client):
    other = Client()
    sign_in(other, world.user(Role.SUPERVISOR).username, world.password)
    client.post(SESSIONS)
    assert signed_in(client)
    assert not signed_in(other)
    assert Entry.objects.first().detail == {"count": 1}


def test_nobody_ends_the_session_of_another_person(world, client):
    other = Client()
    sign_in(other, world.user(Role.AGENT).username, world.password)
    number = other.get(SESSIONS).context["rows"][0]["session"].pk
    assert client.post(f"{SESSIONS}{number}/end/").status_code == 404
    assert signed_in(other)


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 "
         "Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605 Version/17 Safari/605",
         "Safari · macOS"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile MicroMessenger/8.0",
         "WeChat · Android"),
        ("a-program-of-somebody/1.0", "a-program-of-somebody/1.0"),
        ("", "?"),
    ],
)  # fmt: skip
def test_a_device_is_named_as_its_owner_knows_it(says, told):
    assert device(says) == told


def test_what_gone_sessions_and_old_codes_leave_behind_is_cleared(world, client):
    user = world.user(Role.SUPERVISOR)
    old, new = timezone.now() - timedelta(days=2), timezone.now()
    here = UserSession.objects.get(user=user)
    for key, seen in (("gone", old), ("young", new)):
        UserSession.objects.create(user=user, session_key=key, ip="::1", last_seen_at=seen)
    UserSession.objects.filter(pk=here.pk).update(last_seen_at=old)
    UsedCode.objects.create(user=user, code="1", used_at=old)
    UsedCode.objects.create(user=user, code="2", used_at=new)
    clear()
    kept = set(UserSession.objects.values_list("session_key", flat=True))
    assert kept == {here.session_key, "young"}
    assert list(UsedCode.objects.values_list("code", flat=True)) == ["2"]
