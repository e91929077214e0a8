from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.apps.accounts.confirm import Confirmed
from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.audit.queries import verify
from jieting.apps.notices.models import Notice
from jieting.apps.recordings import actions, hooks, queries, store
from jieting.apps.recordings.classes import SUGGESTED, Retention, kept
from jieting.apps.recordings.hooks import Claim
from jieting.apps.recordings.models import Certificate, Recording
from jieting.apps.recordings.retention import days_of, dry_run
from jieting.apps.recordings.telling import tell_due
from jieting.domain.errors import BadInput, Refused
from jieting.domain.said import say
from tests.apps.audit.entries import behind_its_back
from tests.apps.recordings.house import BEGAN, CALL, CONTRACT, instant

database = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
CHINA = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
DUE = BEGAN + 180 * DAY


def long(given=Retention.ORDINARY, *claims, began=BEGAN, days=SUGGESTED):
    return kept(instant(began), given, "", claims, days, CHINA)


def claim(retention, since=None):
    ended = instant(since) if since else None
    return Claim(call=CALL, retention=retention.value, why=say("M-1"), since=ended)


def test_an_ordinary_one_may_go_on_the_day_after_its_last():
    found = long(began=datetime(2026, 10, 5, 15, 59, tzinfo=UTC))
    assert found.until == date(2027, 4, 3)
    assert not found.is_due(date(2027, 4, 2))
    assert found.is_due(date(2027, 4, 3))
    # One minute later it is the next day there.
    assert long(began=datetime(2026, 10, 5, 16, 0, tzinfo=UTC)).until == date(2027, 4, 4)


def test_an_open_matter_holds_and_a_closed_one_counts_from_its_end():
    assert long(Retention.ORDINARY, claim(Retention.COMPLAINT)).until is None
    decided = long(Retention.ORDINARY, claim(Retention.DISPUTE, BEGAN + 100 * DAY))
    assert decided.until == date(2026, 10, 5) + 465 * DAY
    assert decided.retention is Retention.DISPUTE


def test_held_by_hand_never_goes():
    assert long(Retention.HELD).until is None


@given(
    st.sampled_from(Retention),
    st.lists(st.tuples(st.sampled_from(list(SUGGESTED)), st.integers(0, 900) | st.none())),
    st.dictionaries(st.sampled_from(list(SUGGESTED)), st.integers(1, 2000)),
)
def test_whatever_claims_it_nothing_makes_it_shorter(given_class, claimed, days):
    days = {**SUGGESTED, **days}
    claims = [
        claim(name, BEGAN + after * DAY if after is not None else None) for name, after in claimed
    ]
    alone = long(days=days).until
    with_all = long(given_class, *claims, days=days).until
    assert with_all is None or with_all >= alone
    assert (with_all is None) == (
        given_class is Retention.HELD or any(after is None for _, after in claimed)
    )
    for one in claims:
        single = long(Retention.ORDINARY, one, days=days).until
        assert with_all is None or with_all >= single


pytestmark = database


def manager(world):
    return world.actor(Role.CONTRACT_MANAGER)


def sure(world, role=Role.CONTRACT_MANAGER):
    user = world.user(role)
    return Confirmed(user.pk, user.get_username(), str(user), DUE, True)


def delete(world, at=DUE, **other):
    wanted = {
        "by": manager(world), "at": at, "contract_id": CONTRACT, "reason": "time is over",
        "seen": dry_run(CONTRACT, at).digest, "confirmed": sure(world),
    }  # fmt: skip
    return actions.delete_due(**{**wanted, **other})


def files(folder):
    return sorted(p.name for p in folder.rglob("*") if p.is_file())


def errors():
    return [finding.code for finding in verify().findings if finding.is_error]


def test_the_dry_run_says_what_would_go_and_what_is_held(house):
    for number in range(3):
        house.recorded(f"c{number}", BEGAN + number * DAY)
    house.names("c0", "complaint")
    before = dry_run(CONTRACT, DUE - DAY)
    assert (before.due, before.held) == ((), ())
    found = dry_run(CONTRACT, DUE + DAY)
    assert [look.row.call for look in found.due] == ["c1"]
    assert [look.row.call for look in found.held] == ["c0"]
    assert Recording.objects.filter(state="kept").count() == 3


def test_no_more_is_read_than_goes_on_one_certificate(house):
    for number in range(3):
        house.recorded(f"c{number}", BEGAN)
    found = dry_run(CONTRACT, DUE, most=1)
    assert ([look.row.call for look in found.due], found.more) == (["c0"], True)
    assert dry_run(CONTRACT, DUE, most=3).more is False


def test_the_plan_says_how_long_and_the_contract_manager_may_say_otherwise(
    world, house, monkeypatch
):
    monkeypatch.setattr(hooks, "_days", [lambda contract: None, lambda contract: 90])
    assert days_of(CONTRACT)[Retention.ORDINARY] == 90
    days = {Retention.ORDINARY: 30, Retention.COMPLAINT: 2000}
    actions.set_days(by=manager(world), at=BEGAN, contract_id=CONTRACT, days=days, reason="agreed")
    assert days_of(CONTRACT) == {**SUGGESTED, **days}
    for wrong in ({Retention.HELD: 1}, {Retention.ORDINARY: 0}, {Retention.ORDINARY: 10**6}):
        with pytest.raises(BadInput):
            actions.set_days(
                by=manager(world), at=BEGAN, contract_id=CONTRACT, days=wrong, reason="agreed"
            )
    with pytest.raises(Refused):
        actions.set_days(
            by=world.actor(Role.SUPERVISOR), at=BEGAN, contract_id=CONTRACT, days=days, reason="x y"
        )


