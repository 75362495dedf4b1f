"""Names of the queues: the values of ``jobs.queue``, to which the relay sends."""

from kombu.entity import Exchange, Queue

DEFAULT = "default"
"""Short work, and whatever says nothing else."""
TRAINING = "training"
"""Minutes to hours of one core; a full installation gives it workers of its own."""
BATCHES = "batches"

ALL = (DEFAULT, TRAINING, BATCHES)


def declarations() -> tuple[Queue, ...]:
    """Queues on the nameless direct exchange: no routing table that a wiped broker could lose."""
    direct = Exchange("")  # type: ignore[no-untyped-call]  # kombu's has no annotations
    return tuple(
        Queue(name, exchange=direct, routing_key=name, durable=True)  # type: ignore[no-untyped-call]  # as above
        for name in ALL
    )
