from __future__ import annotations

import zoneinfo
from html import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.moves.evidence import LARGEST, MOST_FILES
from jieting.apps.moves.forms import MoveForm, opening_form, step_form
from jieting.apps.moves.models import EvidenceFile, Move
from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import REMARK
from jieting.domain.periods import local
from jieting.domain.said import say
from jieting.web import body_limit
from tests.apps.moves.test_evidence import REFUSED
from tests.apps.moves.test_pages import NINGDE, TYPED, english, propose, shown, step, told

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
ASKED = {ask: Field("it", ask, say("It"), values={"a": say("A")}, high=9) for ask in Ask}


@pytest.fixture
def manager(world):
    return english(world.client(Role.CONTRACT_MANAGER))


@pytest.fixture
def decider(world):
    return english(world.client(Role.DECIDER))


def open_exclusion(client, **data):
    return client.post(reverse("move_new", args=[NINGDE, "exclusion"]), {**TYPED, **data})


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"from": ""}, "An exclusion has either a day, or a beginning and a later end."),
        ({"from": "2026-10-01"}, "This is no day and time."),
        ({"from": "2026-13-01T10:00"}, "This is no day and time."),
        ({"from": "2026-02-30T10:00"}, "This is no day and time."),
        ({"from": "2026-10-01T10:00:30"}, "This is no day and time."),
        ({"from": "9999-12-31T23:59"}, "The year 9999 is out of reach."),
        ({"from": "0001-01-01T00:00"}, "The year 1 is out of reach."),
        ({"day": "2026-02-30"}, "Enter a valid date"),
        ({"day": "9999-12-31"}, "The year 9999 is out of reach."),
        ({"cause": "weather"}, "Select a valid choice"),
        ({"reason": ""}, "This field is required"),
        ({"reason": "x" * 201}, "at most 200 characters"),
        ({"reason": "a\0b"}, "Null characters are not allowed."),
        ({"text": "x" * 6_000}, "at most 5000 characters"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field_and_nothing_typed_is_lost(manager, data, said):
    answer = open_exclusion(manager, **{"text": "keep me", **data})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in told(answer)
    assert "field-error" in page
    assert escape(data.get("text", "keep me")) in page
    assert data.get("reason", "cut").replace("\0", "") in page.replace("\0", "")
    assert not Move.objects.exists()


def test_everything_wrong_is_told_at_once(manager):
    page = open_exclusion(manager, **{"from": "x", "cause": "", "reason": ""}).content.decode()
    assert page.count('class="field-error"') == 3


def test_a_call_that_is_not_in_the_books_is_told_beside_its_field(manager):
    answer = manager.post(
        reverse("move_new", args=[NINGDE, "complaint"]),
        {"call_id": "<b>1</b>", "received_at": "2026-10-01T10:00", "category": "attitude",
         "what": "rude", "text": "keep me"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "There is no call <b>1</b> in the books." in told(answer).replace("&lt;", "<")
    page = answer.content.decode()
    assert "<b>1" not in page
    assert page.index('name="call_id"') < page.index("field-error") < page.index('name="category"')
    assert "keep me" in page


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_taken_is_told_beside_its_field(manager, name):
    answer = open_exclusion(manager, text="keep me", files=file(name, REFUSED[name][0]))
    assert answer.status_code == 422, name
    page = told(answer)
    assert "Attach your files again: a browser does not keep them." in page
    assert "Attach PDF, Word, Excel" in page
    assert "keep me" in page
    assert not Move.objects.exists()


def test_files_that_are_too_large_or_too_many_are_not_read(manager, monkeypatch):
    large = file("a.pdf", b"%PDF-" + bytes(LARGEST))
    assert "is larger than 10 MB" in told(open_exclusion(manager, files=large))
    many = [file(f"{n}.txt", b"x") for n in range(MOST_FILES + 1)]
    assert "There are more than 10 files." in told(open_exclusion(manager, files=many))


def test_a_page_of_moves_takes_as_many_bytes_as_its_files_may_have():
    of_page = body_limit._of_page
    assert of_page(f"/c/{NINGDE}/moves/new/exclusion/") > LARGEST * MOST_FILES
    assert of_page(f"/c/{NINGDE}/moves/1/steps/agree/") > LARGEST * MOST_FILES
    assert of_page(f"/c/{NINGDE}/records/") == body_limit.OF_FORMS


def test_several_files_are_kept_with_their_digests(world, manager):
    files = [file("日志.txt", b"down"), file("b.pdf", b"%PDF-1.7")]
    assert open_exclusion(manager, files=files).status_code == 302
    assert [f.name for f in EvidenceFile.objects.order_by("pk")] == ["日志.txt", "b.pdf"]
    page = shown(manager, "move", Move.objects.get().number)
    assert "日志.txt 4 bytes" in page


def test_a_file_is_fetched_as_a_download_and_the_look_is_logged(world, manager, decider):
    open_exclusion(manager, files=file('日志 "1".txt', b"<script>1</script>"))
    kept = EvidenceFile.objects.get()
    answer = decider.get(reverse("move_file", args=[NINGDE, 1, kept.pk]))
    assert answer.content == b"<script>1</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E6%97%A5")
    assert "no-store" in answer["Cache-Control"]
    entry = Entry.objects.latest("number")
    assert (entry.event, entry.actor) == ("moves.file_fetched", f"decider@{NINGDE}")
    assert entry.detail["digest"] == kept.digest


def test_a_file_is_fetched_only_from_its_own_move_by_those_who_may(world, manager):
    open_exclusion(manager, files=file("a.txt", b"secret"))
    propose(world)
    kept = EvidenceFile.objects.get()
    before = Entry.objects.count()
    other = world.client(Role.DECIDER, world.other_contract)
    asked = {
        manager: [(NINGDE, 2, kept.pk), (NINGDE, 1, kept.pk + 1), (NINGDE, 1, 10**20)],
        other: [(NINGDE, 1, kept.pk), (world.other_contract, 1, kept.pk)],
    }
    for client, places in asked.items():
        for place in places:
            answer = client.get(reverse("move_file", args=place))
            assert answer.status_code == 404, place
            assert b"secret" not in answer.content
    agent = world.client(Role.AGENT)
    assert agent.get(reverse("move_file", args=[NINGDE, 1, kept.pk])).status_code == 403
    assert Entry.objects.count() == before


def test_a_file_that_was_changed_in_the_database_is_not_given_out(world, manager):
    open_exclusion(manager, files=file("a.txt", b"secret"))
    kept = EvidenceFile.objects.get()
    raw = bytearray(kept.content)
    raw[-1] ^= 1
    EvidenceFile.objects.update(content=bytes(raw))
    answer = manager.get(reverse("move_file", args=[NINGDE, 1, kept.pk]))
    assert answer.status_code == 409
    assert "is not the one that was attached" in told(answer)


def test_a_wrong_file_with_a_step_keeps_what_was_typed(world, decider):
    propose(world)
    answer = step(decider, 1, "refuse", text="not proven", files=file("a.pdf", b"MZ"))
    assert answer.status_code == 422
    assert "not proven</textarea>" in answer.content.decode()
    assert "Attach your files again" in told(answer)
    assert Move.objects.get().state == "proposed"


def test_a_number_or_step_that_is_no_such_thing_is_not_found(world, decider):
    propose(world)
    for number in (2, 10**12):
        assert decider.get(reverse("move", args=[NINGDE, number])).status_code == 404
        assert step(decider, number, "agree").status_code == 404
    assert decider.get(reverse("move_new", args=[NINGDE, "made-up"])).status_code == 404


def cleaned(ask: Ask, text: str, zone=NEW_YORK):
    """What is kept of an answer, or what is said against it."""
    with translation.override("en"):
        form = MoveForm([ASKED[ask]], zone, {"it": text}, {}, step=None)
        return form.facts()["it"] if form.is_valid() else " ".join(form.errors["it"])


def test_a_time_that_the_clocks_skipped_or_showed_twice_is_told():
    assert "2026-03-08 02:30 was skipped" in cleaned(Ask.MOMENT, "2026-03-08T02:30")
    assert "showed 2026-11-01 01:30 twice" in cleaned(Ask.MOMENT, "2026-11-01 01:30")
    assert cleaned(Ask.MOMENT, "2026-03-08T03:30") == 1_772_955_000_000_000
    shanghai = zoneinfo.ZoneInfo("Asia/Shanghai")
    assert cleaned(Ask.MOMENT, "2026-03-08T02:30", shanghai) == 1_772_908_200_000_000


@pytest.mark.parametrize(
    ("ask", "text", "kept"),
    [
        (Ask.DAY, "2026-10-12", "2026-10-12"),
        (Ask.MONTH, "2026-10", "2026-10"),
        (Ask.WHOLE, "7", 7),
        (Ask.CHOICE, "a", "a"),
        (Ask.LINES, " one \r\n\r\n two", ["one", "two"]),
        (Ask.MOVE, "M-17", 17),
        (Ask.MOVE, "17", 17),
        (Ask.CALL, " 17.3 ", "17.3"),
    ],
)
def test_an_answer_is_kept_as_its_field_keeps_it(ask, text, kept):
    assert cleaned(ask, text) == kept


@pytest.mark.parametrize(
    ("ask", "text", "said"),
    [
        (Ask.MONTH, "2026-13", "This is no month."),
        (Ask.MONTH, "October", "This is no month."),
        (Ask.WHOLE, "10", "less than or equal to 9"),
        (Ask.WHOLE, "1.5", "whole number"),
        (Ask.CHOICE, "b", "Select a valid choice"),
        (Ask.LINES, "\n" * 5, "This field is required"),
        (Ask.LINES, "x\n" * 101, "more than 100 lines"),
        (Ask.LINES, "x" * 201, "longer than 200 characters"),
        (Ask.MOVE, "M-", "This is no number of a move."),
        (Ask.MOVE, "0", "This is no number of a move."),
        (Ask.MOVE, "9999999999", "This is no number of a move."),
        (Ask.TEXT, "x" * 5_001, "at most 5000 characters"),
        (Ask.CALL, "x" * 201, "at most 200 characters"),
    ],
)
def test_an_answer_that_cannot_be_kept_says_why(ask, text, said):
    assert said in cleaned(ask, text)


def test_a_kept_answer_is_typed_again_as_it_was():
    at = cleaned(Ask.MOMENT, "2026-07-01T09:30")
    form = step_form(REMARK, NEW_YORK, {})
    assert form.fields["text"].required
    for ask, kept in ((Ask.MOMENT, at), (Ask.LINES, ["a", "b"]), (Ask.MOVE, 17)):
        from jieting.apps.moves.forms_fields import typed

        assert cleaned(ask, typed(ASKED[ask], kept, NEW_YORK)) == kept
    assert local(at, NEW_YORK).hour == 9


def test_the_address_fills_only_fields_that_there_are():
    form = opening_form([ASKED[Ask.LINE]], NEW_YORK, {"it": "x", "other": "y", "call_id": "z"})
    assert form.initial == {"it": "x"}
