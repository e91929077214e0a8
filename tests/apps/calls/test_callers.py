from __future__ import annotations

import time

import pytest

from jieting.apps.calls.callers import (
    BrokenSeal,
    blind_index,
    normalised,
    seal,
    stored,
    stored_many,
    unseal,
    unseal_many,
)

NUMBER = "13859112345"


@pytest.mark.parametrize("cipher", ["aes-gcm", "sm4-gcm"])
def test_a_seal_opens_again_and_shows_nothing(monkeypatch, cipher):
    monkeypatch.setenv("JIETING_CIPHER", cipher)
    sealed = seal(NUMBER)
    assert sealed[0] == {"aes-gcm": 1, "sm4-gcm": 2}[cipher]
    assert NUMBER.encode() not in sealed
    assert unseal(sealed) == NUMBER
    assert unseal(memoryview(sealed)) == NUMBER


def test_a_seal_of_either_cipher_opens_whichever_is_wanted_now(monkeypatch):
    monkeypatch.setenv("JIETING_CIPHER", "sm4-gcm")
    sealed, index = seal(NUMBER), blind_index(NUMBER)
    monkeypatch.delenv("JIETING_CIPHER")
    assert unseal(sealed) == NUMBER
    assert blind_index(NUMBER) == index


def test_an_unknown_cipher_is_refused(monkeypatch):
    monkeypatch.setenv("JIETING_CIPHER", "rot13")
    with pytest.raises(ValueError, match="aes-gcm, sm4-gcm"):
        seal(NUMBER)


@pytest.mark.parametrize("at", [0, 1, 12, 13, -1])
@pytest.mark.parametrize("cipher", ["aes-gcm", "sm4-gcm"])
def test_a_seal_that_was_changed_does_not_open(monkeypatch, cipher, at):
    monkeypatch.setenv("JIETING_CIPHER", cipher)
    raw = bytearray(seal(NUMBER))
    raw[at] ^= 3
    with pytest.raises(BrokenSeal):
        unseal(bytes(raw))


@pytest.mark.parametrize("raw", [b"", b"\x01", b"\x01" + b"x" * 40, b"\x07" + b"x" * 40])
def test_what_is_no_seal_does_not_open(raw):
    with pytest.raises(BrokenSeal):
        unseal(raw)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("138 5911 2345", NUMBER),
        ("138-5911-2345", NUMBER),
        ("+86 13859112345", NUMBER),
        ("0086 138 5911 2345", NUMBER),
        ("8613859112345", NUMBER),
        ("013859112345", NUMBER),
        ("１３８５９１１２３４５", NUMBER),
        ("(0593) 2912345", "05932912345"),
        ("+86 593 2912345", "05932912345"),
        ("12345", "12345"),
        ("8612345", "8612345"),
        ("+44 20 7946 0000", "+442079460000"),
    ],
)
def test_spellings_of_a_number_have_one_index(written, meant):
    assert normalised(written) == meant
    assert blind_index(written) == blind_index(meant)
    assert len(blind_index(written)) == 16


def test_two_numbers_have_two_indexes():
    numbers = [f"1385911{number:04}" for number in range(2_000)]
    assert len({blind_index(number) for number in numbers}) == 2_000


def test_what_is_stored_of_no_number_and_of_a_masked_one():
    assert stored("") == stored_many([""])[0]
    assert (stored("").sealed, stored("").index) == (None, None)
    masked = stored("138****2345")
    assert (unseal(masked.sealed), masked.index) == ("138****2345", None)


def test_many_are_stored_as_one_is_and_fast():
    numbers = [f"1385{number:07}" for number in range(100_000)]
    started = time.perf_counter()
    many = stored_many(numbers)
    assert time.perf_counter() - started < 10
    assert many[7] == stored(numbers[7])
    assert unseal_many([*(one.sealed for one in many[:50]), None]) == [*numbers[:50], ""]
