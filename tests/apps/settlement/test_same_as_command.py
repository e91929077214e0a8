"""The statement of the books and ``jieting settle`` say the same, to the last digit."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from jieting.apps.sealing.models import Seal
from jieting.apps.settlement.documents import statement_document
from jieting.cli.settle import settle as command
from tests.apps.assessment.months import FOLDER
from tests.apps.settlement.seals import JANUARY, LOANS, NINGDE, seal, seal_quarter, settle
from tests.apps.world import World

BROKEN = [{"clause": "P-3.2", "met": False, "findings": ["12.00 % above 10 %"]}]


def by_command(folder: Path, contract: str, rows: list[object]) -> dict[str, object]:
    files = []
    for row in rows:
        file = folder / f"{row.month}.json"
        file.write_text(row.result, encoding="utf-8")
        files.append(str(file))
    asked = [*files, "--contract", str(FOLDER / f"{contract}.toml"), "--format", "json"]
    result = CliRunner().invoke(command, [*asked, "--lang", "en"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_where_nothing_is_carried_both_are_one(world: World, tmp_path: Path) -> None:
    seal_quarter(JANUARY, "89.70", "91.00", "84.21")
    row = settle(world, JANUARY)
    ours = json.loads(statement_document(row, "json", "en"))
    books = ours.pop("books")
    assert ours == by_command(tmp_path, NINGDE, list(Seal.objects.order_by("month")))
    assert ours["payable"] == books["amount"] == books["due"] == "285000.00"


def test_a_contract_without_points_has_the_same_breaches(world: World, tmp_path: Path) -> None:
    seal_quarter(JANUARY, None, None, None, contract=LOANS, limits=BROKEN)
    row = settle(world, JANUARY, LOANS)
    ours = json.loads(statement_document(row, "json", "en"))
    ours.pop("books")
    assert ours == by_command(tmp_path, LOANS, list(Seal.objects.order_by("month")))
    assert len(ours["breaches"]) == 3


def test_with_a_correction_only_the_books_add_to_it(world: World, tmp_path: Path) -> None:
    seal_quarter(JANUARY)
    settle(world, JANUARY)
    seal(JANUARY, "75.00")
    april = JANUARY.plus(3)
    seal_quarter(april, "80.00", "80.00", "80.00")
    ours = json.loads(statement_document(settle(world, april), "json", "en"))
    theirs = by_command(tmp_path, NINGDE, list(Seal.objects.filter(month__gte=str(april))))
    books, renewal = ours.pop("books"), ours.pop("renewal")
    theirs.pop("renewal")
    assert ours == theirs
    assert (books["payable"], books["amount"]) == ("255000.00", "240000.00")
    assert (renewal["good"], renewal["given"]) == (2, 6)
