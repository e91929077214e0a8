"""Sentences of the domain come out in the reader's language."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from jieting.domain.said import Said, say, verbatim
from jieting.language import CatalogueMissing, Language, catalogue, render

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "{n} calls are {outcome}."
msgstr "{outcome}的有 {n} 个。"

msgid "abandoned"
msgstr "排队中放弃"

msgid "Because: {reasons}"
msgstr "原因：{reasons}"

msgid "It is late."
msgstr "太晚了。"
"""


@pytest.fixture
def chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    """Chinese with a small catalogue of its own."""
    (tmp_path / "words.po").write_text(PO, encoding="utf-8")
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (tmp_path / "words.po").open("rb") as source, (folder / "jieting.mo").open("wb") as made:
        write_mo(made, read_po(source))
    monkeypatch.setattr(catalogue, "LOCALES", tmp_path)
    catalogue.catalogue.cache_clear()
    yield Language("zh")
    catalogue.catalogue.cache_clear()


def test_a_sentence_is_translated(chinese: Language) -> None:
    said = say("{n} calls are {outcome}.", n=12, outcome=say("abandoned"))
    assert chinese.render(said) == "排队中放弃的有 12 个。"
    assert str(said) == render(said, "en") == "12 calls are abandoned."


def test_sentences_within_a_sentence_are_joined_by_the_language(chinese: Language) -> None:
    said = say("Because: {reasons}", reasons=(say("It is late."), say("It is late."), "N-4.1"))
    assert chinese.render(said) == "原因：太晚了。；太晚了。；N-4.1"
    assert render(said, "en") == "Because: It is late.; It is late.; N-4.1"


def test_several_sentences_are_joined_by_the_language(chinese: Language) -> None:
    both = [say("It is late."), say("abandoned")]
    assert chinese.join(both) == "太晚了。；排队中放弃"
    assert Language("en").join(both) == "It is late.; abandoned"


def test_numbers_and_data_stay_as_they_are(chinese: Language) -> None:
    said = say("{n} calls are {outcome}.", n=Decimal("99.50"), outcome="{odd}")
    assert chinese.render(said) == "{odd}的有 99.50 个。"
    assert chinese.render(verbatim("It is late.")) == "It is late."


def test_without_a_translation_the_english_stays(chinese: Language) -> None:
    assert chinese.render(say("Nobody {did} this.", did="translated")) == "Nobody translated this."


def test_an_empty_sentence_is_not_the_catalogues_header(chinese: Language) -> None:
    assert chinese.render(Said("")) == ""


def test_chinese_is_the_default(chinese: Language) -> None:
    assert render(say("It is late.")) == chinese.render(say("It is late.")) == "太晚了。"


def test_a_catalogue_that_was_not_compiled_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "LOCALES", tmp_path)
    catalogue.catalogue.cache_clear()
    with pytest.raises(CatalogueMissing, match="run 'make setup'"):
        render(say("It is late."), "zh")


def test_a_language_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr'; there are zh, en"):
        render(say("It is late."), "fr")


def test_the_program_needs_no_babel() -> None:
    code = "import sys, jieting.language; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
