"""A client of the Asterisk Manager Interface: sign in, hear events, send actions.

It is our own because the libraries for it have had no release for years, or bring a framework
with them (docs/adr/0012); the protocol is lines of ``Name: value`` and an empty line.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

BANNER = b"Asterisk Call Manager/"
BARE = ""
"""The name under which lines without a name are kept, joined by commas."""
HEARD = (
    "UserEvent",
    "Newchannel",
    "Hold",
    "Unhold",
    "AgentCalled",
    "AgentConnect",
    "AgentComplete",
    "AgentRingNoAnswer",
    "DialEnd",
    "AttendedTransfer",
    "BridgeEnter",
    "QueueCallerJoin",
    "QueueCallerLeave",
    "QueueMemberAdded",
    "QueueMemberRemoved",
    "QueueMemberPause",
    "QueueMemberStatus",
    "FullyBooted",
    "Shutdown",
)
"""The events that are asked for; the others are most of what a busy switch says."""
MASK = "system,call,agent,user"
CONNECT_S = 5.0
ANSWER_S = 5.0
PING_S = 10.0
_MOST_BYTES = 1 << 20

Message = Mapping[str, str]
Hear = Callable[[Message], None]


class AmiError(Exception):
    """The switch cannot be reached, is none, or refused."""


def parse(raw: bytes) -> dict[str, str]:
    """A message's words; of a name that is told twice the first counts."""
    words: dict[str, str] = {}
    bare: list[str] = []
    for line in raw.decode("utf-8", "replace").split("\r\n"):
        name, colon, value = line.partition(":")
        if colon and name and " " not in name:
            words.setdefault(name, value.removeprefix(" "))
        elif line:
            bare.append(line)
    if bare:
        words[BARE] = ",".join(bare)
    return words


def action(name: str, number: str, words: Mapping[str, str | list[str]]) -> bytes:
    """An action as it goes over the wire. Errors: ValueError for a word with a line's end."""
    lines = [f"Action: {name}", f"ActionID: {number}"]
    for word, value in words.items():
        lines += [f"{word}: {one}" for one in ([value] if isinstance(value, str) else value)]
    if any("\r" in line or "\n" in line or "\x00" in line for line in lines):
        raise ValueError(f"a word of {name} holds the end of a line")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass(slots=True)
class _Asked:
    """An action that waits: for its response, and for the end of its list where it has one."""

    done: asyncio.Future[dict[str, str]]
    listing: bool
    response: dict[str, str] | None = None
    items: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Ami:
    """One connection; ``hear`` gets every event, in order, and must not wait."""

    host: str
    port: int
    hear: Hear
    version: str = ""
    told_at: float = 0.0
    """When the switch last said anything, by the machine's clock; a ping is answered too."""
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None
    _asked: dict[str, _Asked] = field(default_factory=dict)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def connect(self) -> None:
        """Reach the switch and see that it is one. Errors: AmiError."""
        try:
            async with asyncio.timeout(CONNECT_S):
                self._reader, self._writer = await asyncio.open_connection(
                    self.host, self.port, limit=_MOST_BYTES
                )
                banner = await self._reader.readline()
        except (OSError, TimeoutError, ValueError) as error:
            await self.close()
            raise AmiError(f"nobody answers at {self.host}:{self.port}: {error}") from error
        if not banner.startswith(BANNER):
            await self.close()
            raise AmiError(f"{self.host}:{self.port} is no manager interface")
        self.version = banner[len(BANNER) :].decode("ascii", "replace").strip()

    async def sign_in(self, user: str, secret: str) -> None:
        """Sign in, and ask for the events in HEARD alone; ``run`` must be running.

        Errors: AmiError where the switch refuses.
        """
        # Only who asks for events when signing in is told since when the switch runs.
        await self.send("Login", Username=user, Secret=secret, Events=MASK)
        await self.send("Filter", Operation="Add", Filter=f"Event: ({'|'.join(HEARD)})")

    async def run(self) -> None:
        """Read until the connection ends; it ends too where nobody answers a ping.

        Errors: AmiError with the reason, always: a connection is not meant to end.
        """
        ping = asyncio.create_task(self._keep_alive(), name="ami ping")
        try:
            await self._read()
        finally:
            ping.cancel()
            for asked in self._asked.values():
                if not asked.done.done():
                    asked.done.set_exception(AmiError("the connection ended"))
            self._asked.clear()
            await self.close()

    async def send(self, name: str, /, **words: str | list[str]) -> dict[str, str]:
        """Do an action; what the switch answers. Errors: AmiError where it refuses or is silent."""
        response, _ = await self._ask(name, words, listing=False)
        return response

    async def ask_list(self, name: str, /, **words: str) -> list[dict[str, str]]:
        """Do an action that answers with a list of events. Errors: AmiError."""
        _, items = await self._ask(name, words, listing=True)
        return items

    async def close(self) -> None:
        """Let go of the connection."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(1):
                    await writer.wait_closed()

    async def _ask(
        self, name: str, words: Mapping[str, str | list[str]], *, listing: bool
    ) -> tuple[dict[str, str], list[dict[str, str]]]:
        if self._writer is None:
            raise AmiError("there is no connection")
        number = f"jt{next(self._numbers)}"
        asked = _Asked(asyncio.get_running_loop().create_future(), listing)
        self._asked[number] = asked
        try:
            self._writer.write(action(name, number, words))
            async with asyncio.timeout(ANSWER_S):
                await self._writer.drain()
                response = await asked.done
        except (OSError, TimeoutError) as error:
            raise AmiError(f"{name}: no answer") from error
        finally:
            self._asked.pop(number, None)
        if response.get("Response") not in ("Success", "Goodbye"):
            raise AmiError(response.get("Message") or f"{name} was refused")
        return response, asked.items

    async def _read(self) -> None:
        reader = self._reader
        if reader is None:
            raise AmiError("there is no connection")
        while True:
            try:
                raw = await reader.readuntil(b"\r\n\r\n")
            except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
                raise AmiError(f"the connection ended: {type(error).__name__}") from error
            self._take(parse(raw))

    def _take(self, message: dict[str, str]) -> None:
        self.told_at = time.time()
        asked = self._asked.get(message.get("ActionID", ""))
        if asked is None:
            if "Event" in message:
                self.hear(message)
            return
        if "Response" in message:
            asked.response = message
            if not asked.listing or message["Response"] != "Success":
                _settle(asked)
        elif message.get("EventList") == "Complete":
            _settle(asked)
        elif asked.listing:
            asked.items.append(message)
        else:
            self.hear(message)

    async def _keep_alive(self) -> None:
        """Ping; a switch that does not answer is as good as gone, so the connection is cut."""
        while True:
            await asyncio.sleep(PING_S)
            try:
                await self.send("Ping")
            except AmiError:
                if self._writer is not None:
                    self._writer.transport.abort()
                return


def _settle(asked: _Asked) -> None:
    if not asked.done.done():
        asked.done.set_result(asked.response or {})
