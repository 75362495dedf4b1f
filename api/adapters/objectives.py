"""What the settings promise of the installation, and what its machine costs."""

from api.adapters.settings import Settings
from api.core.kpis.facts import Objectives, Rates


def objectives_of(settings: Settings) -> Objectives:
    return Objectives(
        availability=settings.availability_objective,
        latency_seconds=settings.latency_objective_seconds,
        satisfaction=settings.satisfaction_objective,
        currency=settings.currency,
        rates=Rates(
            cpu_hour=settings.cpu_hour_price,
            gpu_hour=settings.gpu_hour_price,
            gib_hour=settings.memory_gib_hour_price,
        ),
    )
