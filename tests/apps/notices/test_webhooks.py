from __future__ import annotations

import json
import socket
from datetime import timedelta

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.base.instants import to_instant
from jieting.apps.notices import outgoing
from jieting.apps.notices.actions import notify
from jieting.apps.notices.models import Delivery, Webhook
from jieting.apps.notices.outgoing import NotReached, against, post
from jieting.apps.notices.webhook_actions import change_webhook, make_webhook, remove_webhook
from jieting.apps.notices.webhooks import NotDelivered, signature
from jieting.domain.contracts.board.standing import Side
from jieting.domain.errors import BadInput, Refused
from jieting.domain.said import say
from tests.apps.jobs import run_jobs, waiting_jobs
from tests.apps.notices.receiver import receiver
from tests.apps.world import AT, World

NINGDE = "ningde-12123"


@pytest.fixture
def system():
    with receiver() as found:
        yield found


@pytest.fixture
def private(settings):
    settings.JIETING_WEBHOOK_PRIVATE = True


def make(world: World, url: str, role: Role = Role.DECIDER, **more: object) -> tuple[Webhook, str]:
    given = {"groups": ["waits"], **more}
    return make_webhook(by=world.actor(role), at=AT, contract_id=NINGDE, url=url, **given)


def tell(side: Side | None = Side.PURCHASER, **more: object) -> None:
    given = {"event": "moves.waits", "words": say("M-1 of 13900001111"), "url": "/c/x/", **more}
    notify(at=AT, contract_id=NINGDE, side=side, **given)


def test_a_message_arrives_signed_and_names_no_caller(world, system, private):
    _, secret = make(world, f"{system.url}in?room=1")
    tell(due_at=to_instant(AT + timedelta(hours=1)))
    assert run_jobs() == ["notices.webhook"]
    [(headers, body)] = system.came
    stamp = headers["X-Jieting-Timestamp"]
    assert headers["X-Jieting-Signature"] == signature(secret, stamp, body)
    told = json.loads(body)
    assert (told["event"], told["contract"]) == ("moves.waits", NINGDE)
    assert told["due_at"] == "2026-10-01T03:00:00+00:00"
    assert "13900001111" not in body.decode()
    assert Delivery.objects.get().arrived_at is not None


def test_the_other_side_and_groups_that_are_not_wanted_send_nothing(world, system, private):
    make(world, system.url)
    tell(Side.SUPPLIER)
    tell(event="moves.acted")
    assert waiting_jobs() == []
    tell(None)
    assert len(waiting_jobs()) == 1


def test_a_message_that_fails_is_tried_again_and_the_page_says_why(world, system, private):
    hook, _ = make(world, system.url)
    system.status = 500
    tell()
    for _ in range(2):
        with pytest.raises(NotDelivered):
            run_jobs()
    client = world.client(Role.DECIDER)
    page = client.get(f"/c/{NINGDE}/webhooks/{hook.pk}/", headers={"Accept-Language": "en"})
    assert "500" in page.content.decode()
    system.status = 204
    run_jobs()
    one = Delivery.objects.get()
    assert (one.tries, one.status, one.arrived_at is not None) == (3, 204, True)
    assert len(system.came) == 3


def test_a_redirect_is_not_followed(world, system, private):
    make(world, system.url)
    system.status = 302
    tell()
    with pytest.raises(NotDelivered):
        run_jobs()
    assert len(system.came) == 1


def test_a_stopped_or_removed_webhook_gets_nothing_more(world, system, private):
    by = world.actor(Role.DECIDER)
    hook, _ = make(world, system.url)
    tell()
    change_webhook(by=by, at=AT, hook=hook, groups=["waits"], active=False)
    tell()
    run_jobs()
    remove_webhook(by=by, at=AT, hook=hook)
    tell()
    run_jobs()
    assert system.came == []
    assert Webhook.objects.get().secret == ""


def test_the_secret_is_kept_sealed_and_shown_once(world, system, private):
    client = world.client(Role.CONTRACT_MANAGER)
    page = client.post(f"/c/{NINGDE}/webhooks/", {"url": system.url, "groups": ["clock"]})
    assert page.status_code == 200
    hook = Webhook.objects.get()
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert secret not in hook.secret
    assert secret not in client.get(f"/c/{NINGDE}/webhooks/{hook.pk}/").content.decode()


def test_the_test_button_sends_even_where_messages_are_stopped(world, system, private):
    hook, _ = make(world, system.url)
    change_webhook(by=world.actor(Role.DECIDER), at=AT, hook=hook, groups=["waits"], active=False)
    world.client(Role.DECIDER).post(f"/c/{NINGDE}/webhooks/{hook.pk}/try/")
    run_jobs()
    assert json.loads(system.came[0][1])["event"] == "webhook.test"


def test_a_party_has_no_hand_on_the_webhooks_of_the_other(world, system, private):
    hook, _ = make(world, system.url)
    client = world.client(Role.CONTRACT_MANAGER)
    assert client.get(f"/c/{NINGDE}/webhooks/{hook.pk}/").status_code == 404
    assert client.post(f"/c/{NINGDE}/webhooks/{hook.pk}/remove/").status_code == 404
    assert system.url not in client.get(f"/c/{NINGDE}/webhooks/").content.decode()


def test_an_eleventh_webhook_is_refused(world):
    for number in range(10):
        make(world, f"https://example.com/{number}")
    with pytest.raises(Refused):
        make(world, "https://example.com/10")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.1.2.3/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://localhost/",
        "https://db.internal/",
        "https://user:secret@example.com/",
        "https://example.com/#part",
        "https://exämple.com/",
        "https://example.com:99999/",
        "file:///etc/passwd",
        "https:///path",
    ],
)
def test_an_address_that_must_not_be_called_is_not_taken(world, url):
    with pytest.raises(BadInput):
        make(world, url)


def test_an_operator_may_allow_the_own_network():
    assert against("http://10.1.2.3/", private=True) == ""
    assert against("ftp://10.1.2.3/", private=True) == "scheme"


@pytest.mark.parametrize("number", ["127.0.0.1", "10.0.0.9", "169.254.169.254", "::1", "fe80::1"])
def test_a_name_is_judged_by_the_address_that_it_has_when_called(monkeypatch, number):
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (number, 443))]
    monkeypatch.setattr(outgoing.socket, "getaddrinfo", lambda *a, **k: found)
    monkeypatch.setattr(outgoing.socket, "create_connection", lambda *a, **k: pytest.fail("called"))
    with pytest.raises(NotReached, match="private network"):
        post("https://rebound.example.com/", b"{}", {})


def test_one_private_address_among_public_ones_is_enough(monkeypatch):
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443))
        for number in ("93.184.216.34", "192.168.1.1")
    ]
    monkeypatch.setattr(outgoing.socket, "getaddrinfo", lambda *a, **k: found)
    with pytest.raises(NotReached, match="private network"):
        post("https://rebound.example.com/", b"{}", {})


def test_a_receiver_that_never_answers_is_cut_off(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(outgoing, "TIMEOUT_S", 30)
        monkeypatch.setattr(outgoing, "WHOLE_S", 0.05)
        with pytest.raises(NotReached):
            post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {}, private=True)
