"""A file server on loopback that can fail: for what is read over the network."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

#: What becomes of one request: "serve", "reset", "hang", "close" (without a word), "half" (of the bytes), or the
#: number of a status.
Answer = str | int


@dataclass
class FlakyServer:
    """Serves one folder, with ranges. `failing` says what becomes of a request, by its number from 0."""

    folder: Path
    failing: Callable[[int, str], Answer] = lambda number, method: "serve"
    #: Seconds for which a request that hangs gets no byte.
    patience: float = 20.0
    requests: list[tuple[str, Answer]] = field(default_factory=list)
    port: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _over: threading.Event = field(default_factory=threading.Event)

    def name(self, file: str) -> str:
        return f"/vsicurl/http://127.0.0.1:{self.port}/{file}"

    def decide(self, method: str) -> Answer:
        with self._lock:
            answer = self.failing(len(self.requests), method)
            self.requests.append((method, answer))
            return answer

    @contextlib.contextmanager
    def serving(self) -> Iterator[FlakyServer]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"flaky": self}))
        server.daemon_threads = True
        self.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._over.set()
            server.shutdown()
            server.server_close()
            thread.join()

    def wait(self) -> None:
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline and not self._over.wait(0.05):
            pass


class _Handler(BaseHTTPRequestHandler):
    flaky: FlakyServer
    protocol_version = "HTTP/1.1"
    part = 1.0

    def do_GET(self) -> None:
        self.answer("GET")

    def do_HEAD(self) -> None:
        self.answer("HEAD")

    def answer(self, method: str) -> None:
        answer = self.flaky.decide(method)
        if answer == "hang":
            self.flaky.wait()
        if answer == "reset":
            # To wait no time for what is not sent yet is to reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        if answer in ("hang", "reset", "close"):
            self.close_connection = True
            return
        path = self.flaky.folder / self.path.lstrip("/")
        if answer in ("serve", "half") and not path.is_file():
            answer = 404
        if isinstance(answer, int):
            self.finish_with(answer, b"", {})
            return
        data = path.read_bytes()
        self.part = 0.5 if answer == "half" else 1.0
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not wanted:
            self.finish_with(200, data, {})
            return
        first, last = int(wanted[1]), min(int(wanted[2] or len(data)), len(data) - 1)
        part = data[first : last + 1]
        self.finish_with(206, part, {"Content-Range": f"bytes {first}-{last}/{len(data)}"})

    def finish_with(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Accept-Ranges": "bytes", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[: int(len(body) * self.part)])
            self.close_connection = self.part < 1

    def log_message(self, format: str, *arguments: object) -> None:
        pass
