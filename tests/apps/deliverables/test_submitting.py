from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.queries import assessed_month, records_of
from jieting.apps.audit.witnesses import Gathering, registered
from jieting.apps.deliverables import submitting
from jieting.apps.deliverables.contents import Typed, texts_of
from jieting.apps.deliverables.models import Document
from jieting.apps.moves.actions import Attachment, take_step
from jieting.apps.moves.evidence import content_of
from jieting.apps.moves.models import EvidenceFile
from jieting.domain.errors import BadInput, Refused
from jieting.domain.periods import instant
from tests.apps.assessment.months import make_month
from tests.apps.deliverables.conftest import (
    A_SECOND,
    BEFORE,
    DEADLINE,
    MONTH,
    NINGDE,
    TEXTS,
    Books,
)

SELF = "self_assessment"
NOTHING = Typed()


def line(clause: str = "N-5.2.2"):
    month = assessed_month(NINGDE, MONTH)
    return next(line for line in month.assessment.lines if line.clause == clause)


def codes(error) -> list[str]:
    return [finding.code for finding in error.value.findings]


def hand_in_both(books: Books, at=BEFORE) -> None:
    books.submit("operations", at)
    books.submit(SELF, at, NOTHING)


def test_what_is_handed_in_at_the_deadline_is_in_time(books: Books) -> None:
    hand_in_both(books, DEADLINE)
    assert records_of(NINGDE).report[0].submitted_at == instant(DEADLINE)
    assert line().earned == 10


def test_what_is_handed_in_a_second_later_is_late(books: Books) -> None:
    books.submit(SELF, BEFORE, NOTHING)
    books.submit("operations", DEADLINE + A_SECOND)
    assert line().earned == 9


def test_handing_in_keeps_word_and_pdf_and_freezes_what_was_written(books: Books) -> None:
    books.submit("operations", BEFORE, files=[Attachment("more.txt", b"more")])
    files = {file.kind: content_of(file) for file in EvidenceFile.objects.all()}
    assert set(files) == {"docx", "pdf", "txt"}
    word = docx.Document(BytesIO(files["docx"]))
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    assert "平稳" in cells
    assert "平稳" in "".join(page.extract_text() for page in PdfReader(BytesIO(files["pdf"])).pages)
    [row] = Document.objects.all()
    assert (row.state, row.version, texts_of(row.content)["话务情况"]) == ("submitted", 1, "平稳")
    assert books.move("operations").state == "submitted"


def test_parts_stand_in_the_contract_s_order_after_they_were_kept(books: Books) -> None:
    books.save("operations", BEFORE, TEXTS)
    kept = texts_of(Document.objects.get().content)
    assert list(kept.items()) == [*TEXTS.texts.items(), ("", "")]


def test_the_second_of_two_who_hand_in_at_once_is_refused_and_makes_nothing(books: Books) -> None:
    books.save("operations", BEFORE, TEXTS)
    books.submit("operations", BEFORE, TEXTS, revision=1)
    with pytest.raises(Refused) as error:
        books.submit("operations", BEFORE, TEXTS, revision=1)
    assert codes(error) == ["deliverable_not_now"]
    assert Document.objects.count() == 1


def test_a_failure_within_handing_in_leaves_nothing_half_done(books: Books, monkeypatch) -> None:
    def fail(**_):
        raise RuntimeError("killed")

    monkeypatch.setattr(submitting, "take_step", fail)
    with pytest.raises(RuntimeError):
        books.submit("operations", BEFORE)
    assert not Document.objects.exists()
    assert not EvidenceFile.objects.exists()
    assert books.move("operations").state == "due"


def test_nobody_overwrites_what_another_saved(books: Books) -> None:
    books.save("operations", BEFORE, Typed(texts={"话务情况": "甲"}))
    with pytest.raises(Refused) as error:
        books.save("operations", BEFORE, Typed(texts={"话务情况": "乙"}), role=Role.SUPERVISOR)
    assert codes(error) == ["deliverable_edited_meanwhile"]
    assert texts_of(Document.objects.get().content)["话务情况"] == "甲"


def test_neither_the_purchaser_nor_a_trainer_writes(books: Books) -> None:
    for role in (Role.DECIDER, Role.TRAINER):
        with pytest.raises(Refused) as error:
            books.save("operations", BEFORE, TEXTS, role=role)
        assert codes(error) == ["deliverable_not_yours"]


def test_the_form_of_a_move_does_not_hand_in(books: Books) -> None:
    with pytest.raises(Refused) as error:
        take_step(
            by=books.world.actor(Role.CONTRACT_MANAGER),
            at=BEFORE,
            contract_id=NINGDE,
            number=books.number("operations"),
            step="submit",
            facts={"version": 1},
            files=[Attachment("a.txt", b"a")],
        )
    assert codes(error) == ["deliverable_own_page"]


def test_empty_parts_are_told_all_at_once_and_may_be_left_empty_knowingly(books: Books) -> None:
    typed = Typed(texts={"话务情况": "平稳"})
    with pytest.raises(BadInput) as error:
        books.submit("operations", BEFORE, typed)
    assert codes(error) == ["deliverable_part_empty"] * 2
    books.submit("operations", BEFORE, typed, incomplete=True)


