from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from jieting.apps.accounts.models import User
from jieting.apps.accounts.outside import claimed_names
from jieting.apps.accounts.roles import Office, Role
from jieting.apps.audit.models import Entry
from tests.apps.accounts.browser import SIGN_IN, signed_in
from tests.apps.accounts.issuer import CLIENT, Issuer

OUTSIDE = "/accounts/oidc/company/login/"


@pytest.fixture(scope="module")
def issuer():
    issuer = Issuer()
    yield issuer
    issuer.stop()


@pytest.fixture(autouse=True)
def company(settings, issuer):
    issuer.claims = {"sub": "1", "preferred_username": "Lin.Meihua"}
    app = {
        "provider_id": "company",
        "name": "Company",
        "client_id": CLIENT,
        "secret": "word",
        "settings": {"server_url": issuer.url},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }
    settings.ROOT_URLCONF = "tests.apps.accounts.urls_with_outside"


@pytest.fixture
def agent(world):
    user = world.user(Role.AGENT)
    world.client(Office.SECURITY).post(
        f"/people/{user.pk}/outside/", {"outside_name": "lin.meihua"}
    )
    return user


def come_in(client: Client):
    """Go to the company's sign-in and come back from there."""
    away = client.post(OUTSIDE)["Location"]
    state = parse_qs(urlsplit(away).query)["state"][0]
    return client.get(f"{OUTSIDE}callback/", {"code": "c", "state": state})


def test_the_button_is_there_only_where_a_company_sign_in_is_set_up(settings, db):
    assert OUTSIDE in Client().get(SIGN_IN).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    settings.ROOT_URLCONF = "jieting.config.urls"
    assert "/oidc/" not in Client().get(SIGN_IN).content.decode()


def test_who_was_named_comes_in_and_stays_linked(agent, issuer):
    client = Client()
    assert come_in(client)["Location"] == "/"
    assert signed_in(client)
    assert SocialAccount.objects.get().user == agent
    assert "code_verifier" in issuer.asked[-1]
    assert list(Entry.objects.values_list("event", flat=True)[:2]) == [
        "accounts.signed_in",
        "accounts.outside.linked",
    ]
    other = Client()
    come_in(other)
    assert signed_in(other)


def test_who_was_not_named_stays_outside_and_nobody_is_made(world, issuer):
    client, before = Client(), User.objects.count()
    answer = come_in(client)
    assert answer.status_code == 403
    assert not signed_in(client)
    assert User.objects.count() == before
    assert Entry.objects.first().event == "accounts.sign_in.failed"


def test_the_sign_in_name_here_is_no_outside_name(world, issuer):
    issuer.claims = {"sub": "1", "preferred_username": world.user(Role.AGENT).username}
    assert come_in(Client()).status_code == 403


def test_another_account_that_was_given_the_name_stays_outside(agent, issuer):
    come_in(Client())
    issuer.claims = {"sub": "2", "preferred_username": "lin.meihua"}
    client = Client()
    assert come_in(client).status_code == 403
    assert not signed_in(client)


def test_another_name_unlinks(world, agent):
    come_in(Client())
    world.client(Office.SECURITY).post(f"/people/{agent.pk}/outside/", {"outside_name": ""})
    assert come_in(Client()).status_code == 403


def test_a_locked_person_stays_outside(agent):
    User.objects.filter(pk=agent.pk).update(is_active=False)
    client = Client()
    come_in(client)
    assert not signed_in(client)


def test_an_answer_without_the_question_is_no_sign_in(agent):
    client = Client()
    client.post(OUTSIDE)
    client.get(f"{OUTSIDE}callback/", {"code": "c", "state": "made up"})
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("claims", "names"),
    [
        ({"preferred_username": " Lin "}, {"lin"}),
        ({"email": "Lin@Example.cn", "email_verified": True}, {"lin@example.cn"}),
        ({"email": "lin@example.cn"}, set()),
        ({"email": "lin@example.cn", "email_verified": "true"}, set()),
        ({"name": "lin"}, set()),
    ],
)
def test_only_the_user_name_and_a_verified_mail_name_a_person(claims, names):
    assert claimed_names(claims) == names
