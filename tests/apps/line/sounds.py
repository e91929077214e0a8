"""WAV files for the tests."""

from __future__ import annotations

import io
import wave

import numpy as np


def tone(
    rate: int = 16_000,
    seconds: float = 1.0,
    hertz: float = 440.0,
    width: int = 2,
    channels: int = 1,
) -> bytes:
    """A tone at half volume."""
    at = np.arange(int(rate * seconds)) / rate
    values = 0.5 * np.sin(2 * np.pi * hertz * at)
    if width == 1:
        raw = (values * 127 + 128).astype("<u1")
        frames = np.repeat(raw, channels).tobytes()
    elif width == 3:
        whole = np.repeat((values * 2**23).astype("<i4"), channels)
        frames = whole.astype("<i4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    else:
        whole = values * (2 ** (8 * width - 1) - 1)
        frames = np.repeat(whole.astype(f"<i{width}"), channels).tobytes()
    return wav(frames, rate, width, channels)


def wav(frames: bytes, rate: int = 8_000, width: int = 2, channels: int = 1) -> bytes:
    """Frames as a file."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(frames)
    return target.getvalue()


def samples(data: bytes) -> np.ndarray:
    """The samples of a file of 16 bit."""
    with wave.open(io.BytesIO(data)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
