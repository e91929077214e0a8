from __future__ import annotations

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.base.packed import packed
from jieting.apps.line.findings.actions import settle
from jieting.apps.line.models import LineFinding
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.said import say
from tests.apps.line.lines import NINGDE, POST_LOAN, SYSTEM, browser, make_call, post, shown, words
from tests.apps.world import AT

pytestmark = pytest.mark.django_db


def make_finding(key: str = "a", contract: str | None = NINGDE, **more: object) -> LineFinding:
    found = Finding(
        "line_odd", say("{key} is odd.", key=key), say("It may be wrong."), say("Look at it.")
    )
    values = {"contract_id": contract, "code": found.code, "found": packed(found), **more}
    return LineFinding.objects.create(system=SYSTEM, key=key, first_at=AT, last_at=AT, **values)


def doing(by, row: LineFinding, text: str = "a test call") -> dict:
    return {"by": by, "at": AT, "contract_id": NINGDE, "number": row.pk, "words": text}


def test_a_finding_is_settled_once_with_words(world):
    row, by = make_finding(), world.actor(Role.SUPERVISOR)
    with pytest.raises(BadInput, match="No reason"):
        settle(**doing(by, row, " "))
    settle(**doing(by, row))
    row.refresh_from_db()
    assert (row.settled_by_name, row.settled_words, row.settled_at) == (by.name, "a test call", AT)
    entry = Entry.objects.get(event="line.finding.settled")
    assert (entry.object, entry.reason) == (f"line-finding {row.pk}", "a test call")
    with pytest.raises(Refused, match="already"):
        settle(**doing(by, row))


def test_only_who_runs_the_line_settles_and_only_its_own(world):
    own, other, nobodys = make_finding("a"), make_finding("b", POST_LOAN), make_finding("c", None)
    with pytest.raises(Refused, match="run the line"):
        settle(**doing(world.actor(Role.QUALITY_INSPECTOR), own))
    supervisor = world.actor(Role.SUPERVISOR)
    with pytest.raises(Refused, match="no finding"):
        settle(**doing(supervisor, other))
    settle(**doing(supervisor, nobodys))


def test_the_page_tells_what_why_and_what_to_do_and_leads_to_the_call(world):
    call = make_call("ended", over=True, kept=77)
    make_finding("a", call=call.call, times=3)
    make_finding("b", None)
    make_finding("c", POST_LOAN)
    supervisor = browser(world, Role.SUPERVISOR)
    page = shown(supervisor, "line_findings")
    assert "a is odd." in page
    assert "What to do Look at it." in page
    assert "3 times, last at 2026-10-01 10:00:00" in page
    assert "Open the call" in page
    assert "of no contract that is known here" in page
    assert "c is odd." not in page
    assert (
        f"/c/{NINGDE}/calls/77/" in supervisor.get(f"/c/{NINGDE}/line/findings/").content.decode()
    )


def test_what_belongs_to_no_contract_is_not_shown_to_the_purchaser(world):
    make_finding("a")
    make_finding("b", None)
    page = shown(browser(world, Role.DECIDER), "line_findings")
    assert "a is odd." in page
    assert "b is odd." not in page
    assert "Settle" not in page.replace("Settled", "")


def test_settling_on_the_page(world):
    row = make_finding()
    supervisor = browser(world, Role.SUPERVISOR)
    answer = post(supervisor, "line_finding_settle", row.pk, words="")
    assert answer.status_code == 422
    post(supervisor, "line_finding_settle", row.pk, words="the trunk was tested")
    assert "Nothing is to be settled." in shown(supervisor, "line_findings")
    assert "the trunk was tested" in shown(supervisor, "line_findings", show="settled")
    answer = post(supervisor, "line_finding_settle", row.pk, words="again")
    assert answer.status_code == 409
    assert "already" in words(answer)
    decider = browser(world, Role.DECIDER)
    assert post(decider, "line_finding_settle", row.pk, words="x").status_code == 403
