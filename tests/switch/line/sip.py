"""What callers and telephones do, step by step, as a scenario that SIPp plays.

A ``Caller`` comes in by a trunk, a ``Telephone`` is rung by the switch; each step returns its
party, so that they read in a row. Keys are RFC 4733 events of one packet: SIPp's own way of
sending them needs root, so they go out as a stream of one block that SIPp takes for iLBC.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Self

KEYS = "0123456789*#"
EVENT = 101
"""The payload type of telephone events in every offer and answer here."""
_EVENT_MS = 100
_BREATH_MS = 200
_KEY_S = 0.2
_BLOCK = 50
_ALAW_PEAK = 4000
_RATE = 8000

_LAST = """[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
"""


def write_sounds(folder: Path) -> None:
    """The files that scenarios play: a block for each key and a second of a tone in A-law."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(len(KEYS)):
        event = bytes([number, 0x80 | 10]) + (_EVENT_MS * _RATE // 1000).to_bytes(2, "big")
        (folder / f"key-{number}").write_bytes(event.ljust(_BLOCK, b"\0"))
    for name, hertz in (("caller", 400), ("agent", 700)):
        wave = (math.sin(2 * math.pi * hertz * n / _RATE) for n in range(_RATE))
        sound = bytes(_alaw(round(_ALAW_PEAK * value)) for value in wave)
        (folder / name).write_bytes(sound)
        (folder / f"{name}-breath").write_bytes(sound[: _RATE * _BREATH_MS // 1000])


def _alaw(sample: int) -> int:
    """A sample of 16 bits as G.711 A-law."""
    sign = 0x80 if sample >= 0 else 0
    size = min((abs(sample) - (sample < 0)) >> 3, 0xFFF)
    if size < 0x20:
        code = size >> 1
    else:
        part = size.bit_length() - 5
        code = (part << 4) | ((size >> part) & 0xF)
    return (code | sign) ^ 0x55


class Party:
    """One side of a call: the steps so far, and what its next request must say.

    Who is ``quiet`` makes no sound but a short one at the beginning: without any, the switch would
    not know yet whose keys it hears. That is for many calls on a small machine.
    """

    voice = ""
    _from = ""
    _to = ""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._parts: list[str] = []
        self._has_pressed = False
        self._requests = 0
        self._descriptions = 0

    def scenario(self, sounds: Path) -> str:
        """The steps as SIPp reads them; ``sounds`` is where ``write_sounds`` wrote."""
        steps = "\n".join(self._parts).replace("{sounds}", str(sounds))
        return (
            f'<?xml version="1.0"?>\n<scenario name="{type(self).__name__}">\n{steps}\n</scenario>'
        )

    def wait(self, seconds: float, most: float | None = None) -> Self:
        """Do nothing for so long, or for a time between the two; a party speaks meanwhile."""
        if self._has_pressed and not self._quiet and seconds > _KEY_S:
            self._pause(_KEY_S)._speak()
            seconds -= _KEY_S
        self._has_pressed = False
        return self._pause(seconds, most)

    def press(self, *keys: str) -> Self:
        """Press keys one after the other."""
        for place, key in enumerate(keys):
            if place:
                self._pause(_KEY_S)
            self._play(f"{{sounds}}/key-{KEYS.index(key)},1,{EVENT},iLBC/8000")
        self._has_pressed = True
        return self

    def hang_up(self) -> Self:
        """End the call."""
        return self._request("BYE")._step('<recv response="200"/>')

    def until_bye(self) -> Self:
        """Stay until the other side ends the call."""
        return self._step('<recv request="BYE"/>')._answer("200 OK")

    def _pause(self, seconds: float, most: float | None = None) -> Self:
        least = round(seconds * 1000)
        if most is None:
            return self._step(f'<pause milliseconds="{least}"/>')
        between = f'min="{least}" max="{round(most * 1000)}"'
        return self._step(f'<pause distribution="uniform" {between}/>')

    def _speak(self) -> Self:
        """Make sound from here on."""
        sound, times = (f"{self.voice}-breath", 1) if self._quiet else (self.voice, -1)
        return self._play(f"{{sounds}}/{sound},{times},8,PCMA/8000")

    def _step(self, part: str) -> Self:
        self._parts.append(part)
        return self

    def _play(self, stream: str) -> Self:
        return self._step(f'<nop><action><exec rtp_stream="{stream}"/></action></nop>')

    def _send(self, message: str, *, again: bool = False) -> Self:
        retrans = ' retrans="500"' if again else ""
        return self._step(f"<send{retrans}><![CDATA[\n{message}\n]]></send>")

    def _request(self, method: str, more: str = "", body: str = "", *, target: str = "") -> Self:
        # An ACK belongs to the request before it.
        self._requests += method != "ACK"
        head = f"""{method} {target or "[next_url]"} SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
{self._from}
{self._to}
Call-ID: [call_id]
CSeq: {self._requests} {method}
Contact: <sip:party@[local_ip]:[local_port]>
Max-Forwards: 70
{more}"""
        return self._send(head + (body or "Content-Length: 0\n"), again=method != "ACK")

    def _answer(self, status: str, head: str = _LAST, body: str = "") -> Self:
        contact = "Contact: <sip:party@[local_ip]:[local_port]>\n"
        text = f"SIP/2.0 {status}\n{head}{contact}{body or 'Content-Length: 0'}\n"
        return self._send(text, again=bool(body))

    def _description(self, way: str = "sendrecv") -> str:
        self._descriptions += 1
        return f"""Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 {self._descriptions} IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [rtpstream_audio_port] RTP/AVP 8 {EVENT}
a=rtpmap:8 PCMA/8000
a=rtpmap:{EVENT} telephone-event/8000
a=fmtp:{EVENT} 0-15
a={way}"""


class Caller(Party):
    """Somebody who calls a number; ``number`` is whose it is, with SIPp's words where many call."""

    voice = "caller"

    def __init__(self, number: str, *, quiet: bool = False) -> None:
        super().__init__(quiet=quiet)
        self.number = number
        self._from = f"From: <sip:{number}@[local_ip]:[local_port]>;tag=[pid]caller[call_number]"

    def dial(self, called: str) -> Self:
        """Call a number and be answered."""
        self._invite(called)._step('<recv response="200" rrs="true"/>')
        return self._request("ACK")._speak()

    def dial_in_vain(self, called: str, code: int) -> Self:
        """Call a number and be refused with this code."""
        self._invite(called)._step(f'<recv response="{code}"/>')
        return self._request("ACK", target=f"sip:{called}@[remote_ip]:[remote_port]")

    def _invite(self, called: str) -> Self:
        target = f"sip:{called}@[remote_ip]:[remote_port]"
        self._to = f"To: <{target}>[peer_tag_param]"
        self._request("INVITE", body=self._description(), target=target)
        for code in (100, 180, 183):
            self._step(f'<recv response="{code}" optional="true"/>')
        return self


class Telephone(Party):
    """Somebody whom the switch rings; it plays its steps for every call that comes."""

    voice = "agent"
    _from = "From: [$me];tag=[pid]phone[call_number]"
    _to = "To: [$peer]"
    _ringing = """[last_Via:]
[last_From:]
[last_To:];tag=[pid]phone[call_number]
[last_Call-ID:]
CSeq: [$invited]
"""

    def __init__(self, *, quiet: bool = False) -> None:
        super().__init__(quiet=quiet)
        kept = "\n".join(
            f'<ereg regexp="[^ ].*" search_in="hdr" header="{header}:" assign_to="{name}"/>'
            for header, name in (("From", "peer"), ("To", "me"), ("CSeq", "invited"))
        )
        self._step(f'<recv request="INVITE" rrs="true"><action>{kept}</action></recv>')
        self._step('<Reference variables="peer,me,invited"/>')
        self._answer("180 Ringing", self._ringing)

    def answer(self, after: float = 0.5) -> Self:
        """Take the call after some ringing, and speak."""
        self.wait(after)._answer("200 OK", self._ringing, self._description())
        return self._step('<recv request="ACK"/>')._speak()

    def never_answer(self) -> Self:
        """Let it ring until the switch gives up."""
        self._step('<recv request="CANCEL"/>')._answer("200 OK")
        self._answer("487 Request Terminated", self._ringing)
        return self._step('<recv request="ACK"/>')

    def decline(self) -> Self:
        """Refuse the call."""
        return self._answer("486 Busy Here", self._ringing)._step('<recv request="ACK"/>')

    def hold(self) -> Self:
        """Put the caller on hold."""
        return self._again("sendonly")

    def resume(self) -> Self:
        """Take the caller back."""
        return self._again("sendrecv")

    def transfer(self, to: str) -> Self:
        """Hand the caller on without asking, and be gone."""
        self._request("REFER", f"Refer-To: <sip:{to}@[remote_ip]:[remote_port]>\n")
        return self._step('<recv response="202"/>').until_bye()

    def _again(self, way: str) -> Self:
        self._request("INVITE", body=self._description(way))
        self._step('<recv response="100" optional="true"/>')
        return self._step('<recv response="200"/>')._request("ACK")
