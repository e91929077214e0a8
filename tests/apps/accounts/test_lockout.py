from __future__ import annotations

import pytest
from django.test import Client

from jieting.apps.accounts.lockout import locked_out_names, minutes_left
from jieting.apps.accounts.roles import Office, Role
from jieting.apps.audit.models import Entry
from tests.apps.accounts.browser import SIGN_IN, sign_in, signed_in


@pytest.fixture
def agent(world):
    return world.user(Role.AGENT)


def fail(username: str, times: int, **extra):
    for _ in range(times):
        answer = sign_in(Client(), username, "wrong", **extra)
    return answer


def test_the_fifth_failure_locks_and_the_right_password_does_not_open(world, agent):
    assert fail(agent.username, 4).status_code == 200
    page = fail(agent.username, 1)
    assert page.status_code == 429
    assert page.context["minutes"] == 15
    client = Client()
    assert sign_in(client, agent.username, world.password).status_code == 429
    assert not signed_in(client)


def test_it_opens_by_itself_and_trying_meanwhile_makes_it_no_longer(world, agent, clock):
    fail(agent.username, 5)
    clock(minutes=10)
    assert fail(agent.username, 1).context["minutes"] == 5
    clock(minutes=5, seconds=1)
    client = Client()
    sign_in(client, agent.username, world.password)
    assert signed_in(client)


def test_however_the_name_is_written_it_is_one_account(agent):
    for name in (agent.username.upper(), f" {agent.username}", agent.username.title()):
        fail(name, 1)
    fail(agent.username, 1)
    assert fail(agent.username.replace("a", "\uff41"), 1).status_code == 429  # full width


def test_other_accounts_stay_open(world, agent):
    fail(agent.username, 5)
    client = Client()
    sign_in(client, world.user(Role.SUPERVISOR).username, world.password)
    assert signed_in(client)


def test_names_that_nobody_bears_are_locked_in_the_same_words(agent):
    known, unknown = fail(agent.username, 5), fail("nobody-at-all", 5)
    assert known.status_code == unknown.status_code == 429
    for page in (known, unknown):
        assert page.context["failures"] == 5
    assert known.context["minutes"] == unknown.context["minutes"]


def test_an_address_that_tries_many_names_is_locked_and_others_are_not(world, agent, settings):
    settings.JIETING_ADDRESS_FAILURES = 8
    for number in range(8):
        fail(f"name-{number}", 1, REMOTE_ADDR="198.51.100.7")
    there, here = Client(REMOTE_ADDR="198.51.100.7"), Client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(there, agent.username, world.password).status_code == 429
    sign_in(here, agent.username, world.password)
    assert signed_in(here)


def test_a_success_forgets_the_account_s_failures_but_not_the_address_s(world, agent, settings):
    settings.JIETING_ADDRESS_FAILURES = 6
    fail("somebody", 4)
    fail(agent.username, 1)
    sign_in(Client(), agent.username, world.password)
    assert minutes_left(agent.username) == 0
    assert fail("somebody-else", 2).status_code == 429


def test_lockout_is_on_record_once_and_every_failure_is(agent):
    fail(agent.username, 7)
    events = list(Entry.objects.filter(actor=agent.username).values_list("event", "reason"))
    assert events.count(("accounts.locked_out", "")) == 1
    assert events.count(("accounts.sign_in.failed", "password")) == 5
    assert events.count(("accounts.sign_in.failed", "locked out")) == 2


def test_the_security_administrator_unlocks_and_it_is_on_record(world, agent):
    fail(agent.username, 5)
    assert agent.username in locked_out_names()
    answer = world.client(Office.SECURITY).post(f"/people/{agent.pk}/unlock/")
    assert answer.status_code == 302
    client = Client()
    sign_in(client, agent.username, world.password)
    assert signed_in(client)
    line = Entry.objects.get(event="accounts.person.unlocked")
    assert (line.actor, line.object) == ("security_administrator", agent.username)


def test_the_page_of_signing_in_stays_open_for_looking(agent):
    fail(agent.username, 6)
    assert Client().get(SIGN_IN).status_code == 200
