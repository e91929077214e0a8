from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from jieting.apps.accounts.actions import change_password
from jieting.apps.accounts.models import PastPassword, User
from jieting.apps.accounts.passwords import RULES, one_time_password
from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.base.actor import system
from jieting.apps.base.words import tell
from tests.apps.accounts.browser import sign_in, signed_in

CHANGE = "/accounts/password/change/"
NEW = "Quite-Another-42"


def broken(password: str, user: User | None = None) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return error.messages
    return []


def rule(number: int) -> str:
    return tell(RULES[number])


@pytest.mark.parametrize(
    ("password", "rules"),
    [
        (NEW, []),
        ("Short-1", [0]),
        ("Aa1-Aa1-A", [0]),  # 9 characters
        ("Aa1-Aa1-Aa", []),  # 10: the edge is within
        ("onlysmallletters", [1]),
        ("Capitals and small", []),
        ("mit 12 zahlen", []),
        ("密码密码密码密码密码1a", []),
        ("密码密码密码密码密码1", [1]),
        ("password1", [0, 1, 3]),
        ("", [0, 1]),
    ],
)
def test_every_broken_rule_is_told_at_once(password, rules):
    assert broken(password) == [rule(number) for number in rules]


def test_a_password_is_not_like_the_name():
    user = User(username="lin.meihua", name="Lin Meihua")
    assert broken("Lin.Meihua-1", user) == [rule(2)]


def test_the_last_five_passwords_do_not_come_back(world):
    user = world.user(Role.AGENT)
    for number in range(6):
        at = timezone.now() + timedelta(seconds=number)
        change_password(by=system("tests"), at=at, user=user, password=f"Old-Word-{number}{number}")
    assert broken("Old-Word-00", user) == []
    for number in range(1, 6):
        assert broken(f"Old-Word-{number}{number}", user) == [rule(4)]
    assert PastPassword.objects.filter(user=user).count() == 5


def test_the_password_that_was_never_remembered_does_not_stay_either(world):
    assert broken(world.password, world.user(Role.AGENT)) == [rule(4)]


def test_the_rules_stand_on_the_page_before_anything_is_typed(world):
    page = world.client(Role.AGENT).get(CHANGE).content.decode()
    for said in RULES:
        assert tell(said) in page


def test_the_page_tells_every_broken_rule_and_a_wrong_old_password_together(world):
    client = world.client(Role.AGENT)
    answer = client.post(CHANGE, {"oldpassword": "x", "password1": "short", "password2": "other"})
    errors = answer.context["form"].errors
    assert list(errors["password1"]) == [rule(0), rule(1)]
    assert "oldpassword" in errors


def test_two_different_new_passwords_change_nothing(world):
    client = world.client(Role.AGENT)
    answer = client.post(
        CHANGE, {"oldpassword": world.password, "password1": NEW, "password2": NEW + "x"}
    )
    assert "password2" in answer.context["form"].errors
    assert world.user(Role.AGENT).check_password(world.password)


def test_changing_keeps_this_session_ends_the_others_and_is_on_record(world):
    user, here, there = world.user(Role.AGENT), Client(), Client()
    for client in (here, there):
        sign_in(client, user.username, world.password)
    key = here.session.session_key
    answer = here.post(CHANGE, {"oldpassword": world.password, "password1": NEW, "password2": NEW})
    assert answer["Location"] == "/"
    assert signed_in(here)
    assert not signed_in(there)
    assert here.session.session_key != key
    line = Entry.objects.get(event="accounts.password.changed")
    assert (line.actor, line.object) == (user.username, user.username)
    assert NEW not in str(vars(line))


def test_wrong_old_passwords_count_as_failures_of_signing_in(world):
    client = world.client(Role.AGENT)
    wrong = {"oldpassword": "x", "password1": NEW, "password2": NEW}
    statuses = [client.post(CHANGE, wrong).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]


def test_a_given_password_must_be_changed_before_anything_else(world):
    User.objects.filter(pk=world.user(Role.AGENT).pk).update(must_change_password=True)
    client = world.client(Role.AGENT)
    for path in ("/", "/accounts/sessions/", "/accounts/2fa/"):
        assert client.get(path)["Location"] == CHANGE
    assert client.get(CHANGE).context["due"] == "given"
    client.post(CHANGE, {"oldpassword": world.password, "password1": NEW, "password2": NEW})
    assert signed_in(client)
    assert not world.user(Role.AGENT).must_change_password


def test_one_who_must_change_the_password_may_leave(world):
    User.objects.filter(pk=world.user(Role.AGENT).pk).update(must_change_password=True)
    client = world.client(Role.AGENT)
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("days", "due"), [(89, ""), (90, "old")])
def test_a_password_grows_old(world, days, due):
    user = world.user(Role.AGENT)
    at = timezone.now() - timedelta(days=days)
    User.objects.filter(pk=user.pk).update(password_changed_at=at)
    answer = world.client(Role.AGENT).get("/accounts/sessions/")
    assert answer.status_code == (302 if due else 200)
    assert world.client(Role.AGENT).get(CHANGE).context["due"] == due


def test_without_a_limit_no_password_grows_old(world, settings):
    settings.JIETING_PASSWORD_DAYS = 0
    at = timezone.now() - timedelta(days=4000)
    User.objects.filter(pk=world.user(Role.AGENT).pk).update(password_changed_at=at)
    assert signed_in(world.client(Role.AGENT))


def test_one_time_passwords_keep_the_rules_and_differ():
    words = {one_time_password() for _ in range(20)}
    assert len(words) == 20
    assert not any(broken(word) for word in words)
