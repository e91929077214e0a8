from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.base.actor import system
from jieting.apps.base.instants import to_instant
from jieting.apps.line.call_backs import actions, queries
from jieting.apps.line.models import CallBack, Command
from jieting.apps.line.tasks import close_those_who_called_again
from jieting.domain.calls.call import Call, Direction, Outcome
from jieting.domain.errors import BadInput, Refused
from tests.apps.calls.kept import keep
from tests.apps.line.lines import (
    NINGDE,
    NUMBER,
    browser,
    make_call_back,
    make_plan,
    post,
    shown,
    words,
)
from tests.apps.world import AT

pytestmark = pytest.mark.django_db
State = CallBack.State


@pytest.fixture
def agent(world):
    make_plan()
    return world.actor(Role.AGENT)


def doing(by, row: CallBack, **more: object) -> dict:
    return {"by": by, "at": AT, "contract_id": NINGDE, "number": row.pk, **more}


def test_one_takes_calls_and_enters_what_came_of_it(agent):
    row = make_call_back()
    actions.take(**doing(agent, row))
    made = actions.call(**doing(agent, row))
    assert (made.kind, made.arguments) == (
        "originate_call_back",
        {"call_back": row.pk, "agent": "Anna", "extension": "8001"},
    )
    assert NUMBER not in str(made.arguments)
    Command.objects.update(state=Command.State.DONE)
    actions.close(**doing(agent, row, result="reached", words="told the way"))
    row.refresh_from_db()
    assert (row.state, row.taken_by_name, row.result) == (State.REACHED, agent.name, "told the way")
    [tried] = row.tries
    assert (tried["by"], tried["result"], tried["words"]) == (
        agent.name, "reached", "told the way"
    )  # fmt: skip
    events = list(
        Entry.objects.filter(object=f"call-back {row.pk}").values_list("event", flat=True)
    )
    assert sorted(events) == [
        "line.call_back.called", "line.call_back.closed", "line.call_back.taken",
    ]  # fmt: skip


def test_whoever_was_not_reached_waits_for_the_next_try(agent, world):
    row = make_call_back()
    actions.take(**doing(agent, row))
    actions.call(**doing(agent, row))
    Command.objects.update(state=Command.State.DONE)
    actions.close(**doing(agent, row, result="not_reached"))
    row.refresh_from_db()
    assert (row.state, row.taken_by_name) == (State.NOT_REACHED, "")
    supervisor = world.actor(Role.SUPERVISOR)
    actions.take(**doing(supervisor, row))
    actions.call(**doing(supervisor, row))
    row.refresh_from_db()
    assert [one["by"] for one in row.tries] == [agent.name, supervisor.name]


def test_what_somebody_has_nobody_else_takes_calls_or_closes(agent, world):
    row = make_call_back()
    supervisor = world.actor(Role.SUPERVISOR)
    actions.take(**doing(agent, row))
    for act in (actions.take, actions.call):
        with pytest.raises(Refused, match=f"{agent.name} is already calling"):
            act(**doing(supervisor, row))
    with pytest.raises(Refused, match="is already calling"):
        actions.close(**doing(supervisor, row, result="given_up", words="x"))
    actions.give_back(**doing(supervisor, row))
    row.refresh_from_db()
    assert (row.state, row.taken_by_name) == (State.OPEN, "")


def test_an_agent_puts_back_only_the_own_one(agent, world):
    row = make_call_back()
    actions.take(**doing(world.actor(Role.SUPERVISOR), row))
    with pytest.raises(Refused, match="is already calling"):
        actions.give_back(**doing(agent, row))


def test_first_taken_then_called_then_a_result(agent):
    row = make_call_back()
    for act in (actions.call, actions.give_back):
        with pytest.raises(Refused, match="not taken"):
            act(**doing(agent, row))
    with pytest.raises(Refused, match="not taken"):
        actions.close(**doing(agent, row, result="reached"))
    actions.take(**doing(agent, row))
    with pytest.raises(Refused, match="Nobody has called"):
        actions.close(**doing(agent, row, result="reached"))
    actions.call(**doing(agent, row))
    with pytest.raises(Refused, match="asked to dial already"):
        actions.call(**doing(agent, row))


@pytest.mark.parametrize(
    ("result", "said", "told"),
    [("", "x", "No result"), ("open", "x", "No result"), ("given_up", " ", "No reason"),
     ("reached", "x" * 501, "500")],
)  # fmt: skip
def test_a_result_is_one_of_the_list_and_giving_up_has_a_reason(agent, result, said, told):
    row = make_call_back()
    actions.take(**doing(agent, row))
    with pytest.raises(BadInput, match=told):
        actions.close(**doing(agent, row, result=result, words=said))


