"""The authenticator app of a phone: RFC 6238 with its usual six digits and thirty seconds."""

from __future__ import annotations

import base64
import hmac
import time

STEP_S = 30


def code(secret: str, steps: int = 0) -> str:
    """The code that the app shows now, or as many steps later."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = int(time.time()) // STEP_S + steps
    digest = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def wrong(secret: str) -> str:
    """A code that the app shows at no time near to now."""
    near = {code(secret, steps) for steps in range(-3, 4)}
    return next(
        text for text in ("000000", *(f"{n}" * 6 for n in range(1, 10))) if text not in near
    )
