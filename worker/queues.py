"""The queues as Celery's broker knows them."""

from kombu.entity import Exchange, Queue

from api.core.jobs.queues import ALL


def declarations() -> tuple[Queue, ...]:
    """Queues on the nameless direct exchange: no routing table that a wiped broker could lose."""
    direct = Exchange("")
    return tuple(Queue(name, exchange=direct, routing_key=name, durable=True) for name in ALL)
