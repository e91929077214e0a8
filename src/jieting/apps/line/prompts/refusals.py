"""Why a sound is not taken, in words that say what to do with it."""

from __future__ import annotations

from jieting.domain.errors import Finding, Place
from jieting.domain.said import Said, say


def _sound(code: str, what: Said, why: Said, remedy: Said) -> Finding:
    return Finding(code, what, why, remedy, Place(column="sound"))


def too_large(megabytes: int) -> Finding:
    """A file beyond every prompt."""
    return _sound(
        "sound_too_large",
        say("The file is larger than {limit} MB.", limit=megabytes),
        say("A prompt is a few seconds long; this is some other recording."),
        say("Cut it, or save it in telephone quality: 8000 Hz, 16 bit, mono."),
    )


def not_wave() -> Finding:
    """No WAV file at all, or a broken one."""
    return _sound(
        "not_wave",
        say("The file is no WAV file that can be read."),
        say("Other kinds, such as MP3 or M4A, are not taken, whatever their name says."),
        say("Save the recording as WAV (PCM, 16 bit) and upload that."),
    )


def not_pcm() -> Finding:
    """A WAV file whose sound is packed."""
    return _sound(
        "not_pcm",
        say("The WAV file is not plain PCM."),
        say("Its sound is packed in a way that is not read here."),
        say("Save the recording as WAV (PCM, 16 bit) and upload that."),
    )


def unfit_rate(rate: int) -> Finding:
    """A sampling rate that no recording of a voice has."""
    return _sound(
        "unfit_rate",
        say("The recording has {rate} samples a second.", rate=rate),
        say("8000 to 192000 are taken; a telephone needs 8000."),
        say("Save it with 8000, 16000 or 44100 Hz."),
    )


def unfit_channels(channels: int) -> Finding:
    """More channels than two."""
    return _sound(
        "unfit_channels",
        say("The recording has {count} channels.", count=channels),
        say("One or two are taken; a telephone plays one."),
        say("Save it in mono."),
    )


def unfit_length(seconds: str) -> Finding:
    """Nothing to hear, or more than anybody waits for."""
    return _sound(
        "unfit_length",
        say("The recording is {seconds} s long.", seconds=seconds),
        say("A prompt has between 0.2 and 300 seconds."),
        say("Check that it is the right file."),
    )


def silent() -> Finding:
    """A recording in which nothing is heard."""
    return _sound(
        "silent",
        say("The recording is silent."),
        say("Callers would hear nothing."),
        say("Check the microphone and record it again."),
    )


def unknown_prompt(name: str) -> Finding:
    """A name that the plan does not have."""
    return Finding(
        "unknown_prompt",
        say("The plan has no prompt {name}.", name=name),
        say("Nobody would ever hear it."),
        say("Add it to the plan first, with its text."),
        Place(column="name"),
    )


def no_text(name: str) -> Finding:
    """A prompt that has no words to speak."""
    return Finding(
        "prompt_without_text",
        say("The prompt {name} has no text.", name=name),
        say("A machine can speak only what is written."),
        say("Write the text in the plan, or upload a recording."),
        Place(column=name),
    )


def not_spoken(words: str) -> Finding:
    """The program was there and did not speak."""
    return Finding(
        "not_spoken",
        say("espeak-ng did not speak the text: {words}.", words=words or "-"),
        say("There is no sound for the prompt."),
        say("Check the text and the installation of espeak-ng, or upload a recording."),
    )


def nothing_to_speak() -> Finding:
    """Everything that has a text says it already."""
    return Finding(
        "nothing_to_speak",
        say("There is nothing to be spoken."),
        say("Every prompt with a text has a sound that says it."),
        say("Open the list of prompts again."),
    )
