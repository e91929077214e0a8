import io
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from jieting.apps.recordings import spool, timing
from jieting.apps.recordings.sound import (
    Sound,
    Unreadable,
    from_raw,
    from_wav,
    peaks,
    silenced,
    to_wav,
    together,
    with_comment,
)
from tests.apps.recordings import sounds

SECOND = 1_000_000


def test_two_files_become_one_with_the_caller_left():
    made = together(from_wav(sounds.wav(1, 1000)), from_wav(sounds.wav(0.5, 4000)))
    assert made.milliseconds == 1000
    assert [int(np.abs(made.samples[:4000, side]).max()) for side in (0, 1)] == [1000, 4000]
    assert not made.samples[4000:, 1].any()


def test_a_raw_file_has_its_sides_taking_turns():
    made = from_raw(sounds.raw(0.25, 1000, 4000) + b"\1")
    assert made.milliseconds == 250
    assert [int(np.abs(made.samples[:, side]).max()) for side in (0, 1)] == [1000, 4000]


def test_what_is_kept_is_a_wav_that_others_read():
    written = with_comment(to_wav(sounds.tone(0.5, 3000, channels=2)), "王, 投诉")
    with wave.open(io.BytesIO(written)) as read:
        assert (read.getnchannels(), read.getsampwidth(), read.getframerate()) == (2, 2, 8000)
        assert read.getnframes() == 4000
    assert written.startswith(b"RIFF" + (len(written) - 8).to_bytes(4, "little"))
    assert from_wav(written).milliseconds == 500


def test_a_file_without_its_lengths_is_read_to_its_end():
    assert from_wav(sounds.unfinished(2)).milliseconds == 2000


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"RIFF\0\0\0\0WAVEfmt ", b"OggS" * 20, sounds.wav(1)[:30]]
)
def test_what_is_no_sound_is_said_to_be_none(content):
    with pytest.raises(Unreadable):
        from_wav(content)


def test_a_span_is_silent_and_nothing_else():
    quiet = silenced(sounds.tone(3, 2000, channels=2), [(1000, 2000), (-50, 10), (2900, 9999)])
    loud = np.abs(quiet.samples).max(axis=1).reshape(-1, 80).max(axis=1) > 0
    assert not loud[100:200].any()
    assert not loud[290:].any()
    assert not loud[0]
    assert loud[1:100].all()
    assert loud[200:290].all()


def test_peaks_show_who_spoke_when():
    left = together(sounds.tone(1, 16000), sounds.tone(2, 32767))
    caller, agent = peaks(left, points=10)
    assert caller == [124] * 5 + [0] * 5
    assert agent == [255] * 10
    assert peaks(sounds.tone(0, channels=2)) == [[], []]


@given(arrays(np.int16, st.tuples(st.integers(1, 90), st.integers(1, 2))), st.integers(1, 40))
def test_every_peak_is_the_loudest_of_its_stretch(samples, points):
    shown = peaks(Sound(samples), points)
    for side, found in enumerate(shown):
        stretches = np.array_split(samples[:, side].astype(int), min(points, len(samples)))
        assert found == [min(abs(one).max() * 255 // 32767, 255) for one in stretches]


def fact(kind, seconds, **data):
    return kind, seconds * SECOND, data


def test_a_recording_begins_where_its_length_fits():
    told = [fact("recording", 10, file="a"), fact("answered", 40), fact("ended", 100)]
    assert timing.began_at(10 * SECOND, told, 90_000) == 10 * SECOND
    assert timing.began_at(10 * SECOND, told, 60_100) == 40 * SECOND
    assert timing.began_at(10 * SECOND, told[:1], 60_100) == 10 * SECOND


def test_marks_are_what_a_listener_looks_for():
    told = [
        fact("offered", 1), fact("recording", 10, file="a"), fact("answered", 12), fact("held", 20),
        fact("resumed", 30), fact("rated", 39), fact("ended", 40),
    ]  # fmt: skip
    assert timing.marks(10 * SECOND, told, 29_000) == [
        ["answered", 2000],
        ["held", 10_000],
        ["resumed", 20_000],
    ]
    assert timing.marks(10 * SECOND, told, 29_990)[-1] == ["ended", 29_990]


def test_a_pause_is_silent_with_a_margin_and_lasts_where_nobody_ended_it():
    told = [fact("recording_paused", 12), fact("recording_paused", 13)]
    assert timing.pauses(10 * SECOND, told, 60_000) == [(1750, 60_000)]
    told += [fact("recording_resumed", 20), fact("recording_paused", 30)]
    assert timing.pauses(10 * SECOND, told, 60_000) == [(1750, 10_250), (19_750, 60_000)]


def test_every_file_that_was_told_of_counts_once():
    told = [fact("recording", 1, file="a"), fact("recording", 2, file="b"),
            fact("recording", 3, file="a"), fact("recording", 4)]  # fmt: skip
    assert timing.files_told(told) == [("a", SECOND), ("b", 2 * SECOND)]


@pytest.fixture
def folder(tmp_path):
    spool_of_switch = tmp_path / "spool"
    (spool_of_switch / "day").mkdir(parents=True)
    (tmp_path / "secret.wav").write_bytes(sounds.wav(1))
    return spool_of_switch


@pytest.mark.parametrize(
    "name", ["../secret.wav", "/etc/passwd", "day/../../secret.wav", "", ".", "day", "a\0.wav",
             "link.wav", "linked/secret.wav", "gone/a.wav"],
)  # fmt: skip
def test_a_name_never_leads_out_of_the_spool(folder, name):
    (folder / "link.wav").symlink_to(folder.parent / "secret.wav")
    (folder / "linked").symlink_to(folder.parent)
    assert spool.find(folder, name) is None


def test_a_link_put_in_between_is_not_followed(folder):
    (folder / "a.wav").write_bytes(sounds.wav(1))
    found = spool.find(folder, "a.wav")
    (folder / "a.wav").unlink()
    (folder / "a.wav").symlink_to(folder.parent / "secret.wav")
    with pytest.raises(OSError, match=r"a\.wav|symbolic|link"):
        spool.content_of(folder, found)
    spool.remove(folder, found)
    assert (folder.parent / "secret.wav").exists()


def test_the_sides_are_better_than_the_mixture_and_all_go(folder):
    for name in ("day/a.wav", "day/a-caller.wav", "day/a-agent.wav"):
        (folder / name).write_bytes(sounds.wav(1))
    found = spool.find(folder, "day/a.wav")
    assert found.sound == ("day/a-caller.wav", "day/a-agent.wav")
    contents = spool.content_of(folder, found)
    assert spool.sound_of(found, contents).samples.shape == (8000, 2)
    spool.remove(folder, found)
    spool.remove(folder, found)
    assert list((folder / "day").iterdir()) == []


def test_one_side_alone_is_kept_too(folder):
    (folder / "a-caller.wav").write_bytes(sounds.wav(1))
    found = spool.find(folder, "a.wav")
    assert spool.sound_of(found, spool.content_of(folder, found)).samples.shape == (8000, 1)


def test_a_raw_file_is_found_by_the_name_without_its_end(folder):
    (folder / "a.raw").write_bytes(sounds.raw(1, 10, 20))
    found = spool.find(folder, "a")
    assert spool.sound_of(found, spool.content_of(folder, found)).samples.shape == (8000, 2)