def test_deleting_leaves_a_certificate_and_no_file(
    world, house, folder, django_capture_on_commit_callbacks
):
    gone, stays = house.recorded("c1"), house.recorded("c2", BEGAN + DAY)
    with django_capture_on_commit_callbacks(execute=True):
        row = delete(world)
    gone.refresh_from_db()
    assert (gone.state, gone.certificate, gone.peaks) == ("deleted", row, [])
    assert files(folder) == [store.path_of(stays).name]
    assert (row.number, row.recordings, row.seconds) == (1, 1, 4)
    assert [(one["call"], one["digest"]) for one in row.listed] == [("c1", gone.digest)]
    assert queries.still_there(row) == []
    assert Entry.objects.get(event="recordings.deleted").object == "certificate 1"
    assert errors() == []


def test_a_crash_after_the_commit_leaves_files_that_the_job_removes(world, house, folder):
    house.recorded("c1")
    # The callbacks of the commit never run here: as if the process were gone.
    row = delete(world)
    assert len(files(folder)) == 1
    assert [one.call for one in queries.still_there(row)] == ["c1"]
    assert errors() == ["recording_not_gone"]
    assert actions.shred_certified(row.pk) == 1
    assert actions.shred_certified(row.pk) == 0
    assert files(folder) == []
    assert errors() == []


def test_a_file_is_overwritten_before_it_goes(house, folder):
    row = house.recorded("c1")
    other = folder / "other-name"
    other.hardlink_to(store.path_of(row))
    size = other.stat().st_size
    assert store.shred([row.file]) == 1
    assert other.read_bytes() == bytes(size)


def test_a_crash_before_the_commit_changes_nothing(world, house, folder, monkeypatch):
    house.recorded("c1")

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(actions, "later_job", killed)
    with pytest.raises(KeyboardInterrupt):
        delete(world)
    assert Recording.objects.get().state == "kept"
    assert len(files(folder)) == 1
    assert Certificate.objects.count() == 0
    assert errors() == []


def test_what_somebody_needs_meanwhile_is_not_deleted(world, house):
    house.recorded("c1")
    house.recorded("c2")
    seen = dry_run(CONTRACT, DUE).digest
    house.names("c1", "complaint")
    with pytest.raises(Refused) as refused:
        delete(world, seen=seen)
    assert refused.value.findings[0].code == "due_list_changed"
    assert Recording.objects.filter(state="kept").count() == 2
    house.names("c2", "complaint")
    with pytest.raises(Refused) as refused:
        delete(world)
    assert refused.value.findings[0].code == "nothing_due"


def test_only_the_contract_manager_deletes_and_only_in_person(world, house):
    house.recorded("c1")
    for role in set(Role) - {Role.CONTRACT_MANAGER}:
        with pytest.raises(Refused):
            delete(world, by=world.actor(role), confirmed=sure(world, role))
    with pytest.raises(Refused):
        delete(world, confirmed=sure(world, Role.SUPERVISOR))
    with pytest.raises(BadInput):
        delete(world, reason="  x ")
    assert Recording.objects.get().state == "kept"


def test_a_class_given_by_hand_keeps_it_and_releases_it(world, house):
    row = house.recorded("c1")
    for retention, due in ((Retention.HELD, 0), (Retention.INSPECTION, 0), (Retention.ORDINARY, 1)):
        actions.give_class(
            by=manager(world), at=DUE, contract_id=CONTRACT, pk=row.pk, retention=retention,
            reason="asked by the court",
        )  # fmt: skip
        assert len(dry_run(CONTRACT, DUE).due) == due
        assert errors() == []


def test_those_who_may_delete_are_told_once_a_week(world, house):
    house.recorded("c1")
    assert tell_due(CONTRACT, DUE - DAY) == 0
    assert tell_due(CONTRACT, DUE) == tell_due(CONTRACT, DUE) == 1
    told = Notice.objects.filter(event="recordings.due")
    assert [one.user.username for one in told] == [f"contract_manager@{CONTRACT}"]
    tell_due(CONTRACT, DUE + 7 * DAY)
    assert told.all().count() == 2
    assert Recording.objects.get().state == "kept"


@pytest.mark.parametrize(
    "change",
    [
        "retention = 'ordinary', retention_reason = 'x'",
        "digest = repeat('0', 64)",
        "sealed_digest = repeat('0', 64)",
        "began_at = began_at - 1",
        "call = 'c2'",
        "state = 'lost'",
        "state = 'deleted'",
        "marks = '[]'",
    ],
)
def test_a_row_changed_behind_the_applications_back_is_found(house, change):
    house.recorded("c1")
    behind_its_back(f"UPDATE recordings_recording SET {change}")
    assert errors() == ["audit_row_changed"]


def test_a_changed_missing_or_forged_recording_is_found(house, folder):
    row = house.recorded("c1")
    path = store.path_of(row)
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    assert errors() == ["recording_file_fault"]
    path.unlink()
    assert errors() == ["recording_file_fault"]
    behind_its_back("UPDATE recordings_recording SET id = id + 1")
    assert sorted(errors()) == ["audit_row_gone", "audit_row_unknown"]


def test_a_changed_certificate_is_found(world, house):
    house.recorded("c1")
    row = delete(world)
    actions.shred_certified(row.pk)
    for change in ("reason = 'other'", "listed = '[]'"):
        behind_its_back(f"UPDATE recordings_certificate SET {change}")
        assert "audit_row_changed" in errors()
    behind_its_back("UPDATE recordings_recording SET certificate_id = NULL")
    behind_its_back("DELETE FROM recordings_certificate")
    assert "audit_row_gone" in errors()
