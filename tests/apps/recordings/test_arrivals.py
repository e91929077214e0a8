import os
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from jieting.apps.audit.models import Entry
from jieting.apps.audit.queries import verify
from jieting.apps.base.jobs import JOBS
from jieting.apps.notices.models import Notice
from jieting.apps.recordings import arrivals, hooks, sealed, spool, store, tasks
from jieting.apps.recordings.hooks import Recorded
from jieting.apps.recordings.left_over import left_over
from jieting.apps.recordings.models import Recording
from jieting.apps.recordings.sound import from_wav
from tests.apps.recordings import sounds
from tests.apps.recordings.house import BEGAN, CALL, CONTRACT, SECOND, SYSTEM, instant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def plain(row: Recording) -> bytes:
    with store.opened(row) as sound:
        return b"".join(sound.whole())


def sealed_files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def errors():
    return [finding.code for finding in verify().findings if finding.is_error]


def test_a_recording_is_kept_sealed_and_the_plain_file_goes(house, folder):
    house.tells()
    path = house.writes("a.raw")
    came = path.read_bytes()
    assert house.takes_in() is None
    row = Recording.objects.get()
    assert not path.exists()
    assert [each.relative_to(folder).as_posix() for each in sealed_files(folder)] == [row.file]
    assert row.file.startswith("ningde-12123/2026-10/05/")
    assert came[:64] not in (folder / row.file).read_bytes()
    assert (folder / row.file).stat().st_mode & 0o077 == 0
    kept = from_wav(plain(row))
    assert kept.samples.tobytes() == came
    assert (row.milliseconds, row.began_at // SECOND) == (4000, int(BEGAN.timestamp()))
    assert row.marks == [["answered", 0], ["ended", 4000]]
    assert [max(side) for side in row.peaks] == [62, 124]
    entry = Entry.objects.get(event="recordings.kept")
    assert (entry.object, entry.detail["sound"]) == (f"recording {row.pk}", row.digest)
    assert errors() == []


def test_twice_is_once(house, folder):
    house.tells()
    house.writes()
    house.takes_in()
    house.writes()
    assert house.takes_in() is None
    assert Recording.objects.count() == len(sealed_files(folder)) == 1
    assert list(house.spool.iterdir()) == []


def test_what_is_still_written_to_is_waited_for(house):
    house.tells()
    house.writes(age_s=1)
    assert house.takes_in() == BEGAN + timedelta(minutes=1, seconds=arrivals.LOOK_AGAIN_S)
    assert Recording.objects.count() == 0
    house.takes_in(after=timedelta(minutes=2))
    assert Recording.objects.count() == 1


def test_what_never_came_is_told_and_taken_in_should_it_come_after_all(house, world):
    house.tells()
    assert house.takes_in() is not None
    assert house.takes_in(after=timedelta(hours=1)) is None
    assert house.takes_in(after=timedelta(hours=1)) is None
    row = Recording.objects.get()
    assert (row.state, row.file) == ("lost", "")
    assert Notice.objects.filter(event="recordings.lost").exists()
    assert errors() == []
    house.writes()
    house.takes_in(after=timedelta(hours=2))
    row.refresh_from_db()
    assert row.state == "kept"
    assert errors() == []


def test_nobody_recorded_is_no_recording(house, folder):
    house.tells(CALL, "a.wav", "b.raw")
    house.writes("a.wav", sounds.abandoned())
    house.writes("b.raw", b"")
    assert house.takes_in() is None
    assert Recording.objects.count() == 0
    assert sealed_files(folder) == list(house.spool.iterdir()) == []


def test_a_call_that_is_handed_on_has_parts(house):
    house.tells(CALL, "a.raw", "b.raw")
    house.writes("a.raw")
    house.writes("b.raw")
    house.takes_in()
    found = Recording.objects.order_by("part").values_list("part", "origin")
    assert list(found) == [(1, "a.raw"), (2, "b.raw")]


def test_what_was_said_in_a_pause_is_not_kept(house):
    house.tells()
    first = house.told[CALL][1][1]
    house.told[CALL][2:2] = [
        ("recording_paused", first + SECOND, {}), ("recording_resumed", first + 2 * SECOND, {}),
    ]  # fmt: skip
    path = house.writes("a.raw")
    came = spool.digest_of([path.read_bytes()])
    house.takes_in()
    row = Recording.objects.get()
    loud = np.abs(from_wav(plain(row)).samples).max(axis=1)
    assert not loud[8000:16000].any()
    assert loud[:5000].all()
    assert loud[19000:].all()
    assert row.digest == came
    assert [kind for kind, _ in row.marks][1:3] == ["recording_paused", "recording_resumed"]
    assert 0 in row.peaks[0]


def test_what_cannot_be_read_is_kept_as_it_came(house):
    house.tells(CALL, "a.wav")
    house.writes("a.wav", b"not a sound")
    house.takes_in()
    row = Recording.objects.get()
    assert (plain(row), row.milliseconds, row.peaks) == (b"not a sound", 0, [])


def test_a_simulated_switch_has_no_files(house):
    house.tells()
    house.other_switch()
    assert house.takes_in(after=timedelta(hours=1)) is None
    assert Recording.objects.count() == 0


def test_a_name_that_leads_out_of_the_spool_touches_nothing(house, tmp_path):
    outside = tmp_path / "outside.raw"
    outside.write_bytes(sounds.raw(1, 1, 1))
    house.tells(CALL, "../outside.raw")
    house.takes_in(after=timedelta(hours=1))
    assert outside.exists()
    assert Recording.objects.get().state == "lost"


class Killed(BaseException):
    """The process is gone: nothing after it runs."""


@pytest.mark.parametrize(
    ("where", "name"),
    [
        (spool, "content_of"),
        (sealed, "sealed_pieces"),
        (sealed, "sync_folder"),
        (store, "keep"),
        (arrivals, "_commit"),
        (arrivals, "named"),
        (spool, "remove"),
    ],
)
def test_a_crash_anywhere_loses_nothing_and_doubles_nothing(
    house, folder, monkeypatch, where, name
):
    def killed(*args, **kwargs):
        raise Killed

    house.tells()
    house.writes("a.raw")
    with monkeypatch.context() as patch:
        patch.setattr(where, name, killed)
        with pytest.raises(Killed):
            house.takes_in()
    assert len(list(house.spool.iterdir())) == 1
    assert house.takes_in() is None
    row = Recording.objects.get()
    assert row.milliseconds == 4000
    assert store.fault_of(row) is None
    assert list(house.spool.iterdir()) == []
    assert errors() == []
    old = BEGAN.timestamp() + 9 * 86_400 + 10**8
    store.sweep(now=old)
    assert [each.relative_to(folder).as_posix() for each in sealed_files(folder)] == [row.file]


def test_two_at_once_spoil_nothing(house, folder, monkeypatch):
    house.tells()
    house.writes("a.raw")
    keep = store.keep

    def slowly(row, sound, day):
        # Somebody else is faster: a worker that was thought dead.
        monkeypatch.setattr(store, "keep", keep)
        house.takes_in()
        keep(row, sound, day)

    monkeypatch.setattr(store, "keep", slowly)
    with pytest.raises(Exception, match="one_"):
        house.takes_in()


def test_the_sweep_leaves_what_is_young_and_what_has_a_row(house, folder):
    row = house.recorded()
    stray = (folder / row.file).with_name("stray.sealed")
    draft = stray.with_name(".x.sealed.draft")
    for path in (stray, draft):
        path.write_bytes(b"x")
        os.utime(path, (1_000_000, 1_000_000))
    assert store.sweep(now=1_000_000 + 3600) == 0
    assert store.sweep(now=1_000_000 + 2 * 86_400) == 1
    assert store.sweep(now=4_000_000_000) == 1
    assert sealed_files(folder) == [folder / row.file]


def test_the_job_is_there_under_the_name_that_the_line_uses():
    assert arrivals.JOB in JOBS
    assert JOBS[arrivals.JOB].lock({"contract_id": "x", "system": SYSTEM, "call": CALL})


def waiting():
    rows = ProcrastinateJob.objects.filter(task_name=arrivals.JOB, status="todo")
    return list(rows.values_list("args", flat=True))


@pytest.mark.parametrize("trouble", [None, OSError("no space left")])
def test_the_job_comes_back_while_a_file_is_on_its_way_or_the_disk_refuses(
    house, monkeypatch, trouble
):
    def refuses(*args):
        raise trouble

    asked = {"contract_id": "ningde-12123", "system": SYSTEM, "call": CALL}
    house.tells(began=datetime.now(UTC))
    if trouble is not None:
        house.writes()
        monkeypatch.setattr(store, "keep", refuses)
    tasks.take_in(**asked)
    tasks.take_in(**asked)
    assert waiting() == [asked]


def test_the_night_finishes_what_a_crash_left_and_asks_for_what_never_came(house, world):
    for call in ("done", "left", "lost"):
        if call == "lost":
            house.tells(call, "lost.raw")
            house.takes_in(call, timedelta(hours=1))
        else:
            house.recorded(call)
    house.writes("left.raw")
    assert [call for _, _, call in left_over(BEGAN)] == ["left", "lost"]
    assert left_over(BEGAN + timedelta(days=10_000)) == []
    Recording.objects.update(kept_at=datetime.now(UTC))
    tasks.look()
    assert sorted(job["call"] for job in waiting()) == ["left", "lost"]


@pytest.fixture
def recorded(monkeypatch):
    """Calls of which the line says that they were recorded."""
    calls = []

    def found(system, since):
        return calls if system == SYSTEM and since < instant(BEGAN) else []

    monkeypatch.setattr(hooks, "_recorded", [found])
    return calls


def again():
    return [call for _, _, call in left_over(BEGAN - timedelta(days=7))]


def test_what_was_given_up_is_taken_in_at_night(house, recorded, monkeypatch):
    def fails(*args):
        raise ValueError("by surprise")

    house.tells(CALL, "a.raw", "b.raw")
    recorded.append(Recorded(CONTRACT, CALL, 2))
    house.writes("a.raw")
    house.writes("b.raw")
    with monkeypatch.context() as patch:
        patch.setattr(store, "keep", fails)
        with pytest.raises(ValueError, match="by surprise"):
            house.takes_in()
    assert left_over(BEGAN - timedelta(days=7)) == [(CONTRACT, SYSTEM, CALL)]
    house.takes_in()
    Recording.objects.get(origin="b.raw").delete()
    assert again() == [CALL]
    house.takes_in(after=timedelta(hours=1))
    assert again() == [CALL]
    house.writes("b.raw")
    house.takes_in(after=timedelta(hours=2))
    assert again() == []


def test_what_is_missed_at_night_is_what_must_have_a_sound(house, recorded):
    for call, seconds in (("long", 2), ("short", 1), ("lying", 1)):
        house.tells(call, f"{call}.raw", seconds=seconds)
        recorded.append(Recorded(CONTRACT, call, 1))
    house.told["long"][-1] = ("ended", instant(BEGAN) + 2 * SECOND, {})
    house.writes("lying.raw")
    assert again() == ["long", "lying"]
    assert left_over(BEGAN) == []
    house.other_switch()
    assert again() == []
