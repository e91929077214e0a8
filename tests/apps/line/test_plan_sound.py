from __future__ import annotations

import io
import struct
import wave
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.apps.line.prompts.sound import LARGEST, resampled, telephone_sound
from jieting.domain.errors import BadInput
from tests.apps.line.sounds import samples, tone, wav


def _strength(data: bytes, hertz: float) -> float:
    """How loud a tone is in the middle of a sound, 1 for full volume."""
    values = samples(data)[800:-800] / 32_768
    at = np.arange(len(values)) / 8_000
    return 2 * abs(np.mean(values * np.exp(-2j * np.pi * hertz * at)))


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize(("width", "channels"), [(1, 1), (2, 2), (3, 1), (4, 2)])
def test_a_tone_of_any_making_comes_out_as_the_same_tone(rate, width, channels) -> None:
    sound = telephone_sound(tone(rate, 1.0, 440.0, width, channels))
    with wave.open(io.BytesIO(sound.wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8_000)
    assert sound.seconds == Decimal("1.00")
    assert _strength(sound.wav, 440.0) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("hertz", [4_600.0, 5_000.0, 7_000.0, 10_000.0])
def test_what_a_telephone_cannot_carry_does_not_fold_back(hertz) -> None:
    made = resampled(np.sin(2 * np.pi * hertz * np.arange(48_000) / 48_000), 48_000)
    assert np.abs(made[500:-500]).max() < 0.002


def test_voice_up_to_3400_hertz_passes() -> None:
    assert _strength(telephone_sound(tone(48_000, 1.0, 3_400.0)).wav, 3_400.0) > 0.45


def _refused(data: bytes) -> str:
    with pytest.raises(BadInput) as error:
        telephone_sound(data)
    return error.value.findings[0].code


def _with_format(data: bytes, number: int) -> bytes:
    at = data.index(b"fmt ") + 8
    return data[:at] + struct.pack("<H", number) + data[at + 2 :]


def test_files_that_are_no_fit_prompt_are_refused_with_the_plain_reason() -> None:
    good = tone()
    assert _refused(b"") == "not_wave"
    assert _refused(b"ID3\x03" + bytes(2_000)) == "not_wave"
    assert _refused(good[:30]) == "not_wave"
    assert _refused(_with_format(good, 6)) == "not_pcm"
    assert _refused(_with_format(good, 0xFFFE)) == "not_pcm"
    assert _refused(tone(rate=4_000)) == "unfit_rate"
    assert _refused(wav(bytes(4_000), channels=6)) == "unfit_channels"
    assert _refused(tone(seconds=0.1)) == "unfit_length"
    assert _refused(tone(rate=8_000, seconds=301, width=1)) == "unfit_length"
    assert _refused(wav(bytes(16_000))) == "silent"
    assert _refused(good + bytes(LARGEST)) == "sound_too_large"


@given(st.binary(max_size=400), st.integers(0, 60))
@settings(max_examples=150, deadline=None)
def test_a_broken_file_is_never_more_than_refused(noise, at) -> None:
    good = tone(seconds=0.3, rate=8_000)
    broken = good[:at] + noise + good[at + len(noise) :]
    try:
        sound = telephone_sound(broken)
    except BadInput:
        return
    assert len(sound.wav) < 10 * len(broken) + 100


def test_a_sound_of_the_right_kind_is_kept_as_it_is() -> None:
    data = tone(rate=8_000)
    assert np.array_equal(samples(telephone_sound(data).wav), samples(data))
