"""The gate of the data plane: knows the keys from the serving snapshot, and asks no database."""

import hashlib
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from math import inf
from typing import Literal

from starlette.types import Scope

from api.artifact.snapshot import ServedKey
from api.http.admission.addresses import visitor
from api.http.admission.limiter import Limiter
from api.http.admission.refusals import (
    KeysNotRead,
    LengthRequired,
    NotAdmitted,
    RateLimited,
    ScopeMissing,
    Unauthenticated,
    VisitorBodyTooLarge,
)
from api.spool.records import KeyUseRecord

Admission = Literal["none", "reading", "predict", "outcomes"]
"""What a route asks for: nothing (probes, metrics), a count, or a scope."""
COUNTED_BODY_BYTES = 65_536
"""A visitor's request counts once more for each of these."""
NOTED_EVERY_SECONDS = 60.0


@dataclass(frozen=True)
class VisitorRules:
    """For requests without a key. Limits are requests a minute of one address; 0 is none."""

    may_predict: bool = True
    predictions_per_minute: int = 120
    reads_per_minute: int = 1_200


@dataclass
class Gate:
    """Belongs to the event loop, but for ``use``, which any thread may call."""

    rules: VisitorRules
    limiter: Limiter
    note: Callable[[KeyUseRecord], Awaitable[None]]
    """Keeps that a key was used."""
    clock: Callable[[], float] = time.time
    """Seconds since the epoch."""
    refused: Counter[str] = field(default_factory=Counter)
    """Requests that were not let in, by reason."""
    _keys: dict[str, ServedKey] | None = None
    """By the hash of the whole key; None before the first snapshot."""
    _noted: dict[str, float] = field(default_factory=dict)

    def use(self, keys: Iterable[ServedKey]) -> None:
        self._keys = {key.sha256: key for key in keys}

    async def admit(self, scope: Scope, asked: Admission) -> None:
        """Raises NotAdmitted."""
        if asked == "none":
            return
        try:
            token = bearer(scope)
            if token is None:
                await self._admit_visitor(scope, asked)
            else:
                await self._admit_key(scope, asked, token)
        except NotAdmitted as error:
            self.refused[error.reason] += 1
            raise

    async def _admit_visitor(self, scope: Scope, asked: Admission) -> None:
        if asked == "outcomes":
            raise Unauthenticated(
                "The truth is told with an API key that has the scope 'outcomes': "
                "'Authorization: Bearer farol_…'."
            )
        if asked == "reading":
            await self._take_of_address(scope, "reads", self.rules.reads_per_minute, 1)
            return
        if not self.rules.may_predict:
            raise Unauthenticated(
                "Predictions need an API key here: 'Authorization: Bearer farol_…'."
            )
        per_minute = self.rules.predictions_per_minute
        if per_minute:
            cost = _cost(scope, per_minute)
            await self._take_of_address(scope, "predictions", per_minute, cost)

    async def _admit_key(self, scope: Scope, asked: Admission, token: str) -> None:
        if self._keys is None:
            raise KeysNotRead("The keys have not been read yet. Try again in a second.")
        key = self._keys.get(hashlib.sha256(token.encode()).hexdigest())
        now = self.clock()
        if key is None or (key.expires_at is not None and key.expires_at <= now):
            # Whoever guesses is counted as the visitor that they are.
            await self._take_of_address(scope, "reads", self.rules.reads_per_minute, 1)
            raise Unauthenticated("The API key is unknown, revoked or expired.")
        if asked != "reading" and asked not in key.scopes:
            raise ScopeMissing(key.prefix, asked)
        if key.requests_per_minute is not None:
            wait = await self.limiter.take(f"key:{key.prefix}", key.requests_per_minute)
            if wait:
                raise RateLimited(f"The key farol_{key.prefix}_…", key.requests_per_minute, wait)
        if now - self._noted.get(key.prefix, -inf) >= NOTED_EVERY_SECONDS:
            self._noted[key.prefix] = now
            await self.note(KeyUseRecord(key.prefix, now, visitor(scope)))

    async def _take_of_address(self, scope: Scope, what: str, per_minute: int, cost: int) -> None:
        if not per_minute:
            return
        wait = await self.limiter.take(f"{what}:{visitor(scope)}", per_minute, cost)
        if wait:
            raise RateLimited("An address without a key", per_minute, wait)


def bearer(scope: Scope) -> str | None:
    """The token of ``Authorization: Bearer``; None where there is none."""
    for name, value in scope["headers"]:
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            token: str = value[7:].strip().decode("latin-1")
            return token
    return None


def _cost(scope: Scope, per_minute: int) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            cost = 1 + int(value) // COUNTED_BODY_BYTES
            if cost > per_minute:
                raise VisitorBodyTooLarge(
                    f"Without an API key a body has up to {per_minute * COUNTED_BODY_BYTES} bytes."
                )
            return cost
        if name == b"transfer-encoding":
            raise LengthRequired("Without an API key a request says its Content-Length.")
    return 1
