import re
from dataclasses import replace
from html import unescape

import pytest
from django.db import connection
from django.urls import reverse

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.calls import list_page, list_views
from jieting.apps.calls.callers import blind_index
from jieting.apps.calls.models import Call
from tests.apps.calls.kept import NUMBERS, at, keep, some_calls

ROW = re.compile(r'<a class="row-link" href="/c/[^/]+/calls/(\d+)/">')
LINK = re.compile(r'<a [^>]*rel="(prev|next)" href="([^"]+)"')


@pytest.fixture
def supervisor(world):
    client = world.client(Role.SUPERVISOR)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def kept(world):
    keep(world.contract, some_calls())
    keep(world.other_contract, [replace(call, queue="secret") for call in some_calls()])


def shown(client, world, query=""):
    response = client.get(reverse("calls", args=[world.contract]) + query)
    assert response.status_code == 200
    return response.content.decode()


def rows(page):
    return [int(pk) for pk in ROW.findall(page)]


def links(page):
    return {rel: unescape(href) for rel, href in LINK.findall(page)}


def in_order(contract, **wanted):
    found = Call.objects.filter(contract_id=contract, **wanted)
    return list(found.order_by("-arrived_at", "-pk").values_list("pk", flat=True))


def test_the_bare_address_shows_the_newest_month(supervisor, world, kept):
    page = shown(supervisor, world)
    october = in_order(world.contract, arrived_at__gte=at("2026-10-01 00:00:00"))
    assert rows(page) == october[:50]
    assert f"{len(october)} calls" in page
    assert "2026-10-01" in page
    assert "2026-10-31" in page
    assert "secret" not in page


def test_the_pages_show_every_call_once_and_their_number(supervisor, world, kept):
    page = shown(supervisor, world, "?all=1")
    first = rows(page)
    assert "90 calls" in page
    rest = shown(supervisor, world, links(page)["next"])
    assert first + rows(rest) == in_order(world.contract)
    assert "next" not in links(rest)
    assert rows(shown(supervisor, world, links(rest)["prev"])) == first


def test_sorting_by_arrival_turns_the_list_round_and_keeps_the_filter(supervisor, world, kept):
    query = "?outcome=answered,rejected&all=1"
    falling = rows(shown(supervisor, world, query))
    page = shown(supervisor, world, query)
    sort = unescape(re.search(r'<a class="sort" href="([^"]+)"', page)[1])
    rising = rows(shown(supervisor, world, sort))
    assert rising == falling[::-1]
    assert len(rising) == 30


