"""From what happened to an alert to a delivery for each channel that should hear of it."""

from api.adapters.notifiers.channels import open_channels
from api.core.alerts import deliveries, queries
from api.core.alerts.types import at_least
from worker.context import JobContext


def plan_deliveries(context: JobContext, *, event_id: int) -> None:
    """Done again it plans nothing twice."""
    channels = open_channels(context.settings).values()
    with context.session() as session:
        severity = queries.event_severity(session, event_id)
        concerned = [c.name for c in channels if at_least(severity, c.least_severity)]
        new = deliveries.plan(session, event_id=event_id, channels=concerned, now=context.now())
    context.log(f"{new} of {len(channels)} channels will be told")
