"""A text spoken by espeak-ng; Chinese by way of pinyin, the only Chinese that it reads."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from jieting.apps.line.prompts import refusals
from jieting.apps.line.prompts.sound import Sound, telephone_sound
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.installation.speech import knows_pinyin, no_pinyin, no_speaker, speaker

PINYIN_VOICE = "cmn-latn-pinyin"
_WORDS_A_MINUTE = "150"
_LONGEST_S = 30
_LETTERS_OF_A_MESSAGE = 200
_HAN = re.compile("[\u3400-\u9fff]")
_LANGUAGE = re.compile("[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_PARTS = re.compile(
    "(?P<han>[\u3400-\u9fff]+)|(?P<long>[。？！.?!；;]+)|(?P<short>[，、,：:]+)|(?P<rest>[^\u3400-\u9fff。？！.?!；;，、,：:]+)"
)
_SPELT = re.compile("[a-zü]+[1-5]?")


def cannot_speak(text: str) -> Finding | None:
    """Why this machine cannot speak a text; None where it can."""
    if speaker() is None:
        return no_speaker()
    return no_pinyin() if is_chinese(text) and not knows_pinyin() else None


def is_chinese(text: str) -> bool:
    """True where a Chinese character is in the text."""
    return _HAN.search(text) is not None


def spoken(text: str, language: str = "") -> Sound:
    """The text as a telephone's sound; ``language`` says whose voice, where it is not Chinese.

    Errors: Refused where the machine cannot speak it.
    """
    if (why := cannot_speak(text)) is not None:
        raise Refused(why)
    chinese = is_chinese(text)
    voice = PINYIN_VOICE if chinese else _voice(language)
    said = pinyin(text) if chinese else text
    with TemporaryDirectory() as folder:
        target = Path(folder) / "spoken.wav"
        _run(
            [str(speaker()), "-v", voice, "-s", _WORDS_A_MINUTE, "--stdin", "-w", str(target)], said
        )
        try:
            return telephone_sound(target.read_bytes())
        except (OSError, BadInput) as error:
            raise Refused(refusals.not_spoken("")) from error


def pinyin(text: str) -> str:
    """A Chinese text as pinyin with the number of each tone, 5 for none; marks become pauses.

    Digits are read one by one, as numbers of telephones and services are.
    """
    digits = "".join(_DIGITS.get(letter, letter) for letter in text)
    return " ".join(_spelt(digits)).replace(" ,", ",").replace(" .", ".")


def _spelt(text: str) -> Iterator[str]:
    library = import_module("pypinyin")  # its tables take a while: only who speaks loads them
    for part in _PARTS.finditer(text):
        if part["han"]:
            found = library.lazy_pinyin(
                part["han"], style=library.Style.TONE3, neutral_tone_with_five=True
            )
            yield from (syllable for syllable in found if _SPELT.fullmatch(syllable))
        elif part["rest"]:
            yield from part["rest"].split()
        else:
            yield "." if part["long"] else ","


def _voice(language: str) -> str:
    return language if _LANGUAGE.fullmatch(language) and not language.startswith("zh") else "en"


def _run(command: list[str], said: str) -> None:
    """Run the program on a text. Errors: Refused where it fails or takes too long."""
    try:
        ran = subprocess.run(  # noqa: S603 - a program of the machine, no shell; the text is its input
            command, input=said.encode(), capture_output=True, timeout=_LONGEST_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Refused(refusals.not_spoken(type(error).__name__)) from error
    if ran.returncode != 0:
        words = ran.stderr.decode(errors="replace").strip()[:_LETTERS_OF_A_MESSAGE]
        raise Refused(refusals.not_spoken(words))