def test_what_is_done_is_not_taken_again(agent):
    row = make_call_back()
    actions.take(**doing(agent, row))
    actions.close(**doing(agent, row, result="given_up", words="wrong number"))
    with pytest.raises(Refused, match="given up"):
        actions.take(**doing(agent, row))
    with pytest.raises(Refused, match="no call-back"):
        actions.take(by=agent, at=AT, contract_id=NINGDE, number=2**40)


def test_who_serves_no_queue_or_has_no_telephone_calls_nobody(agent, world):
    row = make_call_back()
    with pytest.raises(Refused, match="Your role calls nobody back"):
        actions.take(**doing(world.actor(Role.CONTRACT_MANAGER), row))
    make_plan(agents={})
    actions.take(**doing(agent, row))
    with pytest.raises(Refused, match="no telephone"):
        actions.call(**doing(agent, row))


def test_a_number_that_was_withheld_is_not_dialled(agent):
    row = make_call_back("")
    actions.take(**doing(agent, row))
    with pytest.raises(Refused, match="not known"):
        actions.call(**doing(agent, row))


def test_calls_of_one_number_are_one_piece_of_work(agent, world):
    first, second = make_call_back(ago_s=900), make_call_back(ago_s=300)
    stranger = make_call_back("059312345678")
    actions.take(**doing(agent, second))
    first.refresh_from_db()
    assert (first.state, first.taken_by_name) == (State.TAKEN, agent.name)
    with pytest.raises(Refused, match="is already calling"):
        actions.take(**doing(world.actor(Role.SUPERVISOR), first))
    actions.close(**doing(agent, second, result="given_up", words="same as before"))
    first.refresh_from_db()
    stranger.refresh_from_db()
    assert (first.state, stranger.state) == (State.GIVEN_UP, State.OPEN)


def test_one_who_is_missed_while_somebody_calls_is_not_taken_by_another(agent, world):
    first = make_call_back(ago_s=900)
    actions.take(**doing(agent, first))
    later = make_call_back(ago_s=5)
    with pytest.raises(Refused, match="is already calling"):
        actions.take(**doing(world.actor(Role.SUPERVISOR), later))


def test_the_list_has_open_ones_first_who_asked_first_then_the_oldest(world):
    late, early = make_call_back("1"), make_call_back("2", ago_s=9_000)
    asked = make_call_back("3", ago_s=60, asked=True)
    tried = make_call_back("4", ago_s=99_000, state=State.NOT_REACHED)
    taken = make_call_back("5", ago_s=99_000, state=State.TAKEN)
    again = make_call_back("2", ago_s=30)
    make_call_back("6", state=State.REACHED)
    found = queries.undone(NINGDE)
    assert [one.first.pk for one in found] == [asked.pk, early.pk, late.pk, taken.pk, tried.pk]
    assert [one.pk for one in found[1].others] == [again.pk]


def test_the_counters_are_those_of_the_list_and_of_today(world):
    now = timezone.now()
    make_call_back("1", asked=True)
    make_call_back("2", ago_s=7_200)
    make_call_back("3", state=State.NOT_REACHED)
    make_call_back("4", state=State.REACHED)
    make_call_back("5", state=State.REACHED, changed_at=now - timedelta(days=2))
    counted = queries.counted(NINGDE, now)
    assert (counted.open, counted.asked, counted.not_reached, counted.reached_today) == (2, 1, 1, 1)
    assert counted.oldest == CallBack.objects.order_by("missed_at")[0].missed_at


def called_again(number: str, ago_s: int, outcome: Outcome = Outcome.ANSWERED, **more) -> None:
    begun = to_instant(timezone.now() - timedelta(seconds=ago_s))
    is_answered = outcome is Outcome.ANSWERED
    values = {"direction": Direction.INBOUND, "call_id": f"{number}-{ago_s}", **more}
    call = Call(
        arrived_at=begun, ended_at=begun + 60_000_000, outcome=outcome, queue="hotline",
        queued_at=begun, answered_at=begun + 5 if is_answered else None, caller=number,
        agent="Anna" if is_answered else "", source="t", **values,
    )  # fmt: skip
    keep(NINGDE, [call])


def test_who_called_again_and_was_answered_since_is_closed_by_itself(world):
    rows = [make_call_back(number, ago_s=600) for number in "1234567"]
    CallBack.objects.filter(pk=rows[5].pk).update(state=State.TAKEN)
    CallBack.objects.filter(pk=rows[6].pk).update(state=State.NOT_REACHED)
    called_again("1", 300)
    called_again("2", 900)  # before it was missed
    called_again("3", 300, Outcome.ABANDONED)
    called_again("4", 300, direction=Direction.OUTBOUND)
    called_again("6", 300)
    called_again("7", 300)
    by = system("line")
    assert actions.close_called_again(by=by, at=AT, contract_id=NINGDE) == 2
    states = [CallBack.objects.get(pk=row.pk).state for row in rows]
    assert states == [
        State.CALLED_AGAIN, State.OPEN, State.OPEN, State.OPEN, State.OPEN, State.TAKEN,
        State.CALLED_AGAIN,
    ]  # fmt: skip
    assert actions.close_called_again(by=by, at=AT, contract_id=NINGDE) == 0
    assert Entry.objects.filter(event="line.call_back.called_again").count() == 1


