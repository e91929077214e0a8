import pytest

from jieting.apps.accounts.models import Party
from jieting.apps.audit.actions import audited, looked, refused
from jieting.apps.audit.models import Entry
from jieting.apps.audit.queries import head, verify
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.said import say
from tests.apps.audit.entries import AT, BY

pytestmark = pytest.mark.django_db
FORBIDDEN = Finding("forbidden", say("No."), say("No."), say("No."))


@pytest.fixture
def before(world) -> int:
    return head().number


def new_entries(before: int) -> list[Entry]:
    return list(Entry.objects.filter(number__gt=before).order_by("number"))


def adds_a_party_and_raises(error: BaseException, **more: object) -> None:
    with audited("calls.filter.saved", by=BY, at=AT, **more):
        Party.objects.create(id="new", name="n", kind="supplier")
        raise error


def audits_within_and_raises(error: BaseException) -> None:
    with audited("calls.caller.seen", by=BY, at=AT):
        with audited("calls.caller.searched", by=BY, at=AT):
            pass
        raise error


def test_a_line_names_who_did_what_to_which_object(before):
    with audited(
        "calls.filter.saved", by=BY, at=AT, contract="c", object="o", reason="why", rows=3
    ) as entry:
        entry.detail["more"] = ["a", {"b": True}]
    (line,) = new_entries(before)
    assert (line.actor, line.actor_id, line.role, line.party) == (
        "w.li",
        7,
        "supervisor",
        "supplier",
    )
    assert (line.address, line.request, line.way, line.at) == ("10.0.0.7", "r1", "page", AT)
    assert (line.contract, line.object, line.reason) == ("c", "o", "why")
    assert (line.event, line.outcome) == ("calls.filter.saved", "done")
    assert line.detail == {"rows": 3, "more": ["a", {"b": True}]}
    assert verify().found == 0


@pytest.mark.parametrize("error", [ValueError("x"), BadInput(FORBIDDEN), KeyboardInterrupt()])
def test_an_action_that_fails_leaves_no_line_and_no_row(before, error):
    with pytest.raises(type(error)):
        adds_a_party_and_raises(error)
    assert new_entries(before) == []
    assert not Party.objects.filter(pk="new").exists()


def test_an_action_that_a_rule_refused_leaves_a_line_and_no_row(before):
    with pytest.raises(Refused):
        adds_a_party_and_raises(Refused([FORBIDDEN, FORBIDDEN]), object="o", n=1)
    (line,) = new_entries(before)
    assert (line.event, line.outcome, line.object) == ("calls.filter.saved", "refused", "o")
    assert line.detail == {"n": 1, "found": ["forbidden"]}
    assert not Party.objects.filter(pk="new").exists()


def test_a_refused_attempt_leaves_a_line(before):
    refused("accounts.sign_in.refused", by=BY, at=AT, reason="locked")
    (line,) = new_entries(before)
    assert (line.outcome, line.reason) == ("refused", "locked")


def test_a_look_leaves_a_line(before):
    looked("calls.caller.seen", by=BY, at=AT, object="call 7", reason="投诉")
    (line,) = new_entries(before)
    assert (line.event, line.object, line.outcome) == ("calls.caller.seen", "call 7", "done")


def test_actions_within_an_action_stand_before_it_and_go_with_it(before):
    with audited("calls.list.exported", by=BY, at=AT):
        with audited("calls.filter.saved", by=BY, at=AT):
            pass
        with pytest.raises(ValueError, match="x"):
            audits_within_and_raises(ValueError("x"))
    assert [line.event for line in new_entries(before)] == [
        "calls.filter.saved",
        "calls.list.exported",
    ]
    with pytest.raises(ValueError, match="y"):
        audits_within_and_raises(ValueError("y"))
    assert len(new_entries(before)) == 2


def test_a_refusal_within_an_action_is_told_once(before):
    with (
        pytest.raises(Refused),
        audited("calls.list.exported", by=BY, at=AT),
        audited("calls.filter.saved", by=BY, at=AT),
    ):
        raise Refused(FORBIDDEN)
    assert [(line.event, line.outcome) for line in new_entries(before)] == [
        ("calls.list.exported", "refused")
    ]


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, object()])
def test_what_json_would_not_give_back_is_refused(before, value):
    with pytest.raises(TypeError), audited("calls.filter.saved", by=BY, at=AT, value=value):
        pass
    assert new_entries(before) == []


def test_text_that_the_database_cannot_keep_does_not_stop_an_action(before):
    looked("calls.caller.seen", by=BY, at=AT, reason="a\x00b\ud800", n="x\x00", object="o" * 500)
    (line,) = new_entries(before)
    assert line.reason == "a\ufffdb\ufffd"
    assert line.detail == {"n": "x\ufffd"}
    assert len(line.object) == 200
    assert verify().found == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("13812345678", "138****5678"),
        ("请回电13812345678。", "请回电138****5678。"),
        ("138 1234 5678", "138******5678"),
        ("138-1234-5678", "138******5678"),
        ("+8613812345678", "+86*******5678"),
        ("0593-2812345", "059*****2345"),
        ("05932812345", "059****2345"),
        ("352201199001011234", "352***********1234"),
        ("35220119900101123X", "352***********123X"),
        ("call 12345678", "call 12345678"),
        ("2026-10-01T09:00:00", "2026-10-01T09:00:00"),
        ("1790000000000000", "1790000000000000"),
        ("a13812345678b", "a13812345678b"),
        ("04" * 32, "04" * 32),
    ],
)
def test_numbers_of_persons_are_masked_and_ids_are_not(before, given, kept):
    looked("calls.caller.seen", by=BY, at=AT, reason=given, object=given, n=given, m=[{"k": given}])
    (line,) = new_entries(before)
    assert line.reason == line.object == line.detail["n"] == line.detail["m"][0]["k"] == kept


def test_a_number_of_a_person_is_masked_as_a_whole_number_too(before):
    looked("calls.caller.seen", by=BY, at=AT, n=13812345678, rows=12345678901)
    (line,) = new_entries(before)
    assert line.detail == {"n": "138****5678", "rows": 12345678901}