def test_figures_that_the_books_no_longer_have_are_not_handed_in(books: Books) -> None:
    books.save("operations", BEFORE, TEXTS)
    books.submit(SELF, BEFORE, NOTHING)
    books.submit("personnel", BEFORE, Typed(texts={"人员变动": "无", "考勤情况": "无"}))
    make_september_calls()
    with pytest.raises(Refused) as error:
        books.submit("operations", BEFORE, TEXTS, revision=1)
    assert codes(error) == ["deliverable_books_moved"]


def make_september_calls() -> None:
    from tests.apps.assessment.months import keep_calls, simulated

    keep_calls(NINGDE, simulated(NINGDE, MONTH)[0][:500])


def test_two_missing_items_cost_twice_half_a_point_each_once(books: Books) -> None:
    hand_in_both(books)
    books.give_back("operations", BEFORE, missing=["热点问题", "整改措施", " "])
    assert line().earned == 9
    again = BEFORE + timedelta(hours=1)
    books.submit("operations", again, TEXTS)
    books.give_back("operations", again, missing=["热点问题"])
    assert line().earned == 9
    [report] = records_of(NINGDE).report
    assert report.missing == ("热点问题", "整改措施")
    assert report.submitted_at == instant(BEFORE)


def test_a_document_that_comes_back_keeps_its_words_and_gets_a_new_version(books: Books) -> None:
    books.submit("operations", BEFORE)
    books.give_back("operations", BEFORE, missing=["热点问题"])
    row = books.save("operations", BEFORE, Typed(texts={"热点问题": "车管业务"}))
    assert (row.version, texts_of(row.content)["话务情况"]) == (2, "平稳")


def test_an_untrue_item_costs_two_points_and_needs_its_reason(books: Books) -> None:
    hand_in_both(books)
    with pytest.raises(BadInput) as error:
        books.give_back(SELF, BEFORE, untrue={"N-4.1": " ", "N-5.2.6": ""})
    assert codes(error) == ["deliverable_untrue_no_reason"] * 2
    books.give_back(SELF, BEFORE, untrue={"N-5.2.6": "第二次培训没有签到"})
    assert line().earned == 8
    [kept] = records_of(NINGDE).self_assessment
    assert kept.untrue_items == ("N-5.2.6: 第二次培训没有签到",)


def test_an_untrue_item_that_names_no_item_of_the_form_is_refused(books: Books) -> None:
    hand_in_both(books)
    with pytest.raises(BadInput) as error:
        books.give_back(SELF, BEFORE, untrue={"N-9.9": "?"})
    assert codes(error) == ["deliverable_no_item"]


def test_changed_values_without_a_reason_are_refused_all_at_once(books: Books) -> None:
    values = {
        "N-5.2.1": {"value": "9.5", "reason": ""},
        "N-5.2.3": {"value": "viele", "reason": "x"},
        "N-5.2.6": {"value": "", "reason": ""},
    }
    with pytest.raises(BadInput) as error:
        books.submit(SELF, BEFORE, Typed(values=values))
    assert codes(error) == ["self_no_reason", "self_value"]


def test_a_changed_value_with_a_reason_is_handed_in_beside_that_of_the_books(books: Books) -> None:
    values = {
        "N-5.2.1": {"value": "9.5", "reason": "自查发现一次"},
        # The books' own number, however it is written, is no change.
        "N-5.2.3": {"value": "25.0", "reason": "x"},
    }
    row = books.submit(SELF, BEFORE, Typed(values=values))
    assert row.content["values"] == {"N-5.2.1": {"value": "9.5", "reason": "自查发现一次"}}
    items = {item["clause"]: item["book"] for item in row.content["items"]}
    assert items["N-5.2.1"] == "10.00"


def test_the_witness_names_a_document_that_was_changed_behind_the_application(
    books: Books,
) -> None:
    from jieting.apps.audit.actions import hashed_fields
    from jieting.apps.audit.models import Entry

    books.submit("operations", BEFORE)

    def found() -> list[str]:
        gathering = Gathering(tuple(w for w in registered() if w.name == "documents"))
        for entry in Entry.objects.order_by("number"):
            gathering.see(hashed_fields(entry))
        return [finding.code for finding in gathering.findings()]

    assert found() == []
    row = Document.objects.get()
    row.content["texts"][0][1] = "别的"
    row.save()
    assert len(found()) == 1


def test_agents_and_their_days_stand_in_the_personnel_report(books: Books) -> None:
    make_september_calls()
    row = books.submit("personnel", BEFORE, Typed(texts={"人员变动": "无", "考勤情况": "无"}))
    [section] = row.content["sections"]
    assert section["name"] == "report_agents"
    assert section["rows"]


def test_a_whole_month_makes_a_report_with_its_risks_and_measures(world) -> None:
    from datetime import UTC, datetime

    from jieting.domain.periods import Month

    make_month(NINGDE, with_records=False)
    made = Books(world)
    at = datetime(2026, 11, 2, tzinfo=UTC)
    made.look(at)
    number = made.number("operations", Month(2026, 10))
    row = submitting.submit(
        by=world.actor(Role.CONTRACT_MANAGER), at=at, contract_id=NINGDE, number=number,
        revision=0, typed=Typed(TEXTS.texts, {"N-5.2.6": "补两次培训"}), lang="zh",
    )  # fmt: skip
    names = {section["name"] for section in row.content["sections"]}
    assert {"report_calls", "report_figures", "lines", "report_peaks", "report_risks"} <= names
    word = next(f for f in EvidenceFile.objects.all() if f.kind == "docx")
    cells = [
        cell.text
        for table in docx.Document(BytesIO(content_of(word))).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert "补两次培训" in cells
