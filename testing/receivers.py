"""What alerts are sent to, on the loopback interface: an HTTP receiver and a mail server."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class HttpReceiver:
    """Keeps what is posted; answers with ``statuses`` one after the other, then with 200."""

    port: int = 0
    statuses: list[int] = field(default_factory=list)
    location: str = ""
    """Of a redirect."""
    received: list[Received] = field(default_factory=list)

    def url(self, path: str = "/hook") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def http_receiver() -> Iterator[HttpReceiver]:
    receiver = HttpReceiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.received.append(Received(self.path, dict(self.headers), body))
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.port = server.server_port
        with _served(server):
            yield receiver


@dataclass
class MailServer:
    """Speaks as much SMTP (RFC 5321, 3207, 4954) as a client of ours asks of it."""

    port: int = 0
    certificate: Path | None = None
    """With its key; offers STARTTLS where there is one."""
    implicit_tls: bool = False
    replies: dict[str, str] = field(default_factory=dict)
    """Instead of the usual ones, by command."""
    commands: list[str] = field(default_factory=list)
    """As they came, and "(encrypted)" where TLS began."""
    mails: list[bytes] = field(default_factory=list)


@contextmanager
def mail_server(
    certificate: Path | None = None, *, implicit_tls: bool = False
) -> Iterator[MailServer]:
    state = MailServer(certificate=certificate, implicit_tls=implicit_tls)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                _Conversation(self.request, state).run()
            except OSError:
                """The client went away, as one does that does not trust the certificate."""

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        state.port = server.server_address[1]
        with _served(server):
            yield state


_USUAL = {
    "STARTTLS": "220 go on",
    "AUTH": "235 welcome",
    "DATA": "354 go on",
    "QUIT": "221 bye",
}


class _Conversation:
    def __init__(self, connection: Any, server: MailServer) -> None:
        self._server = server
        self._connection = connection
        self._encrypted = False
        if server.implicit_tls:
            self._encrypt()
        self._lines = self._connection.makefile("rb")

    def run(self) -> None:
        self._say("220 farol.test")
        while line := self._lines.readline():
            command = line.decode().strip()
            self._server.commands.append(command)
            word = command.split()[0].upper()
            self._say(self._server.replies.get(word) or self._usual(word))
            if word == "STARTTLS":
                self._encrypt()
                self._lines = self._connection.makefile("rb")
            elif word == "DATA":
                self._server.mails.append(self._data())
                self._say("250 kept")
            elif word == "QUIT":
                return

    def _usual(self, word: str) -> str:
        if word == "EHLO":
            offers = ["AUTH PLAIN"]
            if self._server.certificate and not self._encrypted:
                offers.append("STARTTLS")
            return "\r\n".join(["250-farol.test", *(f"250-{o}" for o in offers), "250 8BITMIME"])
        return _USUAL.get(word, "250 fine")

    def _data(self) -> bytes:
        lines = iter(self._lines.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") if line[:2] == b".." else line for line in lines)

    def _encrypt(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if self._server.certificate is not None:
            context.load_cert_chain(self._server.certificate)
        self._connection = context.wrap_socket(self._connection, server_side=True)
        self._encrypted = True
        self._server.commands.append("(encrypted)")

    def _say(self, reply: str) -> None:
        self._connection.sendall(reply.encode() + b"\r\n")


@contextmanager
def _served(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
