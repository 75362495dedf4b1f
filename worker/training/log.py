"""A model's log as the data of a training run."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from api.core.predictions.truths import ServedTruth, TruthClock, served_truths
from worker.pipelines.parameters import choice
from worker.pipelines.recipe import Parameters
from worker.pipelines.served import ServedRows


def rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def dated(parameters: Parameters, created_at: datetime) -> Parameters:
    """With the run's own time as ``known_at`` where rows of the log are asked for and it does not
    say until when: an attempt repeated later sees the same truths, and the manifest says which."""
    if parameters.get("source") != "log" or parameters.get("known_at"):
        return parameters
    return {**parameters, "known_at": rfc3339(created_at)}


def log_of(session: Session, model: str, parameters: Parameters) -> ServedRows:
    """Reads in the caller's session. Raises InvalidParameter for a clock that there is not."""
    given = {"truth_clock": "wall", **parameters}
    clock: TruthClock = "event" if choice(given, "truth_clock", CLOCKS) == "event" else "wall"

    def rows(
        *, since: datetime, until: datetime, known_at: datetime
    ) -> Iterator[Sequence[ServedTruth]]:
        return served_truths(
            session, model=model, since=since, until=until, known_at=known_at, clock=clock
        )

    return rows


CLOCKS = ("event", "wall")
