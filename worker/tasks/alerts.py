from worker.context import JobContext
from worker.task import job


@job("alerts.notify")
def notify(context: JobContext, *, event_id: int) -> None:
    # The channels' libraries load in the child: the pool forks from a small process.
    from worker.alerts.notify import plan_deliveries  # noqa: PLC0415

    plan_deliveries(context, event_id=event_id)


@job("alerts.deliver")
def deliver(context: JobContext, *, delivery_id: int, number: int) -> None:
    # As above.
    from worker.alerts.deliver import deliver as deliver_once  # noqa: PLC0415

    deliver_once(context, delivery_id=delivery_id, number=number)
