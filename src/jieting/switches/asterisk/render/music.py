"""Music for those who wait, made here: nobody's rights stand against it."""

from __future__ import annotations

import io
import wave

import numpy as np
from numpy.typing import NDArray

RATE = 8000
_BEAT_S = 0.6
_LOUD = 5200
_CHORDS = ((60, 64, 67, 72), (57, 60, 64, 69), (53, 57, 60, 65), (55, 59, 62, 67))
"""Four chords, as keys of a piano (60 is the middle C), each played twice upwards and down."""
_ORDER = (0, 1, 2, 3, 2, 1, 2, 1)


def waiting_music() -> bytes:
    """A quiet piece of half a minute as a wav file for telephones; it begins where it ends."""
    beat = int(RATE * _BEAT_S)
    keys = [chord[place] for chord in _CHORDS for _ in range(2) for place in _ORDER[:8]]
    piece = np.zeros(beat * (len(keys) + 4), np.float64)
    for number, key in enumerate(keys):
        tone = _tone(key, 4 * beat)
        piece[number * beat : number * beat + len(tone)] += tone
    whole = beat * len(keys)
    # What still sounds at the end sounds into the beginning, so that the round has no seam.
    piece[: len(piece) - whole] += piece[whole:]
    samples = (piece[:whole] / np.abs(piece[:whole]).max() * _LOUD).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def _tone(key: int, length: int) -> NDArray[np.float64]:
    """One tone that begins softly and fades.

    Formula: frequency = 440 Hz * 2^((key - 69)/12), with an octave above it at a quarter.
    """
    time = np.arange(length) / RATE
    turns = 2 * np.pi * 440 * 2 ** ((key - 69) / 12) * time
    sound = np.sin(turns) + 0.25 * np.sin(2 * turns)
    faded: NDArray[np.float64] = sound * np.minimum(time / 0.02, 1) * np.exp(-2.2 * time)
    return faded
