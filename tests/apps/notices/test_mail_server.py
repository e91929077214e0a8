from __future__ import annotations

import email
from datetime import UTC, datetime
from email.header import decode_header, make_header

import pytest
from django.core import mail as django_mail

from jieting.apps.accounts.roles import Role
from jieting.apps.notices.actions import notify
from jieting.apps.notices.models import Preference
from jieting.config.mail import mail_settings
from jieting.domain.said import say
from tests.apps.jobs import run_jobs
from tests.apps.notices.receiver import mail_server
from tests.apps.world import World

NINGDE = "ningde-12123"


def test_a_letter_reaches_the_server_that_the_setting_names(world: World, settings) -> None:
    user = world.user(Role.DECIDER)
    Preference.objects.create(
        user=user, address="d@example.cn", by_mail=["waits"], zone="Asia/Shanghai"
    )
    with mail_server() as (port, came):
        for name, value in mail_settings(f"smtp://127.0.0.1:{port}").items():
            setattr(settings, name, value)
        settings.JIETING_MAIL = True
        settings.DEFAULT_FROM_EMAIL = "Jieting <hotline@example.cn>"
        notify(
            at=datetime.now(UTC), contract_id=NINGDE, event="moves.waits",
            words=say("{ref} is agreed", ref="剔除 M-1"), url="/c/x/",
        )  # fmt: skip
        run_jobs()
        [letter] = [email.message_from_bytes(one) for one in came]
    assert letter["To"] == "d@example.cn"
    assert letter["From"] == "Jieting <hotline@example.cn>"
    assert "剔除 M-1" in str(make_header(decode_header(letter["Subject"])))
    assert "剔除 M-1" in letter.get_payload(decode=True).decode()
    assert django_mail.outbox == []


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.cn", "mail.example.cn", 25, False, False),
        ("smtp+tls://mail.example.cn", "mail.example.cn", 587, True, False),
        ("smtps://mail.example.cn:4650", "mail.example.cn", 4650, False, True),
    ],
)
def test_one_address_says_how_letters_leave(url, host, port, tls, ssl):
    found = mail_settings(url)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == (host, port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)


def test_signs_in_a_password_are_read_back():
    found = mail_settings("smtp://a%40b.cn:p%3A%40ss@mail.example.cn")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("a@b.cn", "p:@ss")


def test_without_an_address_nothing_is_sent_and_a_wrong_one_stops_the_start():
    assert "dummy" in str(mail_settings("")["EMAIL_BACKEND"])
    assert "console" in str(mail_settings("console")["EMAIL_BACKEND"])
    for wrong in ("http://mail.example.cn", "smtp://", "mail.example.cn"):
        with pytest.raises(ValueError, match="JIETING_SMTP_URL"):
            mail_settings(wrong)
