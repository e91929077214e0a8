from __future__ import annotations

from datetime import date

import pytest

from jieting.apps.assessment.actions import keep_records
from jieting.apps.assessment.queries import records_of
from jieting.apps.moves.evidence import content_of
from jieting.apps.moves.inspection_actions import order_inspection
from jieting.apps.moves.inspection_page import difference, population_file, repeated
from jieting.apps.moves.inspection_populations import population
from jieting.apps.moves.models import Move
from jieting.domain.contracts.records import Evaluation, Records, Training
from jieting.domain.errors import BadInput, Refused
from jieting.domain.periods import Month
from jieting.domain.sampling.draw import draw, population_in
from tests.apps.assessment.months import keep_calls, records_text, terms
from tests.apps.moves.kinds_b import (
    DECIDER,
    LATER,
    MANAGER,
    NINGDE,
    call,
    codes,
    kept,
    opened,
    refreshed,
    step,
)
from tests.apps.world import BY

OCTOBER = Month(2026, 10)


def order(world, of="calls", number=3, role=DECIDER, **more) -> Move:
    return order_inspection(
        by=world.actor(role), at=LATER, contract_id=NINGDE, population=of, month=OCTOBER,
        number=number, **more,
    )  # fmt: skip


def found(of: str) -> list[str]:
    return list(population(NINGDE, of, OCTOBER, terms(NINGDE)).ids)


def finding(item: str, leads_to: str, **more: str) -> dict[str, str]:
    return {"item": item, "result": "finding", "what": "not as agreed", "leads_to": leads_to} | more


def test_a_draw_is_repeated_from_what_the_move_keeps_alone(world):
    kept(40)
    move = order(world)
    file = population_file(move)
    again = draw(population_in(content_of(file).decode()), move.facts["seed"], 3)
    assert list(again.drawn) == move.facts["drawn"]
    assert (again.size, again.digest) == (40, move.facts["population_digest"])
    assert file.digest == move.facts["population_digest"]
    assert move.facts["seed"].startswith(f"{NINGDE}/M-{move.number}/{file.digest}/")
    assert (move.state, move.waits_for) == ("ordered", "supplier")


def test_the_nonce_is_asked_anew_for_each_draw_and_decides_it(world):
    kept(200)
    first, second = order(world, number=20), order(world, number=20)
    assert first.facts["drawn"] != second.facts["drawn"]
    fixed = order(world, number=20, nonce=lambda: "x")
    assert fixed.facts["seed"].endswith("/x")


def test_more_than_there_are_draws_all(world):
    kept(3)
    assert sorted(order(world, number=50).facts["drawn"]) == ["C-000", "C-001", "C-002"]


def test_only_a_deciding_purchaser_orders_and_never_with_drawn_ids_of_the_own_choice(world):
    kept(5)
    with pytest.raises(Refused) as error:
        order(world, role=MANAGER)
    assert codes(error) == {"move_not_your_side"}
    facts = dict(order(world).facts) | {"drawn": ["C-001"]}
    with pytest.raises(Refused) as error:
        opened(world, "inspection", facts, DECIDER)
    assert codes(error) == {"move_not_your_side"}


def test_nothing_is_drawn_from_nothing(world):
    with pytest.raises(BadInput) as error:
        order(world)
    assert codes(error) == {"inspection_nothing_to_draw"}
    assert Move.objects.count() == 0


def test_each_population_holds_what_its_name_says(world):
    keep_calls(
        NINGDE,
        [call(1), call(2, agent="A2", recording=""), call(3, agent="A2", recording="n")],
    )
    trainings = tuple(
        Training(date=date(2026, 10, day), kind="special", attendees=("A1",)) for day in (3, 3, 9)
    )
    later = Training(date=date(2026, 11, 3), kind="special", attendees=("A1",))
    evaluated = tuple(Evaluation(call_id=c, sampled=True, score=None) for c in ("C-002", "C-009"))
    records = Records(training=(*trainings, later), evaluation=evaluated)
    keep_records(by=BY, at=LATER, contract_id=NINGDE, text=records_text(NINGDE, records))
    assert found("calls") == ["C-001", "C-002", "C-003"]
    assert found("recorded_calls") == ["C-001"]
    assert found("employment_contracts") == found("confidentiality_agreements") == ["A1", "A2"]
    assert found("evaluations") == ["C-002"]
    assert found("sign_in_sheets") == [
        "2026-10-03 special", "2026-10-03 special 2", "2026-10-09 special",
    ]  # fmt: skip


