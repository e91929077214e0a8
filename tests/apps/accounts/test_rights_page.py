from __future__ import annotations

from pathlib import Path

from jieting.apps.accounts.rights_page import rights_page
from jieting.apps.accounts.roles import OFFICE_RIGHTS, RIGHTS, Office, Right, Role
from jieting.apps.accounts.words import RIGHT_WORDS, ROLE_WORDS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "rights.md"


def test_the_reference_page_says_what_the_doors_do():
    assert PAGE.read_text(encoding="utf-8") == rights_page()


def test_every_role_office_and_right_has_a_name_and_somebody_has_every_right():
    assert set(ROLE_WORDS) == {*Role, *Office}
    assert set(RIGHT_WORDS) == set(RIGHTS) == set(Right)
    assert all(RIGHTS.values())


def test_no_administrator_has_a_right_in_a_contract_and_no_other_an_office_s():
    for right, who in RIGHTS.items():
        assert who <= (set(Office) if right in OFFICE_RIGHTS else set(Role)), right


def test_the_three_offices_share_no_right():
    held = [{right for right in RIGHTS if office in RIGHTS[right]} for office in Office]
    assert sum(map(len, held)) == len(set.union(*held)) == len(OFFICE_RIGHTS)
