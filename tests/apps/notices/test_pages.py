from __future__ import annotations

from datetime import time

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jieting.apps.accounts.roles import Office, Role
from jieting.apps.notices.actions import notify
from jieting.apps.notices.models import Notice, Preference
from jieting.domain.said import say
from tests.apps.world import AT, World

NINGDE = "ningde-12123"
CHOICES = {
    "address": "d@example.cn",
    "in_product": ["waits", "clock"],
    "by_mail": ["clock"],
    "rhythm": "at_once",
    "daily_at": "",
    "quiet_from": "22:00",
    "quiet_to": "07:00",
    "zone": "Asia/Shanghai",
}


@pytest.fixture
def client(world: World):
    return world.client(Role.DECIDER)


def tell(n: int = 1, **more: object) -> None:
    for number in range(n):
        given = {"event": "moves.waits", "words": say("M-{n} waits", n=number), **more}
        notify(at=AT, contract_id=NINGDE, **{"url": f"/c/{NINGDE}/", **given})


def test_the_bell_counts_what_is_unread_on_every_page(world, client):
    tell(3)
    page = client.get(f"/c/{NINGDE}/contract/").content.decode()
    assert '<span class="bell-count" aria-hidden="true">3</span>' in page
    assert client.get("/notices/bell/").content.decode().count("bell-count") == 1


def test_opening_a_notice_leads_to_its_page_and_counts_as_read(world, client):
    tell(2)
    first = Notice.objects.filter(user=world.user(Role.DECIDER)).first()
    answer = client.get(f"/notices/{first.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/c/{NINGDE}/")
    assert ">1</span>" in client.get("/notices/bell/").content.decode()


def test_nobody_opens_the_notice_of_another(world, client):
    tell()
    other = Notice.objects.get(user=world.user(Role.TRAINER))
    assert client.get(f"/notices/{other.pk}/").status_code == 404
    other.refresh_from_db()
    assert other.read_at is None


def test_a_notice_leads_nowhere_outside(world, client):
    tell(url="//evil.example/")
    one = Notice.objects.get(user=world.user(Role.DECIDER))
    assert client.get(f"/notices/{one.pk}/")["Location"] == "/notices/"


def test_everything_is_read_with_one_button(world, client):
    tell(3)
    client.post("/notices/read/")
    assert "bell-count" not in client.get("/notices/").content.decode()
    assert Notice.objects.filter(user=world.user(Role.TRAINER), read_at=None).count() == 3


def test_a_long_list_has_pages_and_costs_no_query_for_each_row(world, client):
    tell()
    few = _queries(client)
    tell(60)
    assert _queries(client) <= few
    assert "?page=2" in client.get("/notices/").content.decode()


def _queries(client) -> int:
    client.get("/notices/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/notices/")
    return len(asked)


def test_choices_are_kept_and_shown_again(world, client):
    assert client.post("/notices/choices/", CHOICES).status_code == 302
    kept = Preference.objects.get(user=world.user(Role.DECIDER))
    assert (kept.quiet_from, kept.daily_at) == (time(22), None)
    assert (kept.in_product, kept.by_mail) == (["waits", "clock"], ["clock"])
    assert "d@example.cn" in client.get("/notices/choices/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"rhythm": "daily"},
        {"quiet_to": ""},
        {"zone": "Nowhere/Land"},
        {"address": "not an address"},
        {"by_mail": ["gossip"]},
    ],
)
def test_choices_that_do_not_fit_are_told_at_their_field(world, client, wrong):
    answer = client.post("/notices/choices/", {**CHOICES, **wrong})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) & {*wrong, "daily_at"}
    assert not Preference.objects.exists()


def test_the_page_says_that_mail_is_not_set_up(client):
    page = client.get("/notices/choices/", headers={"Accept-Language": "en"})
    assert page.context["mail"] is False


def test_a_test_letter_goes_to_the_kept_address(world, client, settings):
    settings.JIETING_MAIL = True
    client.post("/notices/choices/", CHOICES)
    client.post("/notices/choices/mail/")
    assert [letter.to for letter in mail.outbox] == [["d@example.cn"]]


def test_an_administrator_has_no_bell(world):
    page = world.client(Office.SECURITY).get("/people/").content.decode()
    assert "bell-count" not in page
    assert 'id="bell"' not in page
