from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.test import Client
from django.urls import reverse

from jieting.apps.accounts.roles import Office, Role
from jieting.apps.accounts.sealing import seal, unseal
from jieting.apps.audit.models import Entry
from tests.apps.accounts.browser import code_of, sign_in, signed_in

ACTIVATE = "/accounts/2fa/totp/activate/"
AUTHENTICATE = "/accounts/2fa/authenticate/"
CODES = "/accounts/2fa/recovery-codes/"

pytestmark = pytest.mark.usefixtures("policy")


def events() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("event", flat=True))


@pytest.fixture
def decider(world):
    return world.user(Role.DECIDER)


@pytest.fixture
def client(world, decider) -> Client:
    client = Client()
    sign_in(client, decider.username, world.password)
    return client


@pytest.fixture
def secret(client) -> str:
    """A decider with a second factor; the code of now has been used for it."""
    secret = client.get(ACTIVATE).context["form"].secret
    answer = client.post(ACTIVATE, {"code": code_of(secret, 0)})
    assert answer["Location"] == CODES
    return secret


@pytest.fixture
def codes(client, secret) -> list[str]:
    return client.get(CODES).context["unused_codes"]


def at_the_second_door(world, decider) -> Client:
    client = Client()
    answer = sign_in(client, decider.username, world.password)
    assert answer["Location"] == AUTHENTICATE
    return client


def test_who_needs_one_is_led_to_set_it_up_before_anything_else(client):
    for path in ("/", "/accounts/sessions/", "/c/ningde-12123/calls/", "/accounts/2fa/"):
        assert client.get(path)["Location"] == ACTIVATE
    page = client.get(ACTIVATE).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "style=" not in page


def test_the_policy_names_roles_and_offices(world):
    for role in (Office.SECURITY, Role.CONTRACT_MANAGER, Role.PURCHASER_SUPERVISOR):
        assert world.client(role).get("/accounts/sessions/").status_code == 302
    for role in (Role.AGENT, Role.SUPERVISOR):
        assert world.client(role).get("/accounts/sessions/").status_code == 200


def test_password_and_code_open_the_door_together(world, decider, secret):
    client = at_the_second_door(world, decider)
    assert not signed_in(client)
    client.post(AUTHENTICATE, {"code": code_of(secret)})
    assert signed_in(client)


def test_a_code_opens_one_door_only(world, decider, secret):
    first, second = (at_the_second_door(world, decider) for _ in range(2))
    code = code_of(secret)
    first.post(AUTHENTICATE, {"code": code})
    answer = second.post(AUTHENTICATE, {"code": f"{code[:3]} {code[3:]}"})
    assert answer.context["form"].errors
    assert not signed_in(second)


def test_the_code_that_set_it_up_opens_no_door(world, decider, secret):
    client = at_the_second_door(world, decider)
    client.post(AUTHENTICATE, {"code": code_of(secret, 0)})
    assert not signed_in(client)


def test_a_replay_is_refused_even_where_no_cache_remembers_it(world, decider, secret, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    first, second = (at_the_second_door(world, decider) for _ in range(2))
    code = code_of(secret)
    for client in (first, second):
        client.post(AUTHENTICATE, {"code": code})
    assert [signed_in(first), signed_in(second)] == [True, False]


def test_guessing_codes_locks_the_account(world, decider, secret):
    client = at_the_second_door(world, decider)
    wrong = "000000" if code_of(secret) != "000000" else "000001"
    statuses = [client.post(AUTHENTICATE, {"code": wrong}).status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 429, 429]
    assert client.post(AUTHENTICATE, {"code": code_of(secret)}).status_code == 429
    assert not signed_in(client)
    failed = Entry.objects.filter(event="accounts.sign_in.failed", reason="code")
    assert failed.count() == 5
    assert "accounts.locked_out" in events()


def test_a_recovery_code_opens_once_and_is_on_record(world, decider, codes):
    first, second = (at_the_second_door(world, decider) for _ in range(2))
    for client in (first, second):
        client.post(AUTHENTICATE, {"code": codes[0]})
    assert [signed_in(first), signed_in(second)] == [True, False]
    assert events().count("accounts.recovery_code.used") == 1


def test_recovery_codes_are_shown_once(client, codes):
    assert len(codes) == 10
    assert all(re.fullmatch(r"\d{8}", code) for code in codes)
    again = client.get(CODES)
    assert set(again.context["unused_codes"]) == {"****"}
    assert codes[0] not in again.content.decode()


def test_nothing_in_the_database_tells_the_secret(secret, codes):
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert codes[0] not in stored


def test_what_is_sealed_opens_again_and_only_unchanged():
    sealed = seal("JBSWY3DP")
    assert unseal(sealed) == "JBSWY3DP"
    assert seal("JBSWY3DP") != sealed
    changed = sealed[:-2] + ("A" if sealed[-2] != "A" else "B") + sealed[-1]
    with pytest.raises(InvalidTag):
        unseal(changed)


def test_who_must_have_one_cannot_remove_it(client, secret):
    answer = client.post("/accounts/2fa/totp/deactivate/")
    assert answer.context["form"].errors
    assert Authenticator.objects.filter(type="totp").exists()


def test_who_need_not_have_one_may_set_it_up_and_remove_it(world):
    client = Client()
    sign_in(client, world.user(Role.AGENT).username, world.password)
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": code_of(secret)})
    assert Authenticator.objects.filter(type="totp").exists()
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()


def test_later_the_password_is_asked_once_more(world, client, secret, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    generate = "/accounts/2fa/recovery-codes/generate/"
    answer = client.get(generate)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    assert client.post(answer["Location"], {"password": "wrong"}).status_code == 200
    again = client.post(answer["Location"], {"password": world.password})
    assert again["Location"] == generate


def test_removing_it_for_a_lost_phone_ends_the_sessions_and_asks_for_a_new_one(
    world, client, secret, decider, settings
):
    settings.JIETING_TOTP_ROLES = frozenset({Role.DECIDER})
    security = world.client(Office.SECURITY)
    page = f"/people/{decider.pk}/second-factor/remove/"
    security.post(page)  # without a reason nothing is done
    assert signed_in(client)
    security.post(page, {"reason": "phone lost"})
    assert not signed_in(client)
    sign_in(client, decider.username, world.password)
    assert client.get("/")["Location"] == ACTIVATE
    assert Entry.objects.get(event="accounts.second_factor.reset").reason == "phone lost"


def test_set_up_and_renewal_are_on_record(world, client, django_capture_on_commit_callbacks):
    secret = client.get(ACTIVATE).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ACTIVATE, {"code": code_of(secret)})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/recovery-codes/generate/")
    assert [event for event in events() if "second_factor" in event] == [
        "accounts.second_factor.added",
        "accounts.second_factor.added",
        "accounts.second_factor.renewed",
    ]


@pytest.mark.parametrize("name", ["mfa_index", "usersessions_list", "account_change_password"])
def test_pages_of_one_s_own_account_say_where_one_is(world, name):
    page = world.client(Role.AGENT).get(reverse(name)).content.decode()
    assert 'class="crumbs no-print"' in page
