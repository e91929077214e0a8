"""The reference page of rights, made from the table by which every door decides.

``python -m jieting.apps.accounts.rights_page > docs/reference/rights.md`` makes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jieting.apps.accounts.roles import (
    PURCHASER_ROLES,
    RIGHTS,
    SUPPLIER_ROLES,
    Office,
    Right,
    Role,
)
from jieting.apps.accounts.words import RIGHT_WORDS, ROLE_WORDS

_INTRODUCTION = """\
# Rights

This page is made by `python -m jieting.apps.accounts.rights_page` from the table by which every
door decides. A right counts in the contract in which the role is held, and nowhere else; a contract
in which a person has no role does not exist for them. Administrators have no role in any contract.
"""


def rights_page() -> str:
    """The whole page, in Markdown."""
    supplier = [role for role in Role if role in SUPPLIER_ROLES]
    purchaser = [role for role in Role if role in PURCHASER_ROLES]
    parts = [
        _INTRODUCTION,
        *_table("The supplier's people", supplier),
        *_table("The purchaser's people", purchaser),
        *_table("Administrators", list(Office)),
    ]
    return "\n".join(parts)


def _table(title: str, who: Sequence[Role | Office]) -> Iterator[str]:
    rights = [right for right in Right if RIGHTS[right] & frozenset(who)]
    yield f"## {title}\n"
    yield "| right | " + " | ".join(f"{ROLE_WORDS[one]} (`{one}`)" for one in who) + " |"
    yield "|---" * (len(who) + 1) + "|"
    for right in rights:
        marks = " | ".join("yes" if one in RIGHTS[right] else "" for one in who)
        yield f"| {RIGHT_WORDS[right]} (`{right}`) | {marks} |"
    yield ""


if __name__ == "__main__":
    print(rights_page(), end="")  # noqa: T201 - what the page is made of
