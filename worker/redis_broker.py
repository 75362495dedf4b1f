"""The full installation's broker: kombu's Redis transport, mended in one place.

An acknowledgement that fails because Redis is away leaves kombu counting the message as being
worked on. With one message at a time the worker then never asks for another, and as it no longer
reads its connection either, it never learns that it was lost: it stays silent for good. Seen with
kombu 5.7; ``test_a_broker_that_leaves_while_a_job_runs_costs_no_worker`` shows it.
"""

from kombu.transport import redis, virtual


class QoS(redis.QoS):
    """Counts a message as done whether or not Redis could be told.

    What Redis keeps of it is delivered again after the visibility timeout, which the claim makes
    harmless: the truth about a job is its row.
    """

    def ack(self, delivery_tag: str) -> None:
        try:
            super().ack(delivery_tag)
        finally:
            virtual.QoS.ack(self, delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        try:
            super().reject(delivery_tag, requeue=requeue)
        finally:
            virtual.QoS.ack(self, delivery_tag)


class Channel(redis.Channel):
    QoS = QoS


class Transport(redis.Transport):
    Channel = Channel
