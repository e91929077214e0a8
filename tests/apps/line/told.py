"""Calls as a switch tells them: milestones with their words, as AMI events and as rows of CEL."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from urllib.parse import quote

SYSTEM = "jt1"
CONTRACT = "ningde-12123"
CALLER = "13800010001"
T0 = 1_795_298_744_000_000


def milestone_text(at: int, kind: str, words: dict[str, str]) -> str:
    """The text that the dialplan tells by both ways."""
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in words.items())
    return f"{at // 1_000_000}.{at % 1_000_000:06d},{kind},{quote(query, safe='')}"


def cel_line(event: str, at: int, leg: str, call: str, **words: str) -> bytes:
    """A row of CEL with its columns; ``text`` is that of a milestone."""
    text = words.get("text")
    extra = json.dumps({"extra": text}) if text is not None else words.get("extra", "")
    row = [event, f"{at // 1_000_000}.{at % 1_000_000:06d}", words.get("number", ""), "s", "jt",
           words.get("channel", "PJSIP/trunk-00000001"), words.get("app", ""), "", leg, call, "",
           "", "JT" if text is not None else "", extra]  # fmt: skip
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="").writerow(row)
    return out.getvalue().encode()


def ami_event(at: int, leg: str, call: str, text: str) -> dict[str, str]:
    """The user event of a milestone."""
    return {
        "Event": "UserEvent",
        "UserEvent": "JT",
        "Timestamp": f"{at // 1_000_000}.{at % 1_000_000:06d}",
        "Channel": "PJSIP/trunk-00000001",
        "Uniqueid": leg,
        "Linkedid": call,
        "Text": text,
    }


@dataclass
class ToldCall:
    """One call: each milestone once, to be told by both ways."""

    number: int = 1
    caller: str = CALLER
    contract: str = CONTRACT
    ami: list[dict[str, str]] = field(default_factory=list)
    cel: list[bytes] = field(default_factory=list)
    at: int = 0

    def __post_init__(self) -> None:
        self.at = T0 + self.number * 1_000_000

    @property
    def name(self) -> str:
        """The Linkedid."""
        return f"{SYSTEM}-{(T0 + self.number * 1_000_000) // 1_000_000}.{self.number}"

    def told(self, kind: str, after_s: float = 0.5, leg: str = "", **words: str) -> ToldCall:
        """The next milestone."""
        self.at += int(after_s * 1_000_000)
        text = milestone_text(self.at, kind, words)
        leg = leg or self.name
        self.ami.append(ami_event(self.at + 40, leg, self.name, text))
        self.cel.append(cel_line("JT", self.at + 20, leg, self.name, text=text))
        return self

    def offered(self) -> ToldCall:
        """It arrives."""
        return self.told(
            "offered", contract=self.contract, direction="inbound", caller=self.caller,
            number="12123",
        )  # fmt: skip

    def answered(self, agent: str = "王芳", queue: str = "hotline") -> ToldCall:
        """It is queued and answered."""
        self.told("queued", queue=queue)
        return self.told_answer(agent, queue)

    def told_answer(self, agent: str, queue: str) -> ToldCall:
        """An agent takes it out of the queue."""
        leg = f"{self.name}9"
        self.at += 3_000_000
        text = milestone_text(self.at, "answered", {"agent": agent, "queue": queue, "leg": leg})
        self.ami.append(ami_event(self.at + 40, leg, self.name, text))
        self.cel.append(cel_line("JT", self.at + 20, leg, self.name, text=text))
        return self

    def ended(self, after_s: float = 5, by: str = "caller") -> ToldCall:
        """The caller is gone."""
        return self.told("ended", after_s, stage="x", by=by)
