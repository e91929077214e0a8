from __future__ import annotations

import pytest

from jieting.apps.moves.queries import move_of
from jieting.domain.books.kinds import KINDS
from jieting.domain.errors import BadInput, Refused
from tests.apps.assessment.months import terms
from tests.apps.moves.kinds_b import (
    DECIDER,
    MANAGER,
    NINGDE,
    OCTOBER,
    codes,
    opened,
    step,
)

DAY = 86_400_000_000
TASK = {"title": "hot topics", "what": "list them", "due_at": OCTOBER + 40 * DAY, "owner": "Li"}


def test_a_task_is_done_returned_done_again_and_accepted(world):
    task = opened(world, "task", TASK, DECIDER)
    assert (task.waits_for, task.due_at) == ("supplier", TASK["due_at"])
    task = step(world, task, "done", MANAGER, facts={"done": "see file"})
    assert (task.waits_for, task.due_at) == ("purchaser", None)
    later = TASK["due_at"] + DAY
    task = step(world, task, "return", DECIDER, text="no numbers", facts={"due_at": later})
    assert (task.waits_for, task.due_at) == ("supplier", later)
    task = step(world, task, "done", MANAGER, facts={"done": "with numbers"})
    task = step(world, task, "accept", DECIDER)
    assert (task.state, task.is_open) == ("accepted", False)


def test_the_supplier_neither_orders_nor_accepts(world):
    with pytest.raises(Refused) as error:
        opened(world, "task", TASK, MANAGER)
    assert codes(error) == {"move_not_your_side"}
    task = opened(world, "task", TASK, DECIDER)
    step(world, task, "done", MANAGER, facts={"done": "yes"})
    with pytest.raises(Refused) as error:
        step(world, task, "accept", MANAGER)
    assert codes(error) == {"move_not_your_side"}


@pytest.mark.parametrize(("clause", "of"), [("", ("N-2.3.2",)), ("N-5.1.3", ("N-5.1.3",))])
def test_a_task_stands_beside_the_clause_that_it_names_or_the_usual_one(world, clause, of):
    task = opened(world, "task", {**TASK, "clause": clause}, DECIDER)
    assert KINDS["task"].clauses_of(move_of(task), terms(NINGDE)) == of


def test_a_contract_without_the_usual_clause_has_no_clause_of_tasks():
    assert tuple(KINDS["task"].clauses(terms("post-loan"))) == ()
    assert tuple(KINDS["inspection"].clauses(terms("post-loan"))) == ("P-4.1.4",)


def test_a_clause_that_the_contract_has_not_is_told(world):
    with pytest.raises(BadInput) as error:
        opened(world, "task", {**TASK, "clause": "X-1"}, DECIDER)
    assert codes(error) == {"move_unknown_clause"}
