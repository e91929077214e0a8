"""What an agent is called in the state of a switch, which serves several lines."""

from __future__ import annotations


def agent_key(contract_id: str, name: str) -> str:
    """The agent of a line: two lines may each have an agent of one name."""
    return f"{contract_id}/{name}"
