import io
import re
import wave

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.recordings import grants, store, views
from jieting.apps.recordings.models import Certificate, Recording
from jieting.apps.recordings.ranges import NotThere, part_of
from tests.apps.calls.import_files import answered, csv_of, run
from tests.apps.recordings.house import CALL, CONTRACT, House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
ALL = f"/c/{CONTRACT}/recordings/"
REASON = {"purpose": "complaint", "words": "M-7"}
LENGTH = 44 + 4 * 8000 * 4


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """The world's hashes as they are: a better one would end the session of who confirms."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]


@pytest.fixture
def row(house: House) -> Recording:
    return house.recorded()


@pytest.fixture
def page(row) -> str:
    return f"{ALL}{row.pk}/"


@pytest.fixture
def client(world):
    return world.client(Role.QUALITY_INSPECTOR)


def heard(event="recordings.heard"):
    return list(Entry.objects.filter(event=event).values_list("actor", "reason"))


def test_nothing_is_heard_without_a_reason(client, page):
    shown = client.get(page)
    assert shown.status_code == 200
    assert "data-player" not in shown.content.decode()
    assert client.get(f"{page}sound/").status_code == 409
    for wrong in ({}, {"purpose": "other", "words": "x"}, {"purpose": "none", "words": "long"}):
        assert client.post(page, wrong).status_code == 422
    assert heard() == []


def test_a_reason_is_logged_before_a_sound_is_sent(client, page, row):
    assert client.post(page, REASON).status_code == 302
    [(who, why)] = heard()
    assert who == f"quality_inspector@{CONTRACT}"
    assert why.endswith(": M-7")
    shown = client.get(page).content.decode()
    assert f'data-player="{page}sound/"' in shown
    assert '"silent": []' in shown
    assert shown.count("data-seek") == len(row.marks)
    assert "no-store" in client.get(page).headers["Cache-Control"]


def test_every_play_is_logged_with_the_reason_and_what_follows_it_is_not(client, page):
    def plays(part=None):
        headers = {"Range": part} if part else {}
        assert client.get(f"{page}sound/", headers=headers).status_code in (200, 206)
        return len(heard("recordings.played"))

    assert client.get(f"{page}sound/").status_code == 409
    client.post(page, REASON)
    assert heard("recordings.played") == []
    assert [plays(), plays("bytes=0-"), plays("bytes=0-0")] == [1, 2, 3]
    assert [plays("bytes=60000-"), plays("bytes=1-5"), plays("bytes=-5")] == [3, 3, 3]
    assert plays(f"bytes=-{LENGTH}") == 4
    assert set(heard("recordings.played")) == set(heard())
    assert Entry.objects.filter(event="recordings.played").first().detail == {"call": CALL}
    assert client.get(page).content.decode().count(": M-7</td>") == 5


def test_what_cannot_be_sent_is_no_play(client, page, row):
    client.post(page, REASON)
    assert client.get(f"{page}sound/", headers={"Range": f"bytes={LENGTH}-"}).status_code == 416
    store.path_of(row).unlink()
    assert client.get(f"{page}sound/").status_code == 409
    assert heard("recordings.played") == []


def test_a_leave_from_before_an_upgrade_has_no_reason_and_is_none(client, page, row):
    session = client.session
    session["recordings"] = {str(row.pk): 2**40}
    session.save()
    assert client.get(f"{page}sound/").status_code == 409
    assert client.post(page, REASON).status_code == 302
    assert client.get(f"{page}sound/").status_code == 200


def test_both_sides_see_who_heard_it(client, world, page):
    client.post(page, REASON)
    shown = world.client(Role.DECIDER).get(page).content.decode()
    assert f"<td>quality_inspector@{CONTRACT}</td>" in shown
    assert ": M-7</td>" in shown


def test_the_sound_is_a_wav_of_which_any_part_can_be_had(client, page):
    client.post(page, REASON)
    whole = client.get(f"{page}sound/")
    assert (whole.status_code, len(whole.content)) == (200, LENGTH)
    assert whole.headers["Cache-Control"] == "no-store, private"
    assert whole.headers["Content-Type"] == "audio/wav"
    with wave.open(io.BytesIO(whole.content)) as read:
        assert (read.getnchannels(), read.getnframes()) == (2, 32_000)
    part = client.get(f"{page}sound/", headers={"Range": "bytes=60000-70001"})
    assert part.status_code == 206
    assert part.content == whole.content[60_000:70_002]
    assert part.headers["Content-Range"] == f"bytes 60000-70001/{LENGTH}"
    behind = client.get(f"{page}sound/", headers={"Range": f"bytes={LENGTH}-"})
    assert (behind.status_code, behind.content) == (416, b"")
    assert behind.headers["Content-Range"] == f"bytes */{LENGTH}"


def test_an_answer_is_never_longer_than_it_may_be(client, page, monkeypatch):
    monkeypatch.setattr(views, "MOST_AT_ONCE", 1000)
    client.post(page, REASON)
    part = client.get(f"{page}sound/", headers={"Range": "bytes=0-"})
    assert part.headers["Content-Range"] == f"bytes 0-999/{LENGTH}"


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-", (0, 50)), ("bytes=5-9", (5, 10)), ("bytes=90-", (90, 100)),
        ("bytes=-10", (90, 100)), ("bytes=-500", (0, 50)), ("bytes=95-2000", (95, 100)),
        ("", None), ("bytes=-", None), ("bytes=9-5", None), ("bytes=0-1,5-6", None),
        ("lines=1-2", None), ("bytes=" + "9" * 40 + "-", None),
    ],
)  # fmt: skip
def test_a_range_is_understood(asked, part):
    found = part_of(asked, 100, 50)
    assert (found and (found.first, found.end)) == part


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_a_range_with_nothing_in_it_is_told(asked):
    with pytest.raises(NotThere):
        part_of(asked, 100, 50)


def test_leave_is_for_one_recording_one_session_and_a_while(
    client, world, house, page, monkeypatch
):
    client.post(page, REASON)
    other = house.recorded("east-9")
    assert client.get(f"{ALL}{other.pk}/sound/").status_code == 409
    assert world.client(Role.QUALITY_INSPECTOR).get(f"{page}sound/").status_code == 409
    monkeypatch.setattr(grants, "FOR_S", -1)
    client.post(page, REASON)
    assert client.get(f"{page}sound/").status_code == 409


@pytest.mark.parametrize("role", Role)
def test_who_may_hear(world, page, role):
    may = {"supervisor", "quality_inspector", "contract_manager", "purchaser_supervisor", "decider"}
    status = {True: 302, False: 403}[role.value in may]
    assert world.client(role).post(page, REASON).status_code == status
    assert len(heard()) == (role.value in may)


def test_another_contracts_recording_does_not_exist(world, page, row):
    other = world.client(Role.QUALITY_INSPECTOR, world.other_contract)
    assert other.get(page).status_code == 404
    assert other.get(f"/c/{world.other_contract}/recordings/{row.pk}/").status_code == 404
    assert other.get(f"/c/{world.other_contract}/recordings/{2**70}/").status_code == 404


def test_a_changed_file_is_not_played(client, page, row):
    client.post(page, REASON)
    path = store.path_of(row)
    content = bytearray(path.read_bytes())
    content[90_000] ^= 1
    path.write_bytes(content)
    early = client.get(f"{page}sound/", headers={"Range": "bytes=0-100"})
    assert early.status_code == 206
    assert client.get(f"{page}sound/", headers={"Range": "bytes=89000-91000"}).status_code == 409
    path.write_bytes(content[:-1])
    assert client.get(f"{page}sound/").status_code == 409
    path.unlink()
    assert client.get(f"{page}sound/").status_code == 409


def test_a_file_that_is_taken_out_names_who_took_it(client, page):
    assert client.post(f"{page}take-out/", {}).status_code == 422
    taken = client.post(f"{page}take-out/", REASON)
    assert (taken.status_code, taken.headers["Content-Type"]) == (200, "audio/wav")
    assert f"{CONTRACT}-{CALL}-1-quality_inspector" in taken.headers["Content-Disposition"]
    assert f"| quality_inspector@{CONTRACT} |".encode() in taken.content[LENGTH:]
    with wave.open(io.BytesIO(taken.content)) as read:
        assert read.getnframes() == 32_000
    entry = Entry.objects.get(event="recordings.taken_out")
    assert entry.reason.endswith(": M-7")


def test_a_call_shows_its_recording(world, house, client):
    run(world, csv_of(answered(7)))
    house.recorded("c7")
    call = client.get(f"/c/{CONTRACT}/calls/").content.decode()
    [link] = set(re.findall(rf'/c/{CONTRACT}/calls/\d+/"', call))
    shown = client.get(link.strip('"')).content.decode()
    recorded = Recording.objects.get()
    assert f'href="{ALL}{recorded.pk}/"' in shown
    assert link.strip('"') in client.get(f"{ALL}{recorded.pk}/").content.decode()


def test_a_call_of_another_source_shows_no_recording_of_a_like_named_call(world, house, client):
    run(world, csv_of(answered(7).replace(",east", ",west")))
    recorded = house.recorded("c7")
    call = client.get(f"/c/{CONTRACT}/calls/").content.decode()
    [link] = set(re.findall(rf'/c/{CONTRACT}/calls/\d+/"', call))
    shown = client.get(link.strip('"')).content.decode()
    assert f"{ALL}{recorded.pk}/" not in shown
    assert link.strip('"') not in client.get(f"{ALL}{recorded.pk}/").content.decode()


def test_the_page_of_retention_deletes_what_it_shows(
    world, house, row, page, django_capture_on_commit_callbacks
):
    manager = world.client(Role.CONTRACT_MANAGER)
    path = store.path_of(row)
    days = {"ordinary": 1, "inspection": 1, "complaint": 1, "dispute": 1, "reason": "agreed so"}
    assert manager.post(f"{ALL}days/", {**days, "ordinary": 0}).status_code == 422
    assert manager.post(f"{ALL}days/", days).status_code == 302
    shown = manager.get(ALL).content.decode()
    [seen] = re.findall(r'name="seen" value="(\w{64})"', shown)
    form = {"seen": seen, "reason": "time is over", "password": "wrong"}
    assert manager.post(f"{ALL}delete/", form).status_code == 422
    form["password"] = world.password
    changed = manager.post(f"{ALL}delete/", {**form, "seen": "0" * 64})
    assert changed.status_code == 409
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        done = manager.post(f"{ALL}delete/", form)
    assert done.headers["Location"] == f"{ALL}certificates/1/"
    assert not path.exists()
    certificate = world.client(Role.DECIDER).get(f"{ALL}certificates/1/").content.decode()
    assert row.digest in certificate
    assert Certificate.objects.get().digest in certificate
    pdf = manager.get(f"{ALL}certificates/1/pdf/")
    assert pdf.content.startswith(b"%PDF")
    assert manager.get(f"{ALL}certificates/2/").status_code == 404
    assert manager.post(page, REASON).status_code == 409
    assert "certificates/1/" in manager.get(page).content.decode()


def test_others_see_what_is_due_and_have_no_button(world, house, row):
    shown = world.client(Role.PURCHASER_SUPERVISOR).get(ALL).content.decode()
    assert "delete/" not in shown
    assert "days/" not in shown


def test_a_class_is_given_on_the_page(world, page, row):
    manager = world.client(Role.CONTRACT_MANAGER)
    assert manager.post(f"{page}class/", {"retention": "held"}).status_code == 422
    given = {"retention": "held", "reason": "asked by the court"}
    assert manager.post(f"{page}class/", given).status_code == 302
    row.refresh_from_db()
    assert (row.retention, row.retention_reason) == ("held", "asked by the court")
