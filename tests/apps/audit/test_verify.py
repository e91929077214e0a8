import io
import json

import pytest

from jieting.apps.audit.actions import hashed_fields
from jieting.apps.audit.chain import entry_hash
from jieting.apps.audit.export import read_lines, write_lines
from jieting.apps.audit.models import Entry
from jieting.apps.audit.queries import head, kept_entries, verify
from jieting.apps.audit.walk import Head, walk
from jieting.domain.errors import BadInput
from tests.apps.audit.entries import AT, BY, behind_its_back, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def last(world) -> int:
    """Ten more entries; the number of the last one."""
    write(10, digest="ab" * 32, reason="投诉 4711")
    return head().number


def codes(walked) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.place.line) for finding in walked.findings]


def rewrite_from(number: int) -> None:
    """The forger computes every hash again."""
    previous = Entry.objects.get(number=number - 1).hash
    for entry in Entry.objects.filter(number__gte=number).order_by("number"):
        entry.previous = previous
        digest = entry_hash(hashed_fields(entry), previous)
        behind_its_back(
            "UPDATE audit_entry SET previous = %s, hash = %s WHERE number = %s",
            previous, digest, entry.number,
        )  # fmt: skip
        previous = digest


def test_an_untouched_log_is_whole(last):
    walked = verify([head()])
    assert codes(walked) == []
    assert walked.entries == last
    assert walked.head == head()


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'somebody'",
        "actor_id = NULL",
        "at = at + interval '1 microsecond'",
        "contract = 'other'",
        "event = 'calls.filter.removed'",
        "outcome = 'refused'",
        "reason = ''",
        "detail = detail || '{\"part\": 99}'",
        "detail = detail - 'digest'",
        "address = '10.0.0.8'",
        "request = 'r2'",
        "role = 'agent'",
        "party = 'purchaser'",
        "way = 'system'",
        "object = 'other'",
    ],
)
def test_a_changed_field_is_found_and_its_entry_named(last, change):
    behind_its_back(f"UPDATE audit_entry SET {change} WHERE number = %s", last - 4)
    assert codes(verify()) == [("audit_entry_changed", last - 4)]


def test_a_changed_entry_with_a_new_hash_breaks_the_next_link(last):
    behind_its_back("UPDATE audit_entry SET actor = 'x' WHERE number = %s", last - 4)
    forged = Entry.objects.get(number=last - 4)
    digest = entry_hash(hashed_fields(forged), forged.previous)
    behind_its_back("UPDATE audit_entry SET hash = %s WHERE number = %s", digest, last - 4)
    assert codes(verify()) == [("audit_chain_cut", last - 3)]


def test_removed_entries_are_named(last):
    behind_its_back("DELETE FROM audit_entry WHERE number IN (%s, %s)", last - 5, last - 4)
    walked = verify()
    assert codes(walked) == [("audit_entries_missing", last - 5)]
    assert str(walked.findings[0].what) == f"Entries {last - 5} to {last - 4} are missing."


def test_a_log_without_its_beginning_is_found(last):
    behind_its_back("DELETE FROM audit_entry WHERE number <= 2")
    assert codes(verify(rows=False)) == [("audit_entries_missing", 1)]


def test_removed_and_renumbered_entries_are_found(last):
    behind_its_back("DELETE FROM audit_entry WHERE number = %s", last - 4)
    for number in range(last - 3, last + 1):
        behind_its_back("UPDATE audit_entry SET number = number - 1 WHERE number = %s", number)
    found = codes(verify())
    assert ("audit_chain_cut", last - 4) in found
    assert ("audit_entry_changed", last - 4) in found


def test_a_cut_tail_is_found_only_by_a_noted_head(last):
    noted = head()
    behind_its_back("DELETE FROM audit_entry WHERE number > %s", last - 3)
    assert codes(verify()) == []
    assert codes(verify([noted])) == [("audit_head_missing", noted.number)]


def test_a_log_written_anew_is_found_only_by_a_noted_head(last):
    noted = head()
    behind_its_back("UPDATE audit_entry SET actor = 'x' WHERE number = %s", last - 4)
    rewrite_from(last - 4)
    assert codes(verify()) == []
    assert codes(verify([noted])) == [("audit_head_differs", noted.number)]


def test_time_that_runs_backwards_is_a_warning(last):
    from datetime import timedelta

    from jieting.apps.audit.actions import audited

    with audited("calls.filter.saved", by=BY, at=AT + timedelta(days=2)):
        pass
    for _ in range(2):
        with audited("calls.filter.saved", by=BY, at=AT):
            pass
    walked = verify()
    assert codes(walked) == [("audit_time_backwards", last + 2)]
    assert walked.errors == 0


def test_every_fault_is_told_at_once(last):
    behind_its_back("UPDATE audit_entry SET actor = 'x' WHERE number = %s", last - 7)
    behind_its_back("UPDATE audit_entry SET actor = 'x' WHERE number = %s", last - 2)
    behind_its_back("DELETE FROM audit_entry WHERE number = %s", last - 5)
    assert codes(verify()) == [
        ("audit_entry_changed", last - 7),
        ("audit_entries_missing", last - 5),
        ("audit_entry_changed", last - 2),
    ]


@pytest.mark.parametrize(
    "text", ["", "12", "12:ab", "x:" + "0" * 64, "-1:" + "0" * 64, "1:" + "g" * 64]
)
def test_a_head_is_a_number_and_a_hash(text):
    with pytest.raises(ValueError, match=r"."):
        Head.parse(text)


def exported() -> list[str]:
    file = io.StringIO()
    write_lines(kept_entries(), file)
    return file.getvalue().splitlines(keepends=True)


def walked_lines(lines):
    return walk(read_lines(io.StringIO("".join(lines)), "log.jsonl"))


def test_an_export_is_checked_without_the_database(last):
    lines = exported()
    assert len(lines) == last
    walked = walked_lines(lines)
    assert codes(walked) == []
    assert walked.head == head()
    assert exported() == lines


def test_a_changed_export_is_found(last):
    lines = exported()
    entry = json.loads(lines[-5])
    entry["actor"] = "nobody"
    lines[-5] = json.dumps(entry) + "\n"
    assert codes(walked_lines(lines)) == [("audit_entry_changed", last - 4)]


def test_an_export_with_a_line_less_one_twice_or_another_order_is_found(last):
    lines = exported()
    assert codes(walked_lines(lines[:-5] + lines[-4:])) == [("audit_entries_missing", last - 4)]
    assert codes(walked_lines([*lines, lines[-1]])) == [("audit_out_of_order", last)]
    swapped = [*lines[:-2], lines[-1], lines[-2]]
    assert codes(walked_lines(swapped)) == [
        ("audit_entries_missing", last - 1),
        ("audit_out_of_order", last - 1),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "\n",
        "x\n",
        "[]\n",
        "{}\n",
        '{"number": "1", "hash": "a"}\n',
        "[" * 100_000 + "\n",
        '{"number": 1}\n',
    ],
)
def test_a_line_that_is_no_entry_is_refused(line):
    with pytest.raises(BadInput) as refused:
        walked_lines([line])
    assert refused.value.findings[0].place.line == 1


def test_numbers_that_no_action_could_have_written_are_told_as_changed():
    line = '{"number": 1, "hash": "%s", "detail": {"n": 1.5}, "previous": "%s", "at": 7}\n'
    assert codes(walked_lines([line % ("a" * 64, "0" * 64)])) == [("audit_entry_changed", 1)]
