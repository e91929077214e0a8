"""An edit of a contract's text changes what it says, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar, SpecialDay
from jieting.domain.contracts.edit.agreed import with_agreed
from jieting.domain.contracts.edit.calendar import with_calendar
from jieting.domain.contracts.edit.head import head_of, with_head
from jieting.domain.contracts.edit.turned import changed_readings, knobs, turned
from jieting.domain.contracts.edit.values import set_values
from jieting.domain.errors import BadInput
from jieting.domain.toml.parse import parse_toml
from tests.unit.contract_edit.texts import (
    HOTLINE,
    POST_LOAN,
    changed_lines,
    comments,
    read,
    texts,
    whole_line_comments,
)

FEW = settings(max_examples=12)  # each reads a whole contract several times
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="#"),
    min_size=1,
    max_size=12,
).filter(str.strip)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@st.composite
def spans(draw):
    start = draw(st.integers(0, 47))
    end = draw(st.integers(start + 1, 48))
    return _clock(start), _clock(end)


def _clock(half_hours):
    return time.max if half_hours == 48 else time(half_hours // 2, half_hours % 2 * 30)


@st.composite
def hours(draw):
    days = draw(st.sets(st.sampled_from(WEEKDAYS), min_size=1))
    since, until = sorted(draw(st.lists(DAYS, min_size=2, max_size=2, unique=True)))
    return Hours(
        tuple(day for day in WEEKDAYS if day in days),
        *draw(spans()),
        since if draw(st.booleans()) else None,
        until if draw(st.booleans()) else None,
    )


SPECIAL = st.builds(SpecialDay, DAYS, st.lists(spans(), max_size=2).map(tuple), WORDS)
CALENDARS = st.builds(
    ServiceCalendar,
    st.lists(hours(), min_size=1, max_size=4).map(tuple),
    st.lists(SPECIAL, max_size=4, unique_by=lambda s: s.day).map(tuple),
)


@FEW
@given(st.data())
def test_agreed_readings_are_marked_and_no_other_letter_moves(data):
    text = data.draw(texts())
    before = read(text)
    names = [(choice.name, choice.clause) for choice in before.choices]
    both = set(data.draw(st.lists(st.sampled_from(names))))
    after = with_agreed(text, both)
    choices = tuple(replace(c, agreed=(c.name, c.clause) in both) for c in before.choices)
    assert read(after) == replace(before, choices=choices)
    changed = changed_lines(text, after)
    assert len(changed) == len(both)
    for old, new in changed:
        assert old.replace("false", "true", 1) == new
        assert old.lstrip().startswith("agreed")
    assert with_agreed(after, both) == after


@FEW
@given(texts(of=(HOTLINE,)), CALENDARS)
def test_a_calendar_is_written_as_it_is_and_the_rest_stays(text, calendar):
    after = with_calendar(text, calendar)
    assert replace(read(after), calendar=read(text).calendar) == read(text)
    assert read(after).calendar == calendar
    assert comments(after) == comments(text)
    assert with_calendar(after, calendar) == after


@FEW
@given(texts(of=(POST_LOAN,)), CALENDARS, CALENDARS)
def test_a_calendar_can_be_changed_again_and_back(text, first, second):
    once = with_calendar(text, first)
    assert set(whole_line_comments(once)) == set(whole_line_comments(text))
    assert read(with_calendar(once, second)).calendar == second
    assert read(with_calendar(once, read(text).calendar)) == read(text)


@FEW
@given(texts(), st.data())
def test_a_turned_knob_moves_its_value_and_nothing_else(text, data):
    every = knobs(text)
    knob = data.draw(st.sampled_from(every))
    value = data.draw(
        st.sampled_from(knob.allowed or ("18:00", "24:00"))
        if knob.allowed or knob.is_clock
        else st.decimals(0, 10**6, places=data.draw(st.integers(0, 3))).map(str)
    )
    after = turned(text, {knob.name: value})
    plain = parse_toml(text, "")[0]
    for path in knob.paths:
        at = plain
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = parse_toml(after, "")[0]
        for key in path:
            at[path[-1]] = at[path[-1]][key]
    assert parse_toml(after, "")[0] == plain
    assert comments(after) == comments(text)
    assert len(changed_lines(text, after)) <= len(knob.paths)


@FEW
@given(texts(), WORDS, WORDS, st.lists(WORDS, max_size=3).map(tuple), DAYS, st.booleans())
def test_the_head_says_what_it_was_told_and_the_rest_stays(text, title, name, langs, day, flag):
    before = read(text)
    values = {
        "title": title,
        "supplier": name,
        "languages": langs,
        "effective_to": date(2029, 1, 1),
        "effective_from": day,
        "amount": Fraction(12345, 100),
        "provisional": flag,
    }
    after = with_head(text, values)
    assert read(after) == replace(
        before,
        title=title,
        parties=replace(before.parties, supplier=name),
        languages=langs,
        effective_from=day,
        effective_to=date(2029, 1, 1),
        fee=replace(before.fee, amount=Fraction(12345, 100), provisional=flag),
    )
    assert comments(after) == comments(text)
    assert {name: head_of(after)[name] for name in values} == values


@FEW
@given(texts())
def test_what_says_the_same_changes_no_letter(text):
    assert with_head(text, head_of(text)) == text
    assert with_calendar(text, read(text).calendar) == text
    assert turned(text, {knob.name: knob.value for knob in knobs(text)}) == text
    assert with_agreed(text, set()) == text


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a = 1 # one", ("a",), "a = 2 # one"),
        ("[t]\na = 1", ("t", "b"), "[t]\na = 1\nb = 2\n"),
        ("[t]\r\na = 1 # x\r\n[u]\r\n", ("t", "b"), "[t]\r\na = 1 # x\r\nb = 2\r\n[u]\r\n"),
        ("  [[c]]\n  [[c.r]]\n", ("c", 0, "b"), "  [[c]]\n  b = 2\n  [[c.r]]\n"),
        ("c = [{ a = 1 }]", ("c", 0, "b"), "c = [{ a = 1, b = 2 }]"),
        ("c = [{}]", ("c", 0, "b"), "c = [{ b = 2 }]"),
        ("[t]\nf.a = 1\n", ("t", "f", "b"), "[t]\nf.a = 1\nf.b = 2\n"),
        ('a = """x\ny = 1""" # y = 2\n', ("a",), "a = 2 # y = 2\n"),
        ("[t]\na = [\n 1, # x\n 2 ]\n", ("t", "a", 1), "[t]\na = [\n 1, # x\n 2 ]\n"),
        ("[t]\na = [1,\n 2]\n", ("t", "b"), "[t]\na = [1,\n 2]\nb = 2\n"),
    ],
)
def test_a_value_is_set_wherever_it_stands(before, path, after):
    assert set_values(before, {path: "2"}) == after


def test_a_table_that_is_not_there_is_told():
    with pytest.raises(ValueError, match="no table fee"):
        set_values("[t]\na = 1\n", {("fee", "amount"): "2"})


def test_a_calendar_written_inline_stays_inline():
    text = POST_LOAN.replace('[[service_hours]]\nfrom = "09:00"\nto = "12:00"\n', "")
    text = text.replace('[[service_hours]]\nfrom = "13:00"\nto = "18:00"\n', "")
    text = 'service_hours = [{ from = "09:00", to = "12:00" }]\n' + text
    changed = ServiceCalendar((Hours(("mon",), time(8), time.max),))
    after = with_calendar(text, changed)
    assert read(after).calendar == changed
    assert after.startswith('service_hours = [{ days = ["mon"], from = "08:00", to = "24:00" }]')


def test_one_target_is_turned_in_every_place_that_judges_by_it():
    after = turned(HOTLINE, {"target/N-4.1": "92.5"})
    assert read(after).figure_use("N-4.1").target.value == Fraction(185, 2)
    assert read(after).clause("N-5.2.3").rules[0].target == Fraction(185, 2)
    assert len(changed_lines(HOTLINE, after)) == 2


def test_everything_wrong_with_changes_is_told_at_once():
    with pytest.raises(BadInput) as caught:
        turned(HOTLINE, {"reading/floor": "cellar", "target/N-4.1": "many", "target/N-9": "1"})
    assert [f.code for f in caught.value.findings] == ["unknown_value", "wrong_type", "no_knob"]


def test_readings_that_change_are_named_with_their_clause():
    changes = {"reading/partial_point/N-5.2.3": "linear", "reading/floor": "row"}
    assert changed_readings(HOTLINE, changes) == {("partial_point", "N-5.2.3")}
