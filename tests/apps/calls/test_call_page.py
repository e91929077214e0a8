import re
from dataclasses import replace

import pytest
from django.urls import reverse

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.calls.callers import stored, unseal
from jieting.apps.calls.models import Call
from jieting.cli.room_make import with_whole_caller
from jieting.domain.calls.call import Outcome
from tests.apps.calls.kept import NUMBERS, keep, some_calls

REASON = {"reason": "Calls back about the complaint."}


@pytest.fixture
def supervisor(world):
    client = world.client(Role.SUPERVISOR)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def call(world):
    keep(world.contract, some_calls(), "october.csv")
    answered = Call.objects.filter(contract_id=world.contract, outcome="answered")
    return answered.filter(caller_index__isnull=False, rating="dissatisfied")[0]


def page_of(client, call):
    response = client.get(reverse("call", args=[call.contract_id, call.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_tells_what_happened_in_order(supervisor, call):
    page = page_of(supervisor, call)
    titles = re.findall(r'class="step-title">([^<]+)<', page)
    assert titles == ["Arrived", "Entered the queue", "Answered by an agent", "Ended", "Rated"]
    times = re.findall(r'class="step-at figure">([^<]+)<', page)
    assert times.pop() == "afterwards"
    assert times == sorted(times)
    assert len(times) == 4
    assert f"{call.agent}, after a wait of 0:" in page
    assert "october.csv" in page


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_page(supervisor, call, outcome):
    found = Call.objects.filter(contract_id=call.contract_id, outcome=outcome)[0]
    titles = re.findall(r'class="step-title">([^<]+)<', page_of(supervisor, found))
    assert titles[0] == "Arrived"
    assert ("Answered by an agent" in titles) == (outcome is Outcome.ANSWERED)


def test_the_page_leads_to_the_calls_around_and_to_the_import(supervisor, call):
    page = page_of(supervisor, call)
    in_order = list(Call.objects.filter(contract_id=call.contract_id).order_by("arrived_at", "pk"))
    here = in_order.index(call)
    for rel, near in (("prev", in_order[here - 1]), ("next", in_order[here + 1])):
        assert f'rel="{rel}" href="{reverse("call", args=[call.contract_id, near.pk])}"' in page
    assert f'href="{reverse("import", args=[call.contract_id, call.brought_by_id])}"' in page


def test_another_contract_s_call_does_not_exist(supervisor, call, world):
    keep(world.other_contract, some_calls()[:3])
    other = Call.objects.filter(contract_id=world.other_contract)[0]
    for pk in (other.pk, 0, 10**18, 10**30):
        for name in ("call", "unmask"):
            address = reverse(name, args=[world.contract, pk])
            answer = supervisor.post(address, REASON) if name == "unmask" else (
                supervisor.get(address)
            )  # fmt: skip
            assert answer.status_code == 404
    assert supervisor.get(reverse("call", args=[world.other_contract, other.pk])).status_code == 404
    assert not Entry.objects.filter(event="calls.caller.seen").exists()


def test_the_number_is_shown_once_for_a_reason_that_is_logged(supervisor, call):
    address = reverse("unmask", args=[call.contract_id, call.pk])
    answer = supervisor.post(address, REASON)
    page = answer.content.decode()
    assert answer.status_code == 200
    number = unseal(call.caller_sealed)
    assert number in NUMBERS
    assert f"<strong>{number}</strong>" in page
    assert "no-store" in answer["Cache-Control"]
    line = Entry.objects.get(event="calls.caller.seen")
    assert (line.object, line.reason) == (f"call {call.pk}", REASON["reason"])
    assert (line.actor, line.contract) == (f"supervisor@{call.contract_id}", call.contract_id)
    assert number not in f"{line.__dict__}"
    assert number not in page_of(supervisor, call)


@pytest.mark.parametrize("reason", ["", "    ", "abc", "a" * 301])
def test_without_a_reason_the_number_stays_hidden(supervisor, call, reason):
    address = reverse("unmask", args=[call.contract_id, call.pk])
    answer = supervisor.post(address, {"reason": reason})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "was not shown" in page
    assert not any(number in page for number in NUMBERS if number)
    assert not Entry.objects.filter(event="calls.caller.seen").exists()
    assert supervisor.get(address).status_code == 405


def test_who_may_not_unmask_sees_stars_and_no_button(world, call):
    for role, button in ((Role.CONTRACT_MANAGER, False), (Role.QUALITY_INSPECTOR, True),
                         (Role.PURCHASER_SUPERVISOR, False), (Role.DECIDER, True)):  # fmt: skip
        client = world.client(role)
        page = page_of(client, call)
        assert ('data-opens="unmask"' in page) == button
        assert not any(number in page for number in NUMBERS if number)
        answer = client.post(reverse("unmask", args=[call.contract_id, call.pk]), REASON)
        assert answer.status_code == (200 if button else 403)


def test_a_seal_of_other_keys_is_a_page_that_says_so(supervisor, call):
    Call.objects.filter(pk=call.pk).update(caller_sealed=b"\x01" + b"0" * 40)
    assert "????" in page_of(supervisor, call)
    answer = supervisor.post(reverse("unmask", args=[call.contract_id, call.pk]), REASON)
    assert answer.status_code == 409
    assert "cannot be read" in answer.content.decode()


def test_a_call_without_a_number_says_so(supervisor, call):
    without = Call.objects.filter(contract_id=call.contract_id, caller_sealed=None)[0]
    page = page_of(supervisor, without)
    assert "No number was kept." in page
    assert 'data-opens="unmask"' not in page


def test_a_number_that_came_masked_is_not_offered(supervisor, call):
    came = stored("139****5678")
    Call.objects.filter(pk=call.pk).update(caller_sealed=came.sealed, caller_index=came.index)
    page = page_of(supervisor, call)
    assert "139****5678" in page
    assert "The source masked it" in page
    assert 'data-opens="unmask"' not in page


def test_a_number_that_came_whole_is_not_said_to_be_masked(supervisor, call):
    page = page_of(supervisor, call)
    assert 'data-opens="unmask"' in page
    assert "The source masked it" not in page


def test_the_demonstration_gives_one_caller_one_whole_number_behind_the_same_stars():
    masked = ("138****5708", "138****5708", "139****5708")
    calls = [with_whole_caller(replace(some_calls()[0], caller=caller)) for caller in masked]
    first, again, other = (call.caller for call in calls)
    assert re.fullmatch("100[0-9]{4}5708", first)
    assert first == again
    assert first != other
    nobody = replace(some_calls()[0], caller="")
    assert with_whole_caller(nobody) is nobody
