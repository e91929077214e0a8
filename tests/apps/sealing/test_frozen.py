from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.actions import keep_records
from jieting.apps.assessment.basis import records_in_force_text
from jieting.apps.assessment.counting import SEALED
from jieting.apps.assessment.queries import assessed_month, current_month
from jieting.apps.calls import actions as calls
from jieting.apps.contracts.guards import against_day
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.sealing.books import books_of, result_of
from jieting.apps.sealing.models import Seal
from jieting.apps.sealing.queries import revisions, sealed_month, sealed_months
from jieting.apps.sealing.since import causes, effect_of
from jieting.domain import periods as instants
from jieting.domain.errors import Refused
from jieting.installation.home import home
from tests.apps.assessment.months import MONTH
from tests.apps.sealing.sealed import (
    LATER,
    NINGDE,
    PURCHASER,
    SUPPLIER,
    come_late,
    draw,
    late_calls,
    seal,
    sign,
)
from tests.apps.sealing.test_bundle import verify
from tests.apps.sealing.test_sealing import agree, codes, exclusion
from tests.apps.world import AT, BY

PAGE = f"/c/{NINGDE}/months/{MONTH}/"
DAY = timedelta(days=1)


def shown(world, path=""):
    return world.client(PURCHASER).get(PAGE + path).content.decode()


def test_a_late_import_changes_no_sealed_number_anywhere(world):
    seal(world)
    before = assessed_month(NINGDE, MONTH)
    listed = "calls/?count=abandoned"
    rows = shown(world, listed).count("data-row")
    come_late(late_calls())
    after = assessed_month(NINGDE, MONTH)
    assert result_of(after) == result_of(before)
    assert result_of(current_month(NINGDE, MONTH)) != result_of(before)
    assert shown(world, listed).count("data-row") == rows > 0
    assert "late-0" not in shown(world, listed)
    export = world.client(PURCHASER).get(PAGE + "export/json/").json()
    assert export["counts"] == json.loads(result_of(before))["counts"]


def test_every_count_of_a_sealed_month_is_the_length_of_its_list(world):
    seal(world)
    come_late(late_calls())
    counts = assessed_month(NINGDE, MONTH).assessment.counted.counts
    for name, number in counts.items():
        if number:
            page = world.client(PURCHASER).get(f"{PAGE}calls/?count={name}")
            assert page.context["page"].length == number, name


def test_a_late_move_changes_no_sealed_number_and_the_page_tells(world):
    seal(world)
    before = result_of(assessed_month(NINGDE, MONTH))
    agree(world, exclusion(world))
    current_month(NINGDE, MONTH)
    assert result_of(assessed_month(NINGDE, MONTH)) == before
    page = shown(world)
    assert "data-sealed" in page
    assert f"{PAGE}seal/0/bundle/" in page
    assert "notice-warning" in page


def test_an_undo_of_calls_behind_a_sealed_month_is_refused_and_of_late_ones_not(world):
    first = come_late(late_calls(2))
    row = seal(world)
    assert first.pk in row.imports
    late = come_late([c for c in late_calls(4) if c.call_id in ("late-2", "late-3")])
    by = world.actor(Role.SUPERVISOR)
    with pytest.raises(Refused) as error:
        calls.undo_import(by=by, at=LATER, import_id=first.pk, reason="wrong")
    assert codes(error) == {"month_sealed"}
    calls.undo_import(by=by, at=LATER, import_id=late.pk, reason="wrong")
    assert late.calls.count() == 0


def test_a_correction_shows_what_differs_and_why_and_leaves_the_seal_as_it_was(world, bundles):
    first = seal(world)
    kept = (bundles / NINGDE / first.bundle).read_bytes()
    come_late(late_calls())
    books = books_of(NINGDE, MONTH)
    effect = effect_of(first, books)
    assert {"N-4.1"} <= {change.clause for change in effect.changes}
    assert any("40" in str(cause) for cause in causes(first, books))
    with pytest.raises(Refused) as error:
        draw(world, at=LATER + DAY)
    assert codes(error) == {"seal_no_reason"}
    for role, may in ((PURCHASER, True), (Role.TRAINER, False)):
        page = world.client(role).get(f"{PAGE}seal/").content.decode()
        assert ('name="reason"' in page, 'id="difference"' in page) == (may, True)
    second = seal(world, reason="calls came late", at=LATER + DAY)
    assert (second.number, second.place, second.previous) == (1, 2, first.hash)
    assert (bundles / NINGDE / first.bundle).read_bytes() == kept
    assert [one.number for one in revisions(NINGDE, MONTH)] == [0, 1]
    assert [one.number for one in sealed_months(NINGDE)] == [1]
    assert sealed_month(NINGDE, MONTH).is_correction


def test_the_seal_and_its_corrections_are_the_recomputation_from_scratch(world):
    seal(world)
    for number in range(2):
        come_late([c for c in late_calls(20) if int(c.call_id[5:]) % 2 == number])
        seal(world, reason="more", at=LATER + DAY)
    assert result_of(assessed_month(NINGDE, MONTH)) == result_of(current_month(NINGDE, MONTH))
    assert [one.number for one in revisions(NINGDE, MONTH)] == [0, 1, 2]


def test_a_correction_of_nothing_is_refused(world):
    seal(world)
    with pytest.raises(Refused) as error:
        draw(world, reason="for nothing", at=LATER + DAY)
    assert codes(error) == {"seal_no_difference"}


def test_a_lost_bundle_and_later_calls_still_show_the_sealed_month(world, bundles):
    row = seal(world)
    come_late(late_calls())
    (bundles / NINGDE / row.bundle).unlink()
    for path in (home().columns / NINGDE).glob(f"{SEALED}*"):
        path.unlink()
    assert "late-0" not in shown(world, "calls/?count=abandoned")
    assert (bundles / NINGDE / row.bundle).is_file()


def test_a_correction_that_is_not_yet_signed_changes_nothing(world):
    first = seal(world)
    come_late(late_calls())
    sign(world, draw(world, reason="late", at=LATER + DAY), SUPPLIER)
    assert sealed_month(NINGDE, MONTH).digest == first.hash
    assert Seal.objects.filter(state="drawn").count() == 1


def test_no_version_begins_in_a_sealed_month(world):
    assert against_day(NINGDE, date(2026, 10, 15)) == []
    seal(world)
    [finding] = against_day(NINGDE, date(2026, 10, 15))
    assert finding.code == "version_in_sealed_month"
    assert against_day(NINGDE, date(2026, 11, 1)) == []


def test_a_record_about_a_call_of_another_month_does_not_hinder_verification(world, bundles):
    [model] = late_calls(1)
    times = ("arrived_at", "queued_at", "ended_at")
    later = {name: getattr(model, name) + 31 * instants.DAY for name in times}
    come_late([replace(model, call_id="next", **later)])
    text = records_in_force_text(NINGDE, latest_terms(NINGDE)) or ""
    more = '\n[[evaluation]]\ncall_id = "next"\nsampled = true\nscore = 90\n'
    keep_records(by=BY, at=AT, contract_id=NINGDE, text=text + more)
    row = seal(world)
    found = verify(bundles / NINGDE / row.bundle)
    assert found.exit_code == 0, found.output
    assert "by its hash only" not in found.output
