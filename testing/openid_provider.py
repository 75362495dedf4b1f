"""A real, certified OpenID Connect provider, and somebody who fills in its pages."""

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin

import httpx

from testing.servers import ServerMissing, free_port

PACKAGE = Path(__file__).parent / "openid"
_START_SECONDS = 30
_STOP_SECONDS = 10
_MOST_STEPS = 20


@dataclass
class OpenIdServer:
    """npm's oidc-provider; ``accounts`` are claims by login, and any password will do."""

    redirect_uris: Sequence[str]
    accounts: Mapping[str, Mapping[str, Any]]
    client: Mapping[str, Any] = field(default_factory=dict)
    """What differs from a confidential client with ``client_id`` and ``secret``."""
    in_id_token: bool = False
    """Whether the ID token has the claims, and not userinfo alone."""
    client_id: str = "farol"
    secret: str = "a secret of the tests"  # noqa: S105 - it is
    host: str = "127.0.0.1"
    """What it calls itself; it listens on the loopback."""
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def issuer(self) -> str:
        return f"http://{self.host}:{self.port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self, *, kid: str = "first") -> None:
        """Also after ``stop``, on the same port: with a fresh key of that id, and nobody known."""
        node = shutil.which("node")
        if node is None or not (PACKAGE / "node_modules").is_dir():
            raise ServerMissing("the OpenID Connect provider is not installed: make install-dev")
        self._process = subprocess.Popen(
            [node, "provider.js", json.dumps(self._asked(kid))],
            cwd=PACKAGE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._wait_until_ready(self._process)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_STOP_SECONDS)
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None

    def _asked(self, kid: str) -> dict[str, Any]:
        client = {
            "client_id": self.client_id,
            "client_secret": self.secret,
            "redirect_uris": list(self.redirect_uris),
            "post_logout_redirect_uris": [urljoin(one, "/") for one in self.redirect_uris],
            **self.client,
        }
        return {
            "issuer": self.issuer,
            "port": self.port,
            "accounts": self.accounts,
            "clients": [{name: value for name, value in client.items() if value is not None}],
            "inIdToken": self.in_id_token,
            "kid": kid,
        }

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        late = threading.Timer(_START_SECONDS, process.kill)
        late.start()
        try:
            if process.stdout is None or process.stdout.readline() != b"ready\n":
                raise RuntimeError("the OpenID Connect provider ended as soon as it was started")
        finally:
            late.cancel()


@dataclass
class Visitor:
    """A browser at the provider: it signs in, agrees, and is led away again."""

    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=10))

    def sign_in(self, url: str, login: str) -> str:
        """The address of ours that the provider leads to in the end."""
        return self._walk(url, {"login": login, "password": "whatever"})

    def refuse(self, url: str) -> str:
        """As ``sign_in``, by the link that cancels."""
        page = self._page(url)
        links = re.findall(r'href="([^"]+/abort)"', page.text)
        return self._away(urljoin(str(page.url), links[0]))

    def _page(self, url: str) -> httpx.Response:
        found = self._follow(url)
        if not isinstance(found, str):
            return found
        raise AssertionError(f"led away to {found}")

    def _away(self, url: str) -> str:
        found = self._follow(url)
        if isinstance(found, str):
            return found
        raise AssertionError("still at the provider")

    def _walk(self, url: str, filled: Mapping[str, str]) -> str:
        at: httpx.Response | str = self._follow(url)
        for _ in range(_MOST_STEPS):
            if isinstance(at, str):
                return at
            form = _Form.read(at.text)
            values = form.hidden | {k: v for k, v in filled.items() if k in form.asked}
            action = urljoin(str(at.url), form.action)
            at = self._follow(action, data=values)
        raise AssertionError("the provider asks again and again")

    def _follow(self, url: str, *, data: Mapping[str, str] | None = None) -> httpx.Response | str:
        """The page that it ends on, or the address where it leaves the provider."""
        origin = httpx.URL(url).copy_with(path="/", query=None)
        answer = self.http.request("GET" if data is None else "POST", url, data=data)
        for _ in range(_MOST_STEPS):
            if not answer.is_redirect:
                answer.raise_for_status()
                return answer
            target = urljoin(str(answer.url), answer.headers["location"])
            if httpx.URL(target).copy_with(path="/", query=None, fragment=None) != origin:
                return target
            answer = self.http.get(target)
        raise AssertionError("the provider leads round in circles")


class _Form(HTMLParser):
    """The first form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.hidden: dict[str, str] = {}
        self.asked: set[str] = set()

    @classmethod
    def read(cls, html: str) -> Self:
        form = cls()
        form.feed(html)
        if not form.action:
            raise AssertionError("the page has no form")
        return form

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.action = said.get("action") or ""
        elif tag == "input" and (name := said.get("name")):
            if said.get("type") == "hidden":
                self.hidden[name] = said.get("value") or ""
            else:
                self.asked.add(name)
