"""The same count for routes that know only in their handler what a request weighs."""

from anyio import from_thread
from starlette.exceptions import HTTPException

from api.http.admission.limiter import Limiter
from api.http.admission.refusals import RateLimited


def count(limiter: Limiter, counted: str, who: str, per_minute: int, cost: int = 1) -> None:
    """From a worker thread. 0 ``per_minute`` is no limit. Raises 429.

    What weighs more than a minute has room for takes all of one: large things are not
    refused for ever.
    """
    if not per_minute:
        return
    wait = from_thread.run(limiter.take, counted, per_minute, min(cost, per_minute))
    if wait:
        refusal = RateLimited(who, per_minute, wait)
        headers = {"Retry-After": str(refusal.retry_after_seconds)}
        raise HTTPException(refusal.status, str(refusal), headers)
