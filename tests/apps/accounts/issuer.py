"""A small company sign-in (OIDC) on 127.0.0.1, for tests: it lets in whom it is told to."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import jwt

CLIENT = "jieting"
KEY = "a key that is long enough for a digest of sha256"


class Issuer:
    """Its address, and the claims of the account that signs in there next."""

    def __init__(self) -> None:
        self.claims: dict[str, object] = {"sub": "1"}
        self.asked: list[dict[str, list[str]]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, path: str) -> dict[str, object]:
        if path == "/token":
            claims = {"iss": self.url, "aud": CLIENT, "iat": 1, "exp": 2_000_000_000}
            token = jwt.encode({**claims, **self.claims}, KEY, "HS256")
            return {"access_token": "a", "token_type": "Bearer", "id_token": token}
        if path == "/userinfo":
            return self.claims
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer()

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                issuer.asked.append(parse_qs(self.rfile.read(length).decode()))
                self._answer()

            def _answer(self) -> None:
                body = json.dumps(issuer.answer(self.path.split("?")[0])).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Keep the tests' output clean."""

        return Handler
