"""Who is asking: a person's password or a browser's session, with failures throttled."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException

from api.core.access.scopes import Scope

MAX_FAILURES = 8
FAILURE_WINDOW_SECONDS = 60.0
MAX_ADDRESSES = 10_000
"""Addresses remembered; the one that failed longest ago is forgotten first."""
CONCURRENT_VERIFICATIONS = 2
"""Each holds the memory and the processor time that argon2id is meant to cost."""
VERIFICATION_WAIT_SECONDS = 5.0


SESSION_COOKIE = "farol_session"
HINT_COOKIE = "farol_signed_in"
"""Tells a page that it is worth asking who is signed in: the other one no script can read."""
CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""They change nothing, so that another site gains nothing by having a browser send them."""


@dataclass(frozen=True)
class KeyInUse:
    prefix: str
    scopes: tuple[Scope, ...]
    """That its owner's role still allows."""


@dataclass(frozen=True)
class Actor:
    """A person who proved it."""

    name: str
    role: str
    must_change_password: bool = False
    session_token: str | None = field(default=None, repr=False)
    """Of the browser's session; None for a password or a key."""
    issuer: str | None = None
    """The OpenID Connect provider that they sign in with; None for a password."""
    key: KeyInUse | None = None
    """That it was asked with; None for somebody who signed in."""

    @property
    def reference(self) -> str:
        """As the audit log names people."""
        return f"person:{self.name}"


@dataclass
class FailureThrottle:
    """After too many wrong passwords from one address, the next ones aren't even looked at."""

    clock: Callable[[], float]
    """Monotonic seconds."""
    _failures: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, address: str) -> None:
        """Raises 429 with the seconds until the oldest failure is forgotten."""
        with self._lock:
            recent = self._recent(address)
            if len(recent) < MAX_FAILURES:
                return
            wait_seconds = recent[0] + FAILURE_WINDOW_SECONDS - self.clock()
        raise HTTPException(
            429,
            "Too many wrong passwords from this address.",
            {"Retry-After": str(max(1, round(wait_seconds)))},
        )

    def record(self, address: str) -> None:
        with self._lock:
            recent = self._recent(address)
            recent.append(self.clock())
            self._failures[address] = recent
            self._failures.move_to_end(address)
            while len(self._failures) > MAX_ADDRESSES:
                self._failures.popitem(last=False)

    def _recent(self, address: str) -> deque[float]:
        recent = self._failures.get(address, deque(maxlen=MAX_FAILURES))
        while recent and recent[0] <= self.clock() - FAILURE_WINDOW_SECONDS:
            recent.popleft()
        return recent


@dataclass
class VerificationLimit:
    """Bounds how many passwords are hashed at a time, however many requests bring one."""

    _slots: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(CONCURRENT_VERIFICATIONS)
    )

    @contextmanager
    def slot(self) -> Iterator[None]:
        if not self._slots.acquire(timeout=VERIFICATION_WAIT_SECONDS):
            raise HTTPException(503, "Too many sign-ins at this moment.", {"Retry-After": "5"})
        try:
            yield
        finally:
            self._slots.release()
