"""A WAV file of unknown making to the sound of a telephone: 8 kHz, 16 bit, one channel."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass
from decimal import Decimal
from math import gcd

import numpy as np
import numpy.typing as npt

from jieting.apps.line.prompts import refusals
from jieting.domain.errors import BadInput

MEGABYTES = 5
LARGEST = MEGABYTES * 1_000_000
RATE = 8_000
"""Samples a second of a telephone."""
_LOWEST_RATE, _HIGHEST_RATE = 8_000, 192_000
_SHORTEST_S, _LONGEST_S = Decimal("0.2"), Decimal(300)
_PCM, _FORMAT_AT = 1, b"fmt "
_QUIETEST = 16 / 32_768
_LOBES = 32
_PASSED = 0.94
_KAISER = 8.0
_CHUNK = 4_096

Samples = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound as the switch plays it, and how long it is."""

    wav: bytes
    seconds: Decimal


def telephone_sound(data: bytes) -> Sound:
    """The sound of a WAV file for a telephone.

    Errors: BadInput with the plain reason where it is none that can be taken.
    """
    if len(data) > LARGEST:
        raise BadInput(refusals.too_large(MEGABYTES))
    samples, rate = _read(data)
    if len(samples) == 0 or float(np.abs(samples).max()) < _QUIETEST:
        raise BadInput(refusals.silent())
    return _written(resampled(samples, rate))


def resampled(samples: Samples, rate: int) -> Samples:
    """The samples at 8000 a second.

    Formula: each output sample is the sum of the input around it, weighed by a sinc that passes
    94 % of the lower band and is faded by a Kaiser window (beta 8, 32 lobes): what a telephone
    cannot carry is taken out before it could fold back into what it can.
    """
    if rate == RATE:
        return samples
    factor = gcd(rate, RATE)
    up, down = RATE // factor, rate // factor
    band = _PASSED * min(1.0, RATE / rate)
    reach = int(np.ceil(_LOBES / band))
    kernels = _kernels(up, band, reach)
    padded = np.concatenate([np.zeros(reach), samples, np.zeros(reach + 1)])
    count = len(samples) * up // down
    out = np.empty(count)
    offsets = np.arange(2 * reach)
    for begin in range(0, count, _CHUNK):
        at = np.arange(begin, min(count, begin + _CHUNK)) * down
        first = at // up + 1
        out[begin : begin + len(at)] = (padded[first[:, None] + offsets] * kernels[at % up]).sum(
            axis=1
        )
    return out


def _kernels(up: int, band: float, reach: int) -> Samples:
    """The weights for every place that an output sample can have between two of the input."""
    offsets = np.arange(-reach + 1, reach + 1, dtype=np.float64)
    distance = offsets[None, :] - (np.arange(up) / up)[:, None]
    inside = np.clip(1.0 - (distance / reach) ** 2, 0.0, None)
    window = np.i0(_KAISER * np.sqrt(inside)) / np.i0(_KAISER)
    weights = np.sinc(band * distance) * window
    weights /= weights.sum(axis=1, keepdims=True)
    made: Samples = weights
    return made


def _read(data: bytes) -> tuple[Samples, int]:
    """Samples between -1 and 1 of one channel, and their rate."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            _check(channels, rate)
            raw = file.readframes(file.getnframes())
    except wave.Error as error:
        packed = _format_of(data) not in (None, _PCM)
        raise BadInput(refusals.not_pcm() if packed else refusals.not_wave()) from error
    except (EOFError, RuntimeError, ValueError, OverflowError) as error:
        raise BadInput(refusals.not_wave()) from error
    frame = width * channels
    samples = _numbers(raw[: len(raw) // frame * frame], width)
    seconds = Decimal(len(samples) // channels) / rate
    if not _SHORTEST_S <= seconds <= _LONGEST_S:
        raise BadInput(refusals.unfit_length(f"{seconds:.1f}"))
    return samples.reshape(-1, channels).mean(axis=1), rate


def _check(channels: int, rate: int) -> None:
    if not 1 <= channels <= 2:
        raise BadInput(refusals.unfit_channels(channels))
    if not _LOWEST_RATE <= rate <= _HIGHEST_RATE:
        raise BadInput(refusals.unfit_rate(rate))


def _format_of(data: bytes) -> int | None:
    """The number of the format that a WAV file says it has; None where it is none."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return None
    at = data.find(_FORMAT_AT, 12, 4_096)
    return int.from_bytes(data[at + 8 : at + 10], "little") if at > 0 else None


def _numbers(raw: bytes, width: int) -> Samples:
    """PCM of 8, 16, 24 or 32 bits as numbers between -1 and 1."""
    if width == 1:  # the only one without a sign
        return (np.frombuffer(raw, "<u1").astype(np.float64) - 128.0) / 128.0
    if width == 3:
        wide = np.zeros((len(raw) // 3, 4), dtype=np.uint8)
        wide[:, 1:] = np.frombuffer(raw, np.uint8).reshape(-1, 3)
        return wide.view("<i4").reshape(-1).astype(np.float64) / 2.0**31
    if width not in (2, 4):
        raise BadInput(refusals.not_pcm())
    return np.frombuffer(raw, f"<i{width}").astype(np.float64) / 2.0 ** (8 * width - 1)


def _written(samples: Samples) -> Sound:
    whole = np.clip(np.rint(samples * 32_768.0), -32_768, 32_767).astype("<i2")
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(whole.tobytes())
    seconds = (Decimal(len(whole)) / RATE).quantize(Decimal("0.01"))
    return Sound(target.getvalue(), seconds)
