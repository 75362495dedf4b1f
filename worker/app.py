"""The Celery application. It only wakes somebody up: the truth about a job is its row.

A message carries a job's id and nothing else, and is harmless twice, late or never: the claim
refuses what is not queued, and the reaper wakes what was forgotten.
"""

from typing import Any

from celery import Celery

from api.adapters.settings import Settings
from api.core.jobs.queues import DEFAULT
from worker import broker, queues

TASK_MODULES = (
    "worker.tasks.training",
    "worker.tasks.batches",
    "worker.tasks.drafts",
    "worker.tasks.registrations",
    "worker.tasks.rollouts",
    "worker.tasks.checks",
    "worker.tasks.replays",
    "worker.tasks.history",
    "worker.tasks.reports",
    "worker.tasks.kpis",
    "worker.tasks.housekeeping",
    "worker.tasks.alerts",
)

CHILD_MEMORY_KIB = 1_000_000
"""A child that grew past this is replaced after its job: training libraries give nothing back."""


def create_app(settings: Settings) -> Celery:
    app = Celery("farol", include=TASK_MODULES)
    app.conf.update(broker.configuration(settings) | _delivery() | _process() | _queues())
    return app


def _delivery() -> dict[str, Any]:
    return {
        # Acknowledged when the job is over and returned when its process dies, so that a worker
        # holds only the message it works on. Neither is relied upon: see the lease.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        # Nothing is unpickled, and nothing is answered: a job's outcome is in its row.
        "accept_content": ["json"],
        "task_serializer": "json",
        "result_backend": None,
        "task_ignore_result": True,
        # The relay tries again itself and keeps the outbox row until it succeeds.
        "task_publish_retry": False,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
    }


def _process() -> dict[str, Any]:
    return {
        "worker_concurrency": 1,
        "worker_max_memory_per_child": CHILD_MEMORY_KIB,
        # Four seconds are too few for a child on a machine that is busy training.
        "worker_proc_alive_timeout": 60.0,
        # A child that was killed is known to be dead; waiting longer only keeps its place empty.
        "worker_lost_wait": 0.5,
        # No broadcast queues: figures come from the jobs table, cancellation from its rows.
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "worker_hijack_root_logger": False,
        "enable_utc": True,
        "timezone": "UTC",
    }


def _queues() -> dict[str, Any]:
    return {
        "task_queues": queues.declarations(),
        "task_default_queue": DEFAULT,
        "task_default_exchange": "",
        "task_create_missing_queues": False,
    }


app = create_app(Settings())
