from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import transaction

from jieting.apps.accounts.models import Membership
from jieting.apps.accounts.roles import Right, Role
from jieting.apps.base.instants import to_instant
from jieting.apps.notices.actions import notify
from jieting.apps.notices.mail import mail_due
from jieting.apps.notices.models import Notice, Preference
from jieting.domain.contracts.board.standing import Side
from jieting.domain.said import say
from tests.apps.jobs import run_jobs, waiting_jobs
from tests.apps.world import AT, World

NINGDE = "ningde-12123"


def tell(**more: object) -> set[int]:
    given = {"at": AT, "contract_id": NINGDE, "event": "moves.waits", "url": "/c/ningde-12123/"}
    return notify(**{**given, "words": say("{ref} is agreed", ref="M-1"), **more})


def names(told: set[int]) -> set[str]:
    rows = Notice.objects.filter(user_id__in=told).select_related("user")
    return {row.user.username.partition("@")[0] for row in rows}


def wants(world: World, role: Role = Role.DECIDER, **more: object) -> None:
    given = {"address": "d@example.cn", "in_product": ["waits"], "by_mail": ["waits"]}
    Preference.objects.create(user=world.user(role), **{"zone": "Asia/Shanghai", **given, **more})


@pytest.fixture
def server(settings):
    settings.JIETING_MAIL = True
    settings.JIETING_URL = "https://calls.example.cn"


def test_a_side_with_a_right_is_told_and_the_one_who_acted_is_not(world: World) -> None:
    told = tell(side=Side.SUPPLIER, right=Right.DECIDE_MOVES, by=world.actor(Role.SUPERVISOR))
    assert names(told) == {"contract_manager"}


def test_who_has_left_the_contract_or_may_not_sign_in_is_not_told(world: World) -> None:
    Membership.objects.filter(user=world.user(Role.DECIDER)).update(ended_at=AT)
    locked = world.user(Role.PURCHASER_SUPERVISOR)
    locked.is_active = False
    locked.save()
    assert tell(side=Side.PURCHASER) == set()


def test_without_a_side_both_are_told_and_only_and_but_narrow_them(world: World) -> None:
    decider, trainer = world.user(Role.DECIDER), world.user(Role.TRAINER)
    everybody = tell()
    assert {decider.pk, trainer.pk} < everybody
    assert tell(only={decider.username, trainer.username}, but={trainer.pk}) == {decider.pk}


def test_what_is_told_once_is_told_once(world: World) -> None:
    assert tell(once="M-1/half")
    assert tell(once="M-1/half") == set()
    assert tell(once="M-2/half")


def test_a_rolled_back_action_tells_nobody(world: World) -> None:
    with transaction.atomic():
        tell()
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_without_a_mail_server_no_letter_is_planned(world: World) -> None:
    wants(world)
    tell()
    assert waiting_jobs() == []
    assert not Notice.objects.exclude(mail_at=None).exists()


def test_a_letter_says_what_where_and_until_when(world: World, server) -> None:
    wants(world)
    due_at = to_instant(AT + timedelta(hours=30))
    tell(at=datetime.now(UTC), due_at=due_at, words=say("M-1 of 13900001111"))
    run_jobs()
    [letter] = mail.outbox
    assert letter.to == ["d@example.cn"]
    assert "2026-10-02 16:00" in letter.body
    assert "https://calls.example.cn/c/ningde-12123/" in letter.body
    assert "13900001111" not in letter.subject + letter.body
    assert Notice.objects.get(user=world.user(Role.DECIDER)).mailed_at is not None
    assert mail_due(world.user(Role.DECIDER).pk, AT) == 0


def test_quiet_hours_hold_letters_back_and_then_send_them_together(world: World, server) -> None:
    wants(world, quiet_from=time(9), quiet_to=time(12), urgent_through=False)
    tell()
    tell(due_at=to_instant(AT + timedelta(hours=1)))
    user = world.user(Role.DECIDER)
    end = datetime(2026, 10, 1, 4, 0, tzinfo=UTC)
    assert mail_due(user.pk, end - timedelta(seconds=1)) == 0
    assert mail_due(user.pk, end) == 2
    assert len(mail.outbox) == 1
    assert Notice.objects.filter(user=user, shown=True).count() == 2


def test_what_is_urgent_passes_quiet_hours_where_the_person_lets_it(world: World, server) -> None:
    wants(world, quiet_from=time(9), quiet_to=time(12))
    tell()
    tell(due_at=to_instant(AT + timedelta(hours=20)))
    assert mail_due(world.user(Role.DECIDER).pk, AT) == 1


def test_a_group_that_is_not_wanted_is_neither_shown_nor_sent(world: World, server) -> None:
    wants(world)
    tell(event="moves.acted")
    row = Notice.objects.get(user=world.user(Role.DECIDER))
    assert (row.shown, row.mail_at) == (False, None)


def test_a_letter_that_the_server_refuses_stays_due_and_the_page_says_why(
    world: World, server, settings
) -> None:
    wants(world)
    tell()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    user = world.user(Role.DECIDER)
    assert mail_due(user.pk, AT) == 0
    assert "ConnectionRefused" in Preference.objects.get(user=user).mail_failure
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mail_due(user.pk, AT + timedelta(hours=1)) == 1
    assert Preference.objects.get(user=user).mail_failure == ""
