"""The guard of the audit log: no caller's number, no identity number, nothing that cannot be kept.

The log is kept for years and is read by one who may see no business data. Actions give it ids and
counts; what a person typed into a reason passes here first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jieting.domain.calls.masking import mask_number

_EDGE_BEFORE, _EDGE_AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_PERSONAL = re.compile(
    _EDGE_BEFORE
    + r"(?:\d{17}[0-9Xx]"  # an identity card
    + r"|(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"  # a mobile number, as people write it
    + r"|0\d{2,3}[- ]?\d{7,8})"  # a number with its area code
    + _EDGE_AFTER
)
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
LONGEST_TEXT = 2000


def guarded(text: str, longest: int = LONGEST_TEXT) -> str:
    """Text as the log may keep it: personal numbers masked, cut to ``longest``, storable.

    Edge: a digest or a longer run of digits is no number of a person and stays whole.
    """
    storable = _UNKEEPABLE.sub("\ufffd", text)
    masked = _PERSONAL.sub(lambda found: mask_number(found.group()), storable)
    return masked if len(masked) <= longest else masked[: longest - 1] + "…"


def guarded_value(value: Any) -> Any:
    """A value of an entry's detail with every text in it guarded, also in lists and tables."""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return guarded(str(value)) if _PERSONAL.fullmatch(str(value)) else int(value)
    if isinstance(value, Mapping):
        return {guarded(str(name)): guarded_value(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [guarded_value(part) for part in value]
    return value
