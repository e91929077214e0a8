from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer


class Receiver:
    """A party's own system: keeps what came, answers with ``status``."""

    def __init__(self) -> None:
        self.status = 200
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.url = ""


@contextmanager
def receiver():
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.came.append((dict(self.headers), body))
            self.send_response(kept.status)
            self.send_header("Location", f"{kept.url}elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