def test_whoever_was_answered_a_moment_ago_is_not_taken(agent):
    row = make_call_back("1", ago_s=600)
    called_again("1", 300)
    with pytest.raises(Refused, match="called again and was answered"):
        actions.take(**doing(agent, row))


def test_the_same_number_in_another_contract_closes_nothing(world):
    row = make_call_back("1", contract_id="post-loan")
    called_again("1", 300)
    assert actions.close_called_again(by=system("line"), at=AT, contract_id="post-loan") == 0
    assert queries.same_number(row).count() == 1


@pytest.fixture
def anna(world):
    make_plan()
    return browser(world, Role.AGENT)


def test_the_pages_lead_from_the_list_to_the_result(anna):
    row = make_call_back()
    make_call_back(ago_s=30)
    page = shown(anna, "line_seat_call_backs")
    assert "138****1234 2 calls was missed hotline" in page
    assert "To be called 2" in page
    assert "I call back" in shown(anna, "line_seat_call_back", row.pk)
    assert post(anna, "line_call_back_do", row.pk, "take").status_code == 302
    page = shown(anna, "line_seat_call_back", row.pk)
    assert "Call now" in page
    assert "Other calls of this number" in page
    post(anna, "line_call_back_do", row.pk, "call")
    assert "Your telephone rings first" in shown(anna, "line_seat_call_back", row.pk)
    Command.objects.update(state=Command.State.REFUSED, answer="Extension 8001 is offline")
    page = shown(anna, "line_seat_call_back", row.pk)
    assert "Extension 8001 is offline" in page
    assert "the switch did not call" in page
    answer = post(anna, "line_call_back_close", row.pk, result="not_reached", words="")
    assert answer.status_code == 409
    post(anna, "line_call_back_do", row.pk, "call")
    answer = post(anna, "line_call_back_close", row.pk, result="given_up", words="")
    assert answer.status_code == 422
    answer = post(anna, "line_call_back_close", row.pk, result="not_reached", words="engaged")
    assert answer.url == reverse("line_seat_call_backs", args=[NINGDE])
    page = shown(anna, "line_seat_call_back", row.pk)
    assert "not reached yet engaged" in page


def test_a_refusal_keeps_what_was_typed(anna):
    row = make_call_back()
    answer = post(anna, "line_call_back_close", row.pk, result="reached", words="he was glad")
    assert answer.status_code == 409
    assert "You have not taken this call-back." in words(answer)
    CallBack.objects.update(state=State.TAKEN, taken_by_name="agent@ningde-12123")
    answer = post(anna, "line_call_back_close", row.pk, result="reached", words="he was glad")
    assert answer.status_code == 409
    assert 'value="he was glad"' in answer.content.decode()


def test_those_who_watch_see_and_cannot_do(world):
    make_plan()
    row = make_call_back(asked=True)
    decider = browser(world, Role.DECIDER)
    assert "asked to be called back" in shown(decider, "line_call_backs")
    assert "I call back" not in shown(decider, "line_call_back", row.pk)
    assert post(decider, "line_call_back_do", row.pk, "take").status_code == 403
    assert decider.get(reverse("line_seat_call_backs", args=[NINGDE])).status_code == 403


def test_looking_at_the_list_writes_nothing_and_shows_nobody_who_called_again(world):
    make_plan()
    row = make_call_back("1")
    called_again("1", 300)
    decider = browser(world, Role.DECIDER)
    assert "Nobody is to be called back." in shown(decider, "line_call_backs")
    row.refresh_from_db()
    assert row.state == State.OPEN
    close_those_who_called_again()
    assert "called again and was answered" in shown(decider, "line_call_backs", show="done")


def test_a_long_list_is_counted_whole_and_shown_in_part(anna, monkeypatch):
    monkeypatch.setattr(queries, "SHOWN", 2)
    for number in "123":
        make_call_back(number)
    page = shown(anna, "line_seat_call_backs")
    assert "To be called 3" in page
    assert page.count("was missed hotline") == 2
    assert "The first 2 calls are listed" in page


def test_another_contracts_call_back_does_not_exist(world):
    make_plan()
    row = make_call_back(contract_id="post-loan")
    anna = browser(world, Role.AGENT)
    assert anna.get(reverse("line_seat_call_back", args=[NINGDE, row.pk])).status_code == 404
    assert post(anna, "line_call_back_do", row.pk, "take").status_code == 404
