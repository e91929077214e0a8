import re

import pytest
from django.urls import reverse

from jieting.analytics.lists import MonthLists, Span
from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.basis import basis_of
from jieting.apps.assessment.call_counts import parts_of_call
from jieting.apps.assessment.counting import engine_of
from jieting.apps.calls.columns import call_numbers
from jieting.domain.evidence import EVIDENCE_COLUMNS
from tests.apps.assessment.months import MONTH, simulated
from tests.apps.world import CONTRACTS


@pytest.mark.parametrize("contract_id", CONTRACTS)
def test_each_call_is_in_a_figure_as_the_figure_s_own_list_says(contract_id, months, db):
    basis = basis_of(contract_id, MONTH)
    some = [(call.source, call.call_id) for call in simulated(contract_id)[0][::97]]
    assert len(some) > 5
    with engine_of(basis) as engine:
        lists = MonthLists(basis.terms, MONTH, basis.records)
        found = {name: parts_of_call(basis, *name) for name in some}
        for number, use in enumerate(basis.terms.figures):
            listed = {}
            for counted in (True, False):
                calls = lists.of_figure(use, counted, False, False, Span())
                for row in calls.page(engine, 0, 100_000):
                    cell = dict(zip(EVIDENCE_COLUMNS, row, strict=True))
                    marks = (cell["in_numerator"] == 1, cell["in_base"] == 1, cell["why_not"])
                    listed[cell["source"], cell["call_id"]] = marks
            for name in some:
                part = found[name][number]
                assert part.use == use
                assert (part.in_numerator, part.in_base, part.why_not) == listed[name]


def test_the_call_s_page_loads_the_part_that_tells_it(months, db):
    contract_id = CONTRACTS[0]
    call = next(c for c in simulated(contract_id)[0] if c.rating and c.queue)
    (pk,) = call_numbers(contract_id, [(call.source, call.call_id)]).values()
    client = months.client(Role.PURCHASER_SUPERVISOR, contract_id)
    client.cookies["language"] = "en"
    page = client.get(reverse("call", args=[contract_id, pk])).content.decode()
    address = re.search(r'hx-get="([^"]+counts-of[^"]+)"', page)[1]
    part = client.get(address).content.decode()
    figures = reverse("figure", args=[contract_id, str(MONTH), "N-4.1"])
    assert f'href="{figures}"' in part
    assert "in the numerator and the denominator" in part
    assert "not counted: " in part or "in the denominator" in part


def test_another_contract_s_call_and_another_month_are_not_told(months, db):
    one, other = CONTRACTS
    call = simulated(other)[0][0]
    (pk,) = call_numbers(other, [(call.source, call.call_id)]).values()
    client = months.client(Role.SUPERVISOR, one)
    for contract_id, month, status in (
        (one, str(MONTH), 404), (other, str(MONTH), 404), (one, "2026-13", 404),
    ):  # fmt: skip
        address = reverse("counts_of_call", args=[contract_id, month, pk])
        assert client.get(address).status_code == status


def test_a_month_without_a_contract_in_force_says_so_in_place(months, db):
    contract_id = CONTRACTS[0]
    call = simulated(contract_id)[0][0]
    (pk,) = call_numbers(contract_id, [(call.source, call.call_id)]).values()
    client = months.client(Role.SUPERVISOR, contract_id)
    address = reverse("counts_of_call", args=[contract_id, "2019-01", pk])
    answer = client.get(address, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "finding" in answer.content.decode()
    assert client.get(address).status_code == 409
