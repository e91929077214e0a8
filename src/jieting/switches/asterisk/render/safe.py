"""What may stand in a switch's file: names and addresses are checked, free text never gets in."""

from __future__ import annotations

import re
from urllib.parse import quote

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_EXTENSION = re.compile(r"[0-9]{2,20}")
_NUMBER = re.compile(r"\+?[0-9]{2,20}")
_HOST = re.compile(r"[A-Za-z0-9:][A-Za-z0-9.:-]{0,252}(/[0-9]{1,3})?")
_USER = re.compile(r"[A-Za-z0-9._+@-]{1,64}")
_CONTACT = re.compile(
    r"sips?:[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.:\[\]-]{1,253}(;transport=[a-z]{2,4})?"
)
_PATH = re.compile(r"/[A-Za-z0-9._/+-]*")
_KEY = re.compile(r"[0-9*#]")
_SYSTEM = re.compile(r"[A-Za-z0-9_]{1,20}")


class Unsafe(ValueError):
    """A text that a switch's file cannot bear: ``what`` it was meant to be, and the text."""

    def __init__(self, what: str, text: str) -> None:
        super().__init__(f"{text!r} cannot be {what} in a switch's file")
        self.what = what
        self.text = text


def name(text: str) -> str:
    """A name of a plan: small letters, digits, - and _."""
    return _matching(_NAME, "a name", text)


def extension(text: str) -> str:
    """The extension of a telephone: digits."""
    return _matching(_EXTENSION, "an extension", text)


def number(text: str) -> str:
    """A called or shown number: digits, + before them or not."""
    return _matching(_NUMBER, "a number", text)


def host(text: str) -> str:
    """The address of a machine, or a network of them."""
    return _matching(_HOST, "an address", text)


def user(text: str) -> str:
    """The user that a carrier gave."""
    return _matching(_USER, "a user", text)


def contact(text: str) -> str:
    """The fixed address of a telephone, as it stands in the file: its semicolon is escaped."""
    return _matching(_CONTACT, "a telephone's address", text).replace(";", r"\;")


def path(text: str) -> str:
    """A folder or file: no space, comma or other sign that the switch reads as its own."""
    return _matching(_PATH, "a path", text)


def key(text: str) -> str:
    """A key of a telephone."""
    return _matching(_KEY, "a key", text)


def system(text: str) -> str:
    """The name of a switch; a hyphen would end it in the ids of calls."""
    return _matching(_SYSTEM, "a switch's name", text)


def secret(text: str) -> str:
    """A password as the value of a line: semicolons escaped; no line's end, no blank at an end."""
    if text != text.strip() or not text.isprintable() or text.startswith((">", "=")):
        raise Unsafe("a password", "*" * len(text))
    return text.replace(";", r"\;")


def encoded(text: str) -> str:
    """Free text as a word of a milestone: URI-encoded, so that nothing in it is the switch's."""
    return quote(text, safe="")


def whole(text: str) -> str:
    """A rendered file. Errors: Unsafe where a sign got in that no line of it can have."""
    for line in text.split("\n"):
        if not line.isprintable():
            raise Unsafe("a line", line)
    return text


def _matching(pattern: re.Pattern[str], what: str, text: str) -> str:
    if pattern.fullmatch(text) is None:
        raise Unsafe(what, text)
    return text