def test_what_changed_since_the_draw_is_named(world):
    kept(10)
    move = order(world)
    before = population_in(content_of(population_file(move)).decode())
    assert repeated(before, move.facts).is_same
    keep_calls(NINGDE, [call(77)])
    today = population(NINGDE, "calls", OCTOBER, terms(NINGDE))
    assert not repeated(today, move.facts).is_same
    assert difference(before, today).came == ("C-077",)
    assert difference(today, before).went == ("C-077",)


def test_the_supplier_hands_in_the_purchaser_finds_and_closes(world):
    kept(10)
    move = order(world)
    item = move.facts["drawn"][0]
    move = step(world, move, "provide", MANAGER, facts={"handed_in": item}, text="recording")
    assert move.waits_for == "purchaser"
    move = step(world, move, "find", DECIDER, facts={"item": item, "result": "ok"})
    assert move.is_open
    with pytest.raises(Refused) as error:
        step(world, move, "find", MANAGER, facts={"item": item, "result": "ok"})
    assert "move_not_your_side" in codes(error)
    move = step(world, move, "close", DECIDER)
    assert (move.state, Move.objects.count()) == ("closed", 1)


@pytest.mark.parametrize(
    ("leads_to", "more", "state"),
    [
        ("violation", {}, "open"),
        ("confidentiality", {}, "found"),
        ("complaint", {"category": "attitude"}, "registered"),
    ],
)
def test_a_finding_becomes_a_move_about_the_inspection(world, leads_to, more, state):
    kept(10)
    move = order(world)
    item = move.facts["drawn"][1]
    step(world, move, "find", DECIDER, facts=finding(item, leads_to, **more))
    made = Move.objects.get(kind=leads_to)
    assert (made.state, made.about_id, made.waits_for) == (state, move.pk, "supplier")
    assert refreshed(move).is_open
    assert "not as agreed" in made.facts["what"]


def test_an_evaluation_scored_wrongly_becomes_a_spot_check_on_record(world):
    kept(5)
    evaluated = (Evaluation(call_id="C-002", sampled=True, score=None),)
    text = records_text(NINGDE, Records(evaluation=evaluated))
    keep_records(by=BY, at=LATER, contract_id=NINGDE, text=text)
    move = order(world, of="evaluations", number=1)
    step(world, move, "find", DECIDER, facts=finding("C-002", "spot_check"))
    [record] = records_of(NINGDE).spot_check
    assert (record.call_id, record.scoring_error, record.date) == ("C-002", True, date(2026, 11, 5))


@pytest.mark.parametrize(
    "facts",
    [
        finding("A1", "complaint", category="attitude"),
        finding("A1", "spot_check"),
        finding("A1", ""),
        finding("A1", "violation", what=""),
        finding("A1", "violation", result="ok"),
        finding("A9", "violation"),
    ],
)
def test_a_finding_that_does_not_fit_is_not_taken(world, facts):
    kept(5)
    move = order(world, of="employment_contracts")
    with pytest.raises(BadInput):
        step(world, move, "find", DECIDER, facts=facts)
    assert Move.objects.count() == 1


def test_a_second_finding_does_not_inherit_the_first(world):
    kept(5)
    move = order(world)
    first, second, _ = move.facts["drawn"]
    step(world, move, "find", DECIDER, facts=finding(first, "complaint", category="attitude"))
    page = world.client(DECIDER).get(f"/c/{NINGDE}/moves/{move.number}/").content.decode()
    assert f'<option value="{first}" selected' not in page
    form = {"item": second, "result": "ok", "what": "", "leads_to": "", "category": ""}
    url = f"/c/{NINGDE}/moves/{move.number}/steps/find/"
    assert world.client(DECIDER).post(url, {**form, "revision": 2}).status_code == 302
    assert Move.objects.filter(kind="complaint").count() == 1


def test_the_pages_order_and_repeat_a_draw(world):
    kept(10)
    client = world.client(DECIDER)
    new = f"/c/{NINGDE}/inspections/new/"
    assert client.get(f"/c/{NINGDE}/moves/new/inspection/")["Location"] == new
    assert client.get(new).status_code == 200
    form = {"population": "calls", "month": "2026-10", "number": "4", "text": ""}
    assert client.post(new, form | {"number": "0"}).status_code == 422
    assert client.post(new, form | {"month": "2026-09"}).status_code == 422
    done = client.post(new, form)
    assert done.status_code == 302
    page = world.client(MANAGER).get(f"{done['Location']}draw/").content.decode()
    [move] = Move.objects.all()
    assert move.facts["seed"] in page
    assert all(item in page for item in move.facts["drawn"])
    assert f"{done['Location']}draw/" in client.get(done["Location"]).content.decode()
    assert world.client(MANAGER).get(new).status_code == 409
