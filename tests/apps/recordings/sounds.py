"""Sounds as a switch leaves them in its spool."""

from __future__ import annotations

import struct

import numpy as np

from jieting.apps.recordings.sound import Sound, to_wav


def tone(seconds: float, level: int = 8000, channels: int = 1) -> Sound:
    """A tone as loud as ``level`` on every channel."""
    beat = np.arange(int(seconds * 8000)) % 8 < 4
    one = np.where(beat, level, -level).astype(np.int16)
    return Sound(np.repeat(one[:, None], channels, axis=1))


def wav(seconds: float, level: int = 8000, channels: int = 1) -> bytes:
    """The same as a WAV file."""
    return to_wav(tone(seconds, level, channels))


def raw(seconds: float, caller: int, agent: int) -> bytes:
    """Two sides that take turns, without a head."""
    sides = [tone(seconds, level).samples for level in (caller, agent)]
    return np.concatenate(sides, axis=1).tobytes()


def abandoned() -> bytes:
    """What is left where nobody was there to be recorded: a head and nothing else."""
    return wav(0)


def unfinished(seconds: float) -> bytes:
    """A file whose writer died before it wrote the lengths into the head."""
    whole = bytearray(wav(seconds))
    struct.pack_into("<I", whole, 4, 36)
    struct.pack_into("<I", whole, 40, 0)
    return bytes(whole)
