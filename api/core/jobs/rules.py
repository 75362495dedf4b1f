"""Which state follows which, and why not. Pure: every change of a job's state is asked here."""

from enum import StrEnum
from typing import ClassVar

from api.core.errors import FarolError, Kind
from api.core.jobs.types import FINAL_STATES, JobState

RETRY_ATTEMPTS = 3
"""As many workers may vanish again before the job is given up again."""


class JobConflict(FarolError):
    """The job is in a state in which that cannot be done."""

    kind: ClassVar[Kind] = "conflict"


class LeaseLost(FarolError):
    """The job was given to somebody else, or is over: this attempt must stop and leave no trace."""

    kind: ClassVar[Kind] = "conflict"


class Event(StrEnum):
    CLAIM = "claimed"
    SUCCEED = "marked as succeeded"
    FAIL = "marked as failed"
    CONFIRM_CANCEL = "marked as cancelled"
    REQUEST_CANCEL = "cancelled"
    RETRY = "tried again"


TRANSITIONS: dict[tuple[JobState, Event], JobState] = {
    (JobState.QUEUED, Event.CLAIM): JobState.RUNNING,
    (JobState.QUEUED, Event.REQUEST_CANCEL): JobState.CANCELLED,
    # A running job is asked to stop; its worker confirms.
    (JobState.RUNNING, Event.REQUEST_CANCEL): JobState.RUNNING,
    (JobState.RUNNING, Event.SUCCEED): JobState.SUCCEEDED,
    (JobState.RUNNING, Event.FAIL): JobState.FAILED,
    (JobState.RUNNING, Event.CONFIRM_CANCEL): JobState.CANCELLED,
    # By a person: the same job, whose next attempt has the next number.
    (JobState.FAILED, Event.RETRY): JobState.QUEUED,
    (JobState.DEAD, Event.RETRY): JobState.QUEUED,
}


def next_state(state: JobState, event: Event) -> JobState:
    """The state after ``event``. Raises JobConflict with the reason when there is none."""
    following = TRANSITIONS.get((state, event))
    if following is None:
        raise JobConflict(f"a job that {_is(state)} cannot be {event.value}")
    return following


def after_lost_lease(*, attempt: int, max_attempts: int, cancel_requested: bool) -> JobState:
    """Where a running job goes whose worker stopped giving signs of life."""
    if cancel_requested:
        return JobState.CANCELLED
    return JobState.DEAD if attempt >= max_attempts else JobState.QUEUED


def attempts_after_retry(*, attempt: int) -> int:
    """Up to which number attempts are made of a job that somebody has tried again.

    The numbers go on, so that no late word of an earlier attempt is taken for one of the next.
    """
    return attempt + RETRY_ATTEMPTS


def require_current(*, state: JobState, attempt: int, token: int) -> None:
    """Fencing: raise LeaseLost unless ``token`` is the attempt that runs the job now."""
    if state in FINAL_STATES:
        raise LeaseLost(f"attempt {token} is over: the job {_is(state)}")
    if state is not JobState.RUNNING or attempt != token:
        raise LeaseLost(f"attempt {token} lost its lease; the job is at attempt {attempt}")


def _is(state: JobState) -> str:
    return f"has {state.value}" if state in {JobState.SUCCEEDED, JobState.FAILED} else f"is {state}"
