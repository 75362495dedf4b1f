"""Every KPI, in the order that the dashboard shows them."""

from typing import Any, ClassVar

from api.core.errors import FarolError, Kind, one_of
from api.core.kpis.costs import Cost, CostPerPrediction, IdleCost
from api.core.kpis.kpi import Kpi
from api.core.kpis.opinions import Incidents, Satisfaction
from api.core.kpis.quality import Quality
from api.core.kpis.traffic import Availability, ErrorBudget, Latency, Predictions
from api.core.kpis.value import Value

CATALOGUE: tuple[Kpi[Any], ...] = (
    Predictions(),
    Availability(),
    ErrorBudget(),
    Latency(),
    Quality(),
    Satisfaction(),
    Cost(),
    CostPerPrediction(),
    IdleCost(),
    Value(),
    Incidents(),
)


class KpiAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


def get_kpi(slug: str) -> Kpi[Any]:
    """Raises KpiAbsent, which names those that there are."""
    for kpi in CATALOGUE:
        if kpi.slug == slug:
            return kpi
    raise KpiAbsent(f"there is no KPI {slug!r}; {one_of([kpi.slug for kpi in CATALOGUE])}")
