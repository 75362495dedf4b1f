"""The limiter and the rules that the settings ask for."""

from api.adapters.settings import Settings
from api.http.admission.gate import VisitorRules
from api.http.admission.limiter import Limiter, MemoryLimiter


def make_limiter(settings: Settings) -> Limiter:
    if not settings.broker_url:
        return MemoryLimiter()
    # The library takes half a second to load, which a start without Redis need not wait for.
    from api.http.admission.redis_limiter import RedisLimiter  # noqa: PLC0415

    return RedisLimiter(settings.broker_url)


def visitor_rules(settings: Settings) -> VisitorRules:
    return VisitorRules(
        may_predict=settings.visitors_may_predict,
        predictions_per_minute=settings.visitor_requests_per_minute,
        reads_per_minute=settings.address_requests_per_minute,
    )
