"""Every sentence that the code says is in every catalogue, with the same fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.sentences import catalogue_problems, said_in
from tests.architecture.tree import SOURCE

CATALOGUES = sorted(SOURCE.glob("language/locale/*/LC_MESSAGES/jieting.po"))


def test_there_is_a_chinese_catalogue() -> None:
    assert "zh_Hans" in [path.parts[-3] for path in CATALOGUES]


def test_every_sentence_is_a_literal_with_its_fields_given() -> None:
    sentences, problems = said_in(SOURCE)
    assert problems == []
    assert sentences


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_sentence_is_translated(catalogue: Path) -> None:
    problems = catalogue_problems(SOURCE, catalogue)
    assert not problems, "\n" + "\n".join(["run make messages, then translate:", *problems])
