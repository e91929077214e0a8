import time
from dataclasses import replace

import pytest
from django.db import connection

from jieting.apps.calls import choices as chosen
from jieting.apps.calls.filters import Filter
from jieting.apps.calls.list_queries import Cursor, neighbours_of, page_of_calls, parse_cursor
from jieting.apps.calls.models import Call
from jieting.apps.calls.patience import at_most_seconds
from jieting.domain.errors import Refused
from tests.apps.calls.kept import ZONE, keep, some_calls


@pytest.fixture
def contract(world):
    keep(world.contract, some_calls())
    keep(world.other_contract, some_calls()[:20])
    return world.contract


def expected(contract, newest):
    signs = ("-arrived_at", "-pk") if newest else ("arrived_at", "pk")
    return list(Call.objects.filter(contract_id=contract).order_by(*signs))


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("size", [1, 7, 9, 45, 90, 91])
def test_pages_forward_and_back_visit_every_call_once(contract, order, size):
    every = expected(contract, order == "newest")
    pages, cursor = [], None
    while True:
        page = page_of_calls(contract, Filter(), ZONE, cursor=cursor, order=order, size=size)
        pages.append(page.calls)
        if (cursor := page.after) is None:
            break
    assert [call for page in pages for call in page] == every
    assert len(pages) == -(-90 // size)

    back = [page.calls]
    while page.before is not None:
        page = page_of_calls(contract, Filter(), ZONE, cursor=page.before, order=order, size=size)
        back.append(page.calls)
    assert back == pages[::-1]


def test_the_first_page_has_none_before_and_the_last_none_after(contract):
    first = page_of_calls(contract, Filter(), ZONE, size=60)
    last = page_of_calls(contract, Filter(), ZONE, cursor=first.after, size=60)
    assert first.before is None
    assert last.after is None
    again = page_of_calls(contract, Filter(), ZONE, cursor=last.before, size=60)
    assert (again.calls, again.before) == (first.calls, None)


@pytest.mark.parametrize(
    "text", ["", "-", "1", "1-", "-1", "1-1-1", "x-1", "1e3-1", "9" * 19 + "-1", "١-١", "-5-1"]
)
def test_a_hostile_cursor_says_nothing(text):
    assert parse_cursor(text) is None


def test_a_cursor_comes_back_from_its_own_text():
    assert parse_cursor(str(Cursor(123, 45, back=True)), back=True) == Cursor(123, 45, back=True)


def test_the_largest_cursor_is_one_that_the_database_knows(contract):
    cursor = parse_cursor("9" * 18 + "-" + "9" * 18)
    assert len(page_of_calls(contract, Filter(), ZONE, cursor=cursor, size=100).calls) == 90


def test_neighbours_walk_through_all_calls_of_the_contract(contract):
    every = expected(contract, newest=False)
    before, after = neighbours_of(every[0])
    assert (before, after) == (None, every[1])
    walked = [every[0]]
    while (following := list(neighbours_of(walked[-1]))[1]) is not None:
        walked.append(following)
    assert walked == every
    assert list(neighbours_of(every[40])) == [every[39], every[41]]


def test_choices_are_the_values_of_the_contract_in_order(contract, world):
    chosen._choices.cache_clear()
    assert chosen.choices(contract).queues == ("=1+1", "hotline", "post-loan")
    agents = Call.objects.filter(contract_id=contract).exclude(agent="").values_list("agent")
    assert chosen.choices(contract).agents == tuple(sorted({a for (a,) in agents}))
    assert chosen.choices(world.other_contract).agents == ("8002", "8003", "8004")


def test_choices_follow_calls_that_come(contract, world):
    chosen._choices.cache_clear()
    assert "new-queue" not in chosen.choices(contract).queues
    keep(contract, [replace(some_calls()[2], call_id="new", queue="new-queue")])
    assert "new-queue" in chosen.choices(contract).queues


def test_a_search_that_takes_too_long_is_stopped_and_told(world):
    start = time.monotonic()
    with pytest.raises(Refused) as stopped, at_most_seconds(1), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")
    assert time.monotonic() - start < 10
    assert [finding.code for finding in stopped.value.findings] == ["search_too_slow"]
    with connection.cursor() as cursor:  # the connection still answers
        cursor.execute("SELECT 1")
