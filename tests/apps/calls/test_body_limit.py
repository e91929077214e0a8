"""What a server does with a body that is too large, whatever the request says of it."""

from __future__ import annotations

import asyncio
import json

import pytest

from jieting.web import body_limit
from jieting.web.body_limit import BodyLimit

PAGE = "/c/ningde-12123/imports/new/"
PIECE = b"x" * 100_000


class Pages:
    """Stands for Django: reads the body to its end as Django does, or sees the sender leave."""

    def __init__(self) -> None:
        self.read = 0
        self.left = False

    async def __call__(self, scope, receive, send) -> None:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.left = True
                return
            self.read += len(message["body"])
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


class Sender:
    """Sends pieces for as long as they are asked for."""

    def __init__(self, pieces: int) -> None:
        self.pieces = pieces
        self.sent = 0

    async def receive(self):
        self.sent += 1
        return {"type": "http.request", "body": PIECE, "more_body": self.sent < self.pieces}


def ask(pieces: int, headers: dict[bytes, bytes], path: str = PAGE):
    pages, sender, answers = Pages(), Sender(pieces), []

    async def send(message) -> None:
        answers.append(message)

    scope = {"type": "http", "path": path, "method": "POST", "headers": list(headers.items())}
    asyncio.run(BodyLimit(pages)(scope, sender.receive, send))
    return answers, pages, sender


@pytest.fixture(autouse=True)
def person(monkeypatch):
    monkeypatch.setenv("JIETING_UPLOAD_MB", "3")
    monkeypatch.setattr(body_limit, "visitor", lambda key: "person" if key == "alive" else None)


SIGNED_IN = {b"cookie": b"session=alive"}


def test_a_gigabyte_is_refused_before_a_byte_of_it_is_read():
    answers, pages, sender = ask(10_000, {**SIGNED_IN, b"content-length": b"1000000000"})
    assert answers[0]["status"] == 413
    assert (pages.read, sender.sent) == (0, 0)
    headers = dict(answers[0]["headers"])
    assert headers[b"connection"] == b"close"
    assert b"unsafe" not in headers[b"content-security-policy"]


@pytest.mark.parametrize(
    "lie",
    [{b"content-length": b"10"}, {b"transfer-encoding": b"chunked"}, {b"content-length": b"-1"}],
)
def test_a_lie_about_the_length_is_stopped_at_the_limit(lie):
    answers, pages, sender = ask(10_000, {**SIGNED_IN, **lie})
    assert answers[0]["status"] == 413
    assert pages.left
    assert pages.read <= 3_100_000
    assert sender.sent <= 32


def test_an_upload_within_the_limit_passes():
    answers, pages, _ = ask(30, {**SIGNED_IN, b"content-length": b"3000000"})
    assert answers[0]["status"] == 200
    assert pages.read == 3_000_000


def test_a_stranger_fills_no_disk():
    for cookie in ({}, {b"cookie": b"session=dead"}):
        answers, pages, _ = ask(20, {**cookie, b"content-length": b"2000000"})
        assert answers[0]["status"] == 413
        assert pages.read == 0


def test_other_pages_take_forms_and_no_call_files(monkeypatch):
    monkeypatch.setenv("JIETING_UPLOAD_MB", "300")
    answers, _, _ = ask(1, {**SIGNED_IN, b"content-length": b"30000000"}, "/people/")
    assert answers[0]["status"] == 413


def test_the_api_answers_in_json(monkeypatch):
    answers, _, _ = ask(1, {b"authorization": b"x", b"content-length": b"4000000"}, "/api/calls/")
    assert dict(answers[0]["headers"])[b"content-type"] == b"application/problem+json"
    problem = json.loads(answers[1]["body"])
    assert (problem["status"], problem["findings"][0]["code"]) == (413, "too_large")


@pytest.mark.parametrize(("language", "chinese"), [(b"zh-CN", True), (b"en", False)])
def test_the_api_answers_in_the_language_asked_for(language, chinese):
    headers = {b"authorization": b"x", b"content-length": b"4000000"}
    answers, _, _ = ask(1, {**headers, b"accept-language": language}, "/api/calls/")
    detail = json.loads(answers[1]["body"])["detail"]
    assert detail.isascii() != chinese


def test_a_page_without_a_body_is_not_held_up():
    answers, _, _ = ask(1, {b"cookie": b"session=dead"})
    assert answers[0]["status"] == 200
