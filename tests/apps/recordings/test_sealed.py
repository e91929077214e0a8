import os
from tempfile import TemporaryFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.apps.recordings import sealed
from jieting.apps.recordings.sealed import Broken, Opened, sealed_pieces, write_sealed

SECRET = bytes(range(32))
PIECE = 64
HEAD, TAG = 36, 16
pytestmark = pytest.mark.usefixtures("_small_pieces")


@pytest.fixture(scope="module", autouse=True)
def _small_pieces():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "PIECE", PIECE)
        yield


def content(length: int) -> bytes:
    return bytes(n * 7 % 251 for n in range(length))


def seal(plain: bytes, name: str = "a") -> bytes:
    return b"".join(sealed_pieces([plain], len(plain), SECRET, name))


def unseal(raw: bytes, name: str = "a", secret: bytes = SECRET) -> bytes:
    with TemporaryFile() as file:
        file.write(raw)
        file.seek(0)
        return b"".join(Opened(file, secret, name).whole())


@given(st.integers(0, 5 * PIECE), st.integers(1, 3 * PIECE))
def test_what_was_sealed_comes_out_however_it_was_cut(length, cut):
    plain = content(length)
    parts = [plain[at : at + cut] for at in range(0, length, cut)]
    raw = b"".join(sealed_pieces(parts, length, SECRET, "a"))
    assert len(raw) == HEAD + length + max(1, -(-length // PIECE)) * TAG
    assert unseal(raw) == plain


@given(st.integers(0, 4 * PIECE), st.integers(0, 5 * PIECE), st.integers(0, 5 * PIECE))
def test_any_range_is_that_range(length, first, last):
    plain = content(length)
    with TemporaryFile() as file:
        file.write(seal(plain))
        file.seek(0)
        read = b"".join(Opened(file, SECRET, "a").read(first, last))
    assert read == plain[first:last]


@given(st.data(), st.integers(0, 3 * PIECE))
def test_one_changed_byte_anywhere_is_found(data, length):
    raw = bytearray(seal(content(length)))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Broken):
        unseal(bytes(raw))


@given(st.integers(0, 3 * PIECE), st.integers(1, 3 * PIECE))
def test_a_file_that_was_cut_or_grew_is_found(length, by):
    raw = seal(content(length))
    with pytest.raises(Broken):
        unseal(raw[:-by])
    with pytest.raises(Broken):
        unseal(raw + bytes(by))


def test_pieces_cannot_be_reordered_or_taken_from_another_file():
    plain = content(3 * PIECE)
    raw, other = seal(plain), seal(plain)
    step = PIECE + TAG
    first, second = slice(HEAD, HEAD + step), slice(HEAD + step, HEAD + 2 * step)
    for changed in (
        raw[:HEAD] + raw[second] + raw[first] + raw[second.stop :],
        raw[:HEAD] + other[first] + raw[first.stop :],
    ):
        with pytest.raises(Broken) as broken:
            unseal(changed)
        assert "Piece 1" in str(broken.value)


def test_it_opens_only_under_its_own_name_and_key():
    raw = seal(content(10), "east/call-1/a.wav")
    assert unseal(raw, "east/call-1/a.wav") == content(10)
    for name, secret in (("east/call-2/a.wav", SECRET), ("east/call-1/a.wav", bytes(32))):
        with pytest.raises(Broken):
            unseal(raw, name, secret)


def test_the_same_sound_never_looks_the_same_twice():
    assert seal(content(100)) != seal(content(100))


def test_something_else_is_no_recording():
    for raw in (b"", b"RIFF", bytes(100)):
        with pytest.raises(Broken):
            unseal(raw)


def test_a_wrong_length_is_refused_when_it_is_sealed():
    for length in (9, 11):
        with pytest.raises(ValueError, match="10 bytes"):
            list(sealed_pieces([content(10)], length, SECRET, "a"))


def test_a_file_gets_its_name_only_when_it_is_whole(tmp_path, monkeypatch):
    path = tmp_path / "a.sealed"

    def stop(descriptor):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", stop)
        with pytest.raises(KeyboardInterrupt):
            write_sealed(path, content(1000), SECRET, "a")
    assert list(tmp_path.iterdir()) == []
    _, size = write_sealed(path, content(1000), SECRET, "a")
    assert [each.name for each in tmp_path.iterdir()] == ["a.sealed"]
    assert path.stat().st_size == size
    assert path.stat().st_mode & 0o077 == 0
    assert unseal(path.read_bytes()) == content(1000)
