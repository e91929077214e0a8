"""Sound as the switch leaves it: read in every form that it comes in, kept in one.

A recording is kept as WAV of 16 bits: caller left, agent right; one channel where the switch mixed
both.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from jieting.domain.said import Said, say

RATE = 8000
"""Samples a second of telephone sound; a raw file says nothing of it."""
PEAKS = 600
"""Points of the waveform; a page has about as many to spare."""
_HEAD = struct.Struct("<4sI4s4sIHHIIHH4sI")
_PCM, _ANY = 1, 0xFFFE

Samples = NDArray[np.int16]


class Unreadable(ValueError):
    """Sound that is no sound; ``what`` says why."""

    def __init__(self, what: Said) -> None:
        super().__init__(str(what))
        self.what = what


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples, a row for each moment and a column for each side; ``rate`` of them a second."""

    samples: Samples
    rate: int = RATE

    @property
    def milliseconds(self) -> int:
        """How long it is, in whole milliseconds."""
        return len(self.samples) * 1000 // self.rate


def from_wav(content: bytes) -> Sound:
    """The sound of a WAV file of 16 bits.

    Edge: one whose writer died before it wrote the length into the head is read to its end.
    Errors: Unreadable for anything else.
    """
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise Unreadable(say("It is no WAV file."))
    place, form = 12, None
    while place + 8 <= len(content):
        name, size = (
            content[place : place + 4],
            int.from_bytes(content[place + 4 : place + 8], "little"),
        )
        body = content[place + 8 : place + 8 + size]
        if name == b"fmt ":
            form = _form(body)
        elif name == b"data":
            if form is None:
                break
            channels, rate = form
            return Sound(_samples(_data(content, place + 8, size), channels), rate)
        place += 8 + size + size % 2
    raise Unreadable(say("It has no sound in it."))


def from_raw(content: bytes, channels: int = 2) -> Sound:
    """The sound of a raw file: 16 bits, 8 kHz, the sides taking turns, caller first."""
    return Sound(_samples(content, channels))


def together(caller: Sound, agent: Sound) -> Sound:
    """Two sounds of one side each as one; the shorter one is silent at its end.

    Errors: Unreadable where they do not fit together.
    """
    if caller.rate != agent.rate or {caller.samples.shape[1], agent.samples.shape[1]} != {1}:
        raise Unreadable(say("The two sides are not of one kind."))
    made = np.zeros((max(len(caller.samples), len(agent.samples)), 2), np.int16)
    made[: len(caller.samples), 0] = caller.samples[:, 0]
    made[: len(agent.samples), 1] = agent.samples[:, 0]
    return Sound(made, caller.rate)


def silenced(sound: Sound, spans: Iterable[tuple[int, int]]) -> Sound:
    """The sound with nothing to hear in these spans of milliseconds."""
    samples = sound.samples.copy()
    for first, last in spans:
        begin, end = max(first, 0) * sound.rate // 1000, -(-max(last, 0) * sound.rate // 1000)
        samples[begin:end] = 0
    return replace(sound, samples=samples)


def to_wav(sound: Sound, note: str = "") -> bytes:
    """The sound as a WAV file; ``note`` is written into it as its comment."""
    return wav_head(sound) + sound.samples.astype("<i2", copy=False).tobytes() + _comment(note)


def wav_head(sound: Sound) -> bytes:
    """The head of the sound's WAV file without a comment."""
    frames, channels = sound.samples.shape
    size = frames * channels * 2
    return _HEAD.pack(
        b"RIFF", _HEAD.size - 8 + size, b"WAVE", b"fmt ", 16, _PCM, channels, sound.rate,
        sound.rate * channels * 2, channels * 2, 16, b"data", size,
    )  # fmt: skip


def with_comment(wav: bytes, note: str) -> bytes:
    """A WAV file with a comment at its end, for whoever finds it later."""
    more = _comment(note)
    size = int.from_bytes(wav[4:8], "little") + len(more)
    return wav[:4] + size.to_bytes(4, "little") + wav[8:] + more


def peaks(sound: Sound, points: int = PEAKS) -> list[list[int]]:
    """The loudest moment of every stretch, 0 to 255, for each side: what the waveform shows."""
    length, sides = sound.samples.shape
    if not length:
        return [[] for _ in range(sides)]
    # The first stretches are one sample longer where the length cannot be shared out evenly.
    each, more = divmod(length, min(points, length))
    numbers = np.arange(min(points, length))
    begins = numbers * each + np.minimum(numbers, more)
    found: list[list[int]] = []
    for side in range(sides):
        samples = np.ascontiguousarray(sound.samples[:, side])
        high = np.maximum.reduceat(samples, begins).astype(np.int32)
        low = np.minimum.reduceat(samples, begins).astype(np.int32)
        found.append(np.minimum(np.maximum(high, -low) * 255 // 32767, 255).tolist())
    return found


def _form(body: bytes) -> tuple[int, int]:
    if len(body) < 16:
        raise Unreadable(say("It is no WAV file."))
    coding, channels, rate = struct.unpack_from("<HHI", body)
    bits = int.from_bytes(body[14:16], "little")
    if coding not in (_PCM, _ANY) or bits != 16 or channels not in (1, 2) or not 0 < rate <= 48_000:
        raise Unreadable(say("Its sound is not of 16 bits and one or two channels."))
    return channels, rate


def _data(content: bytes, begin: int, size: int) -> bytes:
    left = len(content) - begin
    return (
        content[begin:] if size in (0, 0xFFFFFFFF) or size > left else content[begin : begin + size]
    )


def _samples(data: bytes, channels: int) -> Samples:
    whole = len(data) - len(data) % (2 * channels)
    found = np.frombuffer(data[:whole], dtype="<i2").astype(np.int16, copy=False)
    return found.reshape(-1, channels)


def _comment(note: str) -> bytes:
    if not note:
        return b""
    text = note.encode() + b"\0"
    text += b"\0" * (len(text) % 2)
    inner = b"INFOICMT" + len(text).to_bytes(4, "little") + text
    return b"LIST" + len(inner).to_bytes(4, "little") + inner


SIDES: Sequence[str] = ("caller", "agent")
"""The sides in the order of their channels."""
