from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jieting.apps.calls.callers import blind_index
from jieting.apps.calls.filters import UNRATED, Filter, matching, read_filter
from jieting.apps.calls.list_queries import bounded, length
from jieting.apps.calls.models import Call
from jieting.domain.calls.call import Direction, Outcome, Rating
from jieting.domain.periods import SECOND, local
from tests.apps.calls.kept import NUMBERS, ZONE, keep, some_calls

DAYS = st.sampled_from(
    [date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 5), date(2026, 10, 31)]
)
FIELDS = {
    "first": DAYS,
    "last": DAYS,
    "outcome": st.sets(st.sampled_from(list(Outcome))).map(
        lambda some: tuple(str(o) for o in Outcome if o in some)
    ),
    "direction": st.sampled_from([str(d) for d in Direction]),
    "rating": st.sets(st.sampled_from([*Rating, UNRATED])).map(
        lambda some: tuple(str(r) for r in (*Rating, UNRATED) if r in some)
    ),
    "queue": st.sampled_from(["hotline", "post-loan", "=1+1", "none such"]),
    "agent": st.sampled_from(["8000", "8003", "8"]),
    "call_id": st.sampled_from(["c000", "c079", "c"]),
    "caller": st.sampled_from([0, 1]),
    "wait": st.sampled_from([0, 1, 20, 39, 80]),
    "talk": st.sampled_from([0, 1, 100, 300]),
    "import_id": st.sampled_from([0, 1, 2]),
}
FILTERS = st.fixed_dictionaries({}, optional=FIELDS)


def plainly(call, wanted):
    day = local(call.arrived_at, ZONE).date()
    until = call.answered_at if call.answered_at is not None else call.ended_at
    wait = None if call.queued_at is None else until - call.queued_at
    return (
        (wanted.first is None or day >= wanted.first)
        and (wanted.last is None or day <= wanted.last)
        and (not wanted.outcome or call.outcome in wanted.outcome)
        and (not wanted.rating or (call.rating or UNRATED) in wanted.rating)
        and (not wanted.caller or call.caller_index == bytes.fromhex(wanted.caller))
        and (wanted.wait is None or (wait is not None and wait >= wanted.wait * SECOND))
        and (wanted.talk is None or (call.talk_s is not None and call.talk_s >= wanted.talk))
        and (wanted.import_id is None or call.brought_by_id == wanted.import_id)
        and all(
            not getattr(wanted, name) or getattr(call, name) == getattr(wanted, name)
            for name in ("direction", "queue", "agent", "call_id")
        )
    )


@pytest.fixture
def table(world):
    calls = some_calls()
    imports = [keep(world.contract, calls[:50]).pk, keep(world.contract, calls[50:]).pk]
    keep(world.other_contract, calls[:7])
    own = [
        call for call in Call.objects.order_by("arrived_at", "pk")
        if call.contract_id == world.contract
    ]  # fmt: skip
    return world.contract, own, imports


def as_filter(fields, imports):
    fields = dict(fields)
    if "caller" in fields:
        fields["caller"] = blind_index(NUMBERS[fields["caller"]]).hex()
    if "import_id" in fields:
        fields["import_id"] = (*imports, 999_999_999)[fields["import_id"]]
    return Filter(**fields)


def check(table, wanted):
    contract, own, _ = table
    expected = [call.pk for call in own if plainly(call, wanted)]
    for found in (matching(contract, wanted, ZONE), bounded(contract, wanted, ZONE)):
        assert list(found.order_by("arrived_at", "pk").values_list("pk", flat=True)) == expected
    counted = length(contract, wanted, ZONE)
    assert (counted.calls, counted.exact) == (len(expected), True)
    return len(expected)


def test_random_filters_find_what_a_plain_comparison_finds(table):
    found = set()

    @settings(
        max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(fields=FILTERS)
    def each(fields):
        found.add(check(table, as_filter(fields, table[2])))

    each()
    assert len(found) > 3  # the filters are not all empty


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_alone_leaves_some_calls_in_and_some_out(table, name):
    alone = {
        "first": date(2026, 10, 5), "last": date(2026, 9, 1), "outcome": ("answered", "rejected"),
        "direction": "outbound", "rating": (UNRATED, "satisfied"), "queue": "=1+1",
        "agent": "8000", "call_id": "c009", "caller": 1, "wait": 39,
        "talk": 100, "import_id": 1,
    }  # fmt: skip
    assert 0 < check(table, as_filter({name: alone[name]}, table[2])) < 90


@pytest.mark.parametrize(("first", "last"), [(None, None), ((2026, 9, 1), (2026, 9, 30)),
                                             ((2026, 9, 1), (2026, 10, 31)), (None, (2026, 9, 30)),
                                             ((2026, 9, 2), (2026, 9, 30))])  # fmt: skip
def test_whole_months_are_known_without_counting(table, django_assert_num_queries, first, last):
    wanted = Filter(first=first and date(*first), last=last and date(*last))
    check(table, wanted)
    Call.objects.filter(contract_id=table[0]).update(contract_id=table[0])
    with django_assert_num_queries(1) as asked:
        length(table[0], wanted, ZONE)
    assert ("calls_monthofcalls" in asked[0]["sql"]) == (first != (2026, 9, 2))


@settings(deadline=None, max_examples=60)
@given(FILTERS)
def test_a_filter_comes_back_from_its_own_address(fields):
    wanted = as_filter({**fields, "import_id": 0}, (7, 8)) if "import_id" in fields else None
    wanted = wanted or Filter(**{k: v for k, v in fields.items() if k != "caller"})
    assert read_filter(QueryDict(wanted.query())) == wanted


@pytest.mark.parametrize(
    "query",
    [
        "first=2026-13-45&last=yesterday",
        "first=0001-01-01&last=9999-12-31",
        "wait=-1&talk=1e9&import_id=99999999999999999999",
        "wait=%D9%A3&import_id=%C2%B2",
        "outcome=no&rating=no&direction=no",
        "caller=zz&outcome=,,,",
        "caller=00112233445566778899aabbccddeef",
        "queue=%00&agent=%00%00&call_id=+%00+&source=",
        "first=&last=&wait=&talk=",
    ],
)
def test_a_value_that_means_nothing_asks_for_nothing(query):
    assert read_filter(QueryDict(query)) == Filter()


def test_hostile_text_is_data(table):
    for text in ("' OR 1=1 --", "\x00hotline", "a" * 10_000, "\ud7ff%_\\", "{0}", "\u202e"):
        wanted = read_filter(QueryDict(urlencode({"queue": text, "call_id": text})))
        check(table, wanted)
    assert read_filter(QueryDict("queue=%00hotline")).queue == "hotline"


def test_several_outcomes_stand_together_or_apart():
    together = read_filter(QueryDict("outcome=rejected,answered"))
    apart = read_filter(QueryDict("outcome=answered&outcome=rejected"))
    assert together == apart == Filter(outcome=("answered", "rejected"))


def test_the_last_day_is_within(table):
    day = date(2026, 10, 31)
    on_it = check(table, Filter(first=day, last=day))
    assert on_it == sum(local(c.arrived_at, ZONE).date() == day for c in table[1]) > 0
    assert check(table, Filter(first=day + timedelta(days=1))) == 0