def test_chips_tell_the_filter_and_take_each_part_away(supervisor, world, kept):
    page = shown(supervisor, world, "?outcome=answered,rejected&queue=hotline&wait=10")
    assert "answered; rejected" in page
    chips = [unescape(href) for href in re.findall(r'<a class="chip" href="([^"]+)"', page)]
    assert chips == [
        "?queue=hotline&wait=10",
        "?outcome=answered%2Crejected&wait=10",
        "?outcome=answered%2Crejected&queue=hotline",
    ]
    only = shown(supervisor, world, "?queue=hotline")
    assert re.findall(r'<a class="chip" href="([^"]+)"', only) == ["?all=1"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_days_stand_in_the_filter_as_browsers_take_them(supervisor, world, kept, language):
    supervisor.cookies["language"] = language
    page = shown(supervisor, world, "?first=2026-09-01")
    assert re.search(r'name="first" value="2026-09-01"', page)


def test_searching_again_keeps_what_has_no_field_of_its_own(supervisor, world, kept):
    caller = blind_index(NUMBERS[0]).hex()
    page = shown(supervisor, world, f"?caller={caller}&outcome=answered,rejected&agent=gone")
    assert re.search(rf'<input type="hidden" name="caller" value="{caller}"', page)
    assert '<option value="answered,rejected" selected>' in page
    assert re.search(r'<input [^>]*name="agent" value="gone"', page)
    assert '<option value="8002">' in page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_nobody_s_number_is_on_the_page(supervisor, world, kept, language):
    supervisor.cookies["language"] = language
    page = shown(supervisor, world, "?all=1")
    assert "138****1234" in page
    assert "059*****678" not in page
    for number in filter(None, NUMBERS):
        assert number not in page


def test_a_number_that_cannot_be_unsealed_costs_only_itself(supervisor, world, kept):
    broken = Call.objects.filter(contract_id=world.contract, caller_index__isnull=False)[0]
    Call.objects.filter(pk=broken.pk).update(caller_sealed=b"\x01" + b"0" * 40)
    page = shown(supervisor, world, "?all=1")
    assert len(rows(page)) == 50
    assert "????" in shown(supervisor, world, f"?call_id={broken.call_id}")


def test_no_call_at_all_leads_to_the_imports(supervisor, world):
    page = shown(supervisor, world)
    assert "No call is kept yet." in page
    assert f'href="{reverse("imports", args=[world.contract])}"' in page
    decider = world.client(Role.DECIDER)
    assert f'class="btn btn-primary" href="{reverse("imports", args=[world.contract])}"' not in (
        shown(decider, world)
    )


def test_nothing_found_tells_what_to_loosen(supervisor, world, kept):
    page = shown(supervisor, world, "?first=2026-11-01&queue=hotline")
    assert "No call is like that." in page
    assert 'href="?queue=hotline"' in page


HOSTILE = [
    "?first=x&last=9999-99-99&wait=-1&outcome=%27%22%3E%3Cscript%3E&queue=%00",
    "?after=1&before=zz",
    "?after=999999999999999999-999999999999999999",
    "?before=0-0&all=1",
    "?after=-5-9223372036854775808",
    "?caller=00",
    "?caller=" + "ff" * 16,
    "?import_id=999999999&sort=caller_sealed",
    "?queue=%3Cscript%3Ealert(1)%3C/script%3E",
    "?" + "&".join(f"outcome={n}" for n in range(900)),
]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_address_gives_a_page(supervisor, world, kept, query):
    assert "<script>alert" not in shown(supervisor, world, query)
    count = reverse("calls_count", args=[world.contract]) + query
    assert supervisor.get(count).status_code == 200


def test_a_place_after_the_last_call_shows_the_first_page(supervisor, world, kept):
    assert rows(shown(supervisor, world, "?all=1&after=0-0")) == in_order(world.contract)[:50]


@pytest.mark.parametrize("query", ["?direction=inbound", "?direction=inbound&before=0-0"])
def test_a_list_of_several_pages_is_counted_by_a_request_of_its_own(supervisor, world, kept, query):
    page = shown(supervisor, world, query)
    assert "more than 50 calls" in page
    count = unescape(re.search(r'hx-get="([^"]+/count/[^"]+)"', page)[1])
    inbound = len(in_order(world.contract, direction="inbound"))
    assert inbound > 50
    assert supervisor.get(count).content.decode() == f"{inbound} calls"


def test_a_list_of_one_page_needs_no_counting(supervisor, world, kept):
    page = shown(supervisor, world, "?outcome=answered&agent=8002")
    assert f"{len(rows(page))} calls" in page
    assert "/count/" not in page


def test_a_count_that_takes_too_long_stays_more_than(supervisor, world, kept, monkeypatch):
    monkeypatch.setattr(list_views, "length", _slow)
    told = supervisor.get(reverse("calls_count", args=[world.contract]) + "?queue=hotline")
    assert told.content.decode() == "more than 50 calls"


def test_a_search_that_takes_too_long_keeps_the_filter_on_the_page(
    supervisor, world, kept, monkeypatch
):
    monkeypatch.setattr(list_page, "length_at_hand", _slow)
    page = shown(supervisor, world, "?queue=hotline&all=1")
    assert "The search was stopped" in page
    assert '<option value="hotline" selected>' in page
    assert rows(page) == []


def _slow(*_, **__):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        cursor.execute("SELECT pg_sleep(30)")


def test_a_search_by_number_leaves_the_number_nowhere(supervisor, world, kept, caplog):
    for spelling in (NUMBERS[0], "+86 138-0593-1234"):
        answer = supervisor.post(
            reverse("calls_of_caller", args=[world.contract]), {"number": spelling}
        )
        assert answer.status_code == 302
        found = in_order(world.contract, caller_index=blind_index(NUMBERS[0]))
        page = shown(supervisor, world, "?" + answer.url.partition("?")[2])
        assert rows(page) == found
        assert len(found) == 36
        for text in (answer.url, page, caplog.text):
            assert "05931234" not in text
            assert "0593-1234" not in text
    lines = Entry.objects.filter(event="calls.caller.searched")
    assert lines.count() == 2
    for line in lines:
        assert line.detail == {"index": blind_index(NUMBERS[0]).hex()}
        assert "05931234" not in f"{line.__dict__}"


@pytest.mark.parametrize("number", ["", "138****1234", "abc", "1" * 41])
def test_what_is_no_whole_number_is_not_searched(supervisor, world, kept, number):
    answer = supervisor.post(
        reverse("calls_of_caller", args=[world.contract]), {"number": number}, follow=True
    )
    assert "Type the whole number" in answer.content.decode()
    assert not Entry.objects.filter(event="calls.caller.searched").exists()


def test_the_list_asks_the_database_a_fixed_number_of_times(
    supervisor, world, kept, django_assert_max_num_queries
):
    shown(supervisor, world)
    with django_assert_max_num_queries(30):
        shown(supervisor, world, "?all=1")
