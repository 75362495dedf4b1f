"""Where wake-up calls travel: files in the embedded installation, Redis in the full one."""

from typing import Any

from api.adapters.settings import Settings


def configuration(settings: Settings) -> dict[str, Any]:
    """Celery's settings of the broker."""
    if settings.broker_url:
        return {
            "broker_url": settings.broker_url,
            "broker_transport": "worker.redis_broker:Transport",
            "broker_transport_options": redis_options(),
            # A waiting message stays in Redis, where any idle worker takes it and the queue's
            # length is true, instead of behind the long job of a busy one.
            "worker_disable_prefetch": True,
        }
    return {
        "broker_url": "filesystem://localhost//",
        "broker_transport": "worker.file_broker:Transport",
        "broker_transport_options": file_options(settings),
    }


def redis_options() -> dict[str, Any]:
    return {
        # A message that was taken and not acknowledged for so long is delivered again. The job's
        # own lease decides who runs it, and the reaper wakes what died within seconds, so
        # redelivery is only noise: long enough that no training sees it. The shortest among the
        # applications on a broker wins, so nothing else of ours sets it.
        "visibility_timeout": 12 * 3600,
        # How often orphaned messages are looked for; and at each look, not at every tenth.
        "unacked_restore_interval": 60,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 10,
    }


def file_options(settings: Settings) -> dict[str, Any]:
    """Directories of the broker of files, made when they are not there."""
    messages, control = settings.broker_dir / "messages", settings.broker_dir / "control"
    taken = settings.broker_dir / "taken"
    for directory in (messages, control, taken):
        directory.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(messages.absolute()),
        "data_folder_out": str(messages.absolute()),
        "control_folder": str(control.absolute()),
        "processed_folder": str(taken.absolute()),
    }
