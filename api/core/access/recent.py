"""Passwords that were right a moment ago, so that a program's next request is not kept waiting.

Argon2id is meant to cost a tenth of a second and 64 MB: once a person and moment, not each request.
What is kept is a digest under a key that this process draws at random and never shows; it covers
the stored hash, so that a password that was changed is worth nothing at once.
"""

import hmac
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

REMEMBERED_SECONDS = 300.0
MOST_REMEMBERED = 1_000


@dataclass
class RecentlyVerified:
    clock: Callable[[], float] = monotonic
    """Seconds."""
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _until: OrderedDict[bytes, float] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def knows(self, stored_hash: str, password: str) -> bool:
        """Whether ``add`` was told of this pair in the last five minutes."""
        digest = self._digest(stored_hash, password)
        with self._lock:
            return self._until.get(digest, 0.0) > self.clock()

    def add(self, stored_hash: str, password: str) -> None:
        digest = self._digest(stored_hash, password)
        with self._lock:
            self._until[digest] = self.clock() + REMEMBERED_SECONDS
            self._until.move_to_end(digest)
            while len(self._until) > MOST_REMEMBERED:
                self._until.popitem(last=False)

    def _digest(self, stored_hash: str, password: str) -> bytes:
        # A stored hash has no null character, so that no two pairs read alike.
        return hmac.digest(self._key, f"{stored_hash}\0{password}".encode(), "sha256")
