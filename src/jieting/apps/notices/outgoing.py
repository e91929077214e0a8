"""A POST to an address that a user typed, which must not become a way into the own network."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

TIMEOUT_S = 10
WHOLE_S = 20
"""However slowly a receiver answers, it has no more than this."""


class NotReached(Exception):
    """The receiver was not reached, or must not be; the text says why."""


def post(url: str, body: bytes, headers: Mapping[str, str], *, private: bool = False) -> int:
    """Send ``body`` and return the status of the answer, whose content is not read.

    Redirects are not followed. The name is looked up once, every address that it has is judged,
    and the connection goes to the one that was judged. Errors: NotReached.
    """
    parts = urlsplit(url)
    connection = _Judged(parts, private)
    end = threading.Timer(WHOLE_S, connection.cut)
    end.daemon = True
    end.start()
    try:
        connection.request("POST", _target(parts), body, dict(headers))
        return connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotReached(f"{type(error).__name__}: {error}"[:200]) from error
    finally:
        end.cancel()
        connection.close()


def against(url: str, *, private: bool = False) -> str:
    """What speaks against an address as it is written: ``form``, ``scheme``, ``host``, or nothing.

    A number in the address is judged here; a name only when it is called.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "form"
    if not host or parts.username or parts.password or parts.fragment or not url.isascii():
        return "form"
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        return "scheme"
    if private:
        return ""
    try:
        is_bad = not _is_public(host)
    except ValueError:
        is_bad = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    return "host" if is_bad else ""


class _Judged(http.client.HTTPConnection):
    """A connection to an address that was judged after it was looked up."""

    def __init__(self, parts: SplitResult, private: bool) -> None:
        self._tls = parts.scheme == "https"
        port = parts.port or (443 if self._tls else 80)
        super().__init__(parts.hostname or "", port, timeout=TIMEOUT_S)
        self._private = private

    def connect(self) -> None:
        """Look up, judge, connect, and speak TLS to the name."""
        plain = socket.create_connection((self._address(), self.port), self.timeout)
        self.sock = plain
        if self._tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """End it, whatever it waits for."""
        if self.sock is not None:
            self.sock.shutdown(socket.SHUT_RDWR)

    def _address(self) -> str:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = [str(one[4][0]) for one in found]
        if not self._private and not all(map(_is_public, addresses)):
            raise NotReached("the address lies in a private network")
        return addresses[0]


def _is_public(address: str) -> bool:
    """Whether a number is one of the open internet. Errors: ValueError for a name."""
    found = ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        found = mapped
    return found.is_global and not found.is_multicast


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
