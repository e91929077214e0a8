from __future__ import annotations

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from jieting.apps.accounts.models import User
from jieting.apps.accounts.roles import Office, Role
from jieting.apps.audit.models import Entry
from tests.apps.accounts.browser import SIGN_IN, sign_in, signed_in
from tests.apps.line.lines import NINGDE, make_plan


@pytest.fixture
def supervisor(world) -> User:
    return world.user(Role.SUPERVISOR)


def test_name_and_password_open_the_door_and_the_log_says_so(world, supervisor):
    client = Client()
    answer = sign_in(client, supervisor.username, world.password)
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert signed_in(client)
    line = Entry.objects.first()
    assert (line.event, line.actor, line.role) == (
        "accounts.signed_in", supervisor.username, "supervisor",
    )  # fmt: skip
    assert line.request == answer["X-Request-ID"]


def test_the_name_may_be_written_in_capitals(world, supervisor):
    client = Client()
    sign_in(client, supervisor.username.upper(), world.password)
    assert signed_in(client)


def test_an_unknown_name_is_told_the_same_as_a_wrong_password(world, supervisor):
    wrong = sign_in(Client(), supervisor.username, "not this")
    unknown = sign_in(Client(), "nobody", "not this")
    assert wrong.status_code == unknown.status_code == 200
    told = [str(page.context["form"].non_field_errors()) for page in (wrong, unknown)]
    assert told[0] == told[1] != ""


def test_an_unknown_name_costs_a_hash_like_a_known_one(world, supervisor, monkeypatch):
    hashed = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or real(*given)
    )
    for name in (supervisor.username, "nobody"):
        sign_in(Client(), name, "not this")
        assert hashed == [1], name
        hashed.clear()


def test_the_log_keeps_no_name_that_nobody_bears(world):
    sign_in(Client(), "My-Secret-Pass-1", "")
    sign_in(Client(), "My-Secret-Pass-1", "x")
    line = Entry.objects.first()
    assert (line.event, line.actor, line.outcome) == (
        "accounts.sign_in.failed", "unknown", "refused",
    )  # fmt: skip
    assert "My-Secret-Pass-1" not in str(vars(line))


def test_the_session_gets_a_new_key_at_the_door(world, supervisor):
    client = Client()
    client.get(SIGN_IN)
    before = client.session.session_key
    sign_in(client, supervisor.username, world.password)
    assert client.session.session_key != before


def test_leaving_ends_the_session_and_the_log_says_so(world, supervisor):
    client = Client()
    sign_in(client, supervisor.username, world.password)
    client.post("/accounts/logout/")
    assert not signed_in(client)
    assert Entry.objects.first().event == "accounts.signed_out"


def test_a_look_at_the_way_out_does_not_lead_out(world, supervisor):
    client = Client()
    sign_in(client, supervisor.username, world.password)
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client)


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_signing_in_leads_nowhere_else(world, supervisor, away):
    answer = Client().post(
        SIGN_IN, {"login": supervisor.username, "password": world.password, "next": away}
    )
    assert answer["Location"] == "/"


def test_nobody_signs_up_and_nobody_sets_a_password_by_mail(world):
    for path in ("signup/", "email/", "password/reset/", "password/set/", "3rdparty/"):
        assert Client().get(f"/accounts/{path}").status_code == 302
        assert world.client(Role.SUPERVISOR).get(f"/accounts/{path}").status_code == 404


def test_one_who_is_not_signed_in_cannot_tell_which_addresses_exist(world):
    for path in ("/c/ningde-12123/", "/c/nothing/", "/people/", "/nothing/at/all"):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith(SIGN_IN)


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in(world):
    answer = Client().get("/accounts/sessions/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == SIGN_IN


def test_the_language_is_chinese_until_another_is_chosen(world):
    client = Client(headers={"Accept-Language": "en"})
    assert 'lang="zh-hans"' in client.get(SIGN_IN).content.decode()
    answer = client.post("/language/", {"language": "en", "next": SIGN_IN})
    assert answer["Location"] == SIGN_IN
    assert 'lang="en"' in client.get(SIGN_IN).content.decode()


def test_a_persons_language_comes_back_at_the_next_sign_in(world, supervisor):
    client = Client()
    sign_in(client, supervisor.username, world.password)
    client.post("/language/", {"language": "en"})
    other = Client()
    sign_in(other, supervisor.username, world.password)
    assert other.cookies["language"].value == "en"


def test_a_language_that_is_not_spoken_changes_nothing(world):
    client = Client()
    client.post("/language/", {"language": "xx", "next": "https://evil.example/"})
    assert "language" not in client.cookies


def test_each_comes_to_the_own_first_room(world):
    assert world.client(Office.SECURITY).get("/")["Location"] == "/people/"
    assert world.client(Role.SUPERVISOR).get("/")["Location"].startswith("/c/ningde-12123/")


def test_an_agent_of_the_line_comes_to_the_own_seat_and_who_runs_it_does_not(world):
    board = f"/c/{NINGDE}/"
    assert world.client(Role.AGENT).get("/")["Location"] == board
    make_plan()
    assert world.client(Role.AGENT).get("/")["Location"] == f"{board}line/seat/"
    assert world.client(Role.SUPERVISOR).get("/")["Location"] == board
    make_plan(agents={})
    assert world.client(Role.AGENT).get("/")["Location"] == board


def test_one_without_any_role_is_told_whom_to_ask(world):
    user = User.objects.create(username="new", name="New", password_changed_at=timezone.now())
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/")
    assert page.status_code == 200
    assert "web/no_room.html" in [template.name for template in page.templates]
