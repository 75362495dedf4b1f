"""Requests that are not let in. They are counted here, and leave nothing in the spool."""

from math import ceil

from api.serving.errors import ServingError


class NotAdmitted(ServingError):
    counted = True
    reason = "refused"
    """As the metrics name it."""


class Unauthenticated(NotAdmitted):
    status = 401
    title = "This needs an API key"
    reason = "unauthenticated"


class KeysNotRead(NotAdmitted):
    """A process that has just started cannot tell a good key from a bad one."""

    status = 503
    title = "This process is starting"
    reason = "starting"
    retry_after_seconds = 1


class ScopeMissing(NotAdmitted):
    status = 403
    title = "The API key does not allow this"
    reason = "scope_missing"

    def __init__(self, prefix: str, scope: str) -> None:
        super().__init__(f"The key farol_{prefix}_… does not have the scope {scope!r}.")


class RateLimited(NotAdmitted):
    status = 429
    title = "Too many requests"
    reason = "rate_limited"

    def __init__(self, who: str, per_minute: int, wait_seconds: float) -> None:
        self.retry_after_seconds = max(1, ceil(wait_seconds))
        super().__init__(
            f"{who} may send {per_minute} requests a minute. "
            f"Try again in {self.retry_after_seconds} s."
        )


class VisitorBodyTooLarge(NotAdmitted):
    status = 413
    title = "The body is too large for a visitor"
    reason = "too_large"


class LengthRequired(NotAdmitted):
    status = 411
    title = "The length of the body is not said"
    reason = "no_length"
