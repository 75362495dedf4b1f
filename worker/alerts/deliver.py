"""One try at telling one channel. What is sent but not yet written down is sent again."""

import logging

from api.adapters.notifiers.channels import open_channels
from api.core.alerts import deliveries, queries
from api.core.alerts.types import Notice
from api.core.ports import NotSent
from worker.context import JobContext

logger = logging.getLogger(__name__)


def deliver(context: JobContext, *, delivery_id: int, number: int) -> None:
    """Raises NotSent when it is given up, which is an event of the alert, too."""
    with context.reading() as session:
        if not deliveries.awaits(session, delivery_id=delivery_id, number=number):
            return
        delivery = queries.delivery(session, delivery_id)
        channel, notice = delivery.channel, queries.notice(session, delivery.event_id)
    try:
        _send(context, channel, notice)
    except NotSent as error:
        _failed(context, delivery_id, channel, error)
    else:
        with context.session() as session:
            deliveries.record_sent(session, delivery_id=delivery_id, now=context.now())
        context.progress(1.0, f"{channel} was told")


def _send(context: JobContext, channel: str, notice: Notice) -> None:
    known = open_channels(context.settings).get(channel)
    if known is None:
        raise NotSent("the settings do not name this channel any more", transient=False)
    known.notifier.notify(notice)


def _failed(context: JobContext, delivery_id: int, channel: str, error: NotSent) -> None:
    with context.session() as session:
        later = deliveries.record_failure(
            session,
            delivery_id=delivery_id,
            reason=str(error),
            transient=error.transient,
            now=context.now(),
        )
    if later is None:
        logger.warning("delivery %s: %s was not told: %s", delivery_id, channel, error)
        raise error
    again = f"{channel} was not told ({error}); again at {later:%H:%M:%S} UTC"
    context.log(again, level="warning")
