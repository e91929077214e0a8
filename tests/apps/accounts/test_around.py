"""What stands around every page: navigation, the contracts to choose from, errors, numbers."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from jieting.apps.accounts.models import Membership
from jieting.apps.accounts.roles import Office, Role
from jieting.apps.calls.models import MonthOfCalls
from jieting.web import views
from jieting.web.middleware import REQUEST_ID, RequestIdFilter
from tests.apps.world import AT

SESSIONS = "/accounts/sessions/"


def rooms(answer) -> list[str]:
    return [str(item["title"]) for group in answer.context["navigation"] for item in group["items"]]


OF_THE_BOOKS = [
    "Clause board", "Inbox", "Moves", "Months", "Settlement", "Reports and self-assessments",
]  # fmt: skip
OF_THE_LINE = [
    "The line", "Call-backs", "Findings of the line", "Satisfaction by key", "Recordings",
    "Plan of the line", "Prompts",
]  # fmt: skip
OF_A_MANAGER = ["Calls", "Imports", "Records", "Contract text", "Tokens", "Webhooks"]


@pytest.mark.parametrize(
    ("who", "opens"),
    [
        (Role.AGENT, ["Clause board", "Contract text", "My seat"]),
        (Role.TRAINER, [*OF_THE_BOOKS, "Records", "Contract text"]),
        (Role.CONTRACT_MANAGER, [*OF_THE_BOOKS, *OF_A_MANAGER, *OF_THE_LINE]),
        (Role.DECIDER, [*OF_THE_BOOKS, *OF_A_MANAGER, *OF_THE_LINE]),
        (Office.SECURITY, ["People", "Parties"]),
        (Office.AUDIT, ["Audit log"]),
        (Office.SYSTEM, ["System"]),
    ],
)
def test_the_navigation_shows_the_rooms_that_open_and_no_other(world, who, opens):
    assert rooms(world.client(who).get(SESSIONS)) == opens


def test_every_room_of_the_navigation_opens_to_who_sees_it(world):
    for who in (*Role, *Office):
        client = world.client(who)
        for group in client.get(SESSIONS).context["navigation"]:
            for item in group["items"]:
                assert client.get(item["url"]).status_code == 200, (who, item["url"])


def test_the_room_of_the_page_is_marked(world):
    page = world.client(Role.SUPERVISOR).get("/c/ningde-12123/calls/")
    items = page.context["navigation"][0]["items"]
    assert [str(item["title"]) for item in items if item.get("active")] == ["Calls"]


def test_who_has_two_contracts_chooses_between_them(world):
    user = world.user(Role.SUPERVISOR)
    Membership.objects.create(user=user, contract_id="post-loan", role="trainer", since=AT)
    page = world.client(Role.SUPERVISOR).get("/c/post-loan/")
    choices = page.context["contract_choices"]
    assert [(one["url"], one["active"]) for one in choices] == [
        ("/c/ningde-12123/", False),
        ("/c/post-loan/", True),
    ]
    assert rooms(page) == [*OF_THE_BOOKS, "Records", "Contract text"]


def test_simulated_calls_are_marked_on_the_pages_of_their_contract_only(world):
    MonthOfCalls.objects.create(contract_id="ningde-12123", month="2026-10", simulated=1)
    here = world.client(Role.SUPERVISOR).get("/c/ningde-12123/contract/")
    there = world.client(Role.SUPERVISOR, "post-loan").get("/c/post-loan/contract/")
    assert [bool(page.context["simulated"]) for page in (here, there)] == [True, False]


def test_the_person_is_named_with_party_and_roles(world):
    client = world.client(Role.SUPERVISOR)
    client.cookies["language"] = "en"
    assert dict(client.get(SESSIONS).context["person"]) == {
        "name": "supervisor@ningde-12123", "party": "供", "role": "Supervisor",
    }  # fmt: skip


def test_every_answer_bears_its_number_and_a_sent_one_is_not_believed(world):
    answers = [Client().get("/accounts/login/", headers={"X-Request-ID": "mine"}) for _ in "ab"]
    numbers = {answer["X-Request-ID"] for answer in answers}
    assert len(numbers) == 2
    assert "mine" not in numbers


def test_a_log_line_bears_the_number_of_the_request(caplog):
    import logging

    record = logging.makeLogRecord({})
    token = REQUEST_ID.set("abc")
    try:
        assert RequestIdFilter().filter(record)
    finally:
        REQUEST_ID.reset(token)
    assert record.request_id == "abc"


def test_a_refused_page_says_so_in_the_frame_of_the_person(world):
    page = world.client(Role.AGENT).get("/people/")
    assert page.status_code == 403
    assert "errors/403.html" in [one.name for one in page.templates]
    assert page["X-Request-ID"] in page.content.decode()


def test_a_page_that_does_not_exist_and_one_of_another_contract_look_the_same(world):
    client = world.client(Role.SUPERVISOR)
    nothing, others = client.get("/c/nothing/calls/"), client.get("/c/post-loan/calls/")
    assert nothing.status_code == others.status_code == 404
    assert [one.name for one in nothing.templates] == [one.name for one in others.templates]


def test_a_form_without_its_token_does_nothing(world):
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.client(Role.SUPERVISOR).cookies
    page = client.post("/accounts/logout/")
    assert page.status_code == 403
    assert client.get(SESSIONS).status_code == 200


def test_a_fault_has_a_page_that_asks_the_database_nothing(django_assert_num_queries):
    request = RequestFactory().get("/")
    request.request_id = "abc"
    request.COOKIES["language"] = "en"
    with django_assert_num_queries(0):
        page = views.failed(request)
    assert page.status_code == 500
    assert "abc" in page.content.decode()
    assert 'lang="en"' in page.content.decode()


def test_programs_get_no_page_for_an_error(world):
    answer = world.client(Role.SUPERVISOR).get("/live/nothing/")
    assert answer.status_code == 404
    assert answer.json()["request_id"] == answer["X-Request-ID"]
