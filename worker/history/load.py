"""A history loaded day by day: questions, truths, and a look at the model when the day is over.

What a day brings is stored in one transaction, and its look in another; either is done once however
often the job is begun again, so that an attempt that is killed is simply followed by the next.
"""

from datetime import datetime
from typing import ClassVar

import msgspec
from sqlalchemy.orm import Session

from api.artifact.manifest import Manifest
from api.core import shipping
from api.core.errors import FarolError, Kind
from api.core.history import queries, replica
from api.core.history.removal import spool_name
from api.core.history.rules import days_of
from api.core.models.clock import set_clock
from api.core.models.queries import get_version, versions
from api.core.policies.queries import newest_version, policy_of
from api.core.policies.repairs import RepairDecision
from api.core.policies.types import DEFAULT, Policy
from api.core.tables import History
from api.serving.scoring import Scorer
from worker.alerts.loop import tell_of_check
from worker.checks.check import Look, check_of, find
from worker.checks.measure import bring_up_to_date
from worker.checks.subject import Subject, subject_of
from worker.context import JobContext
from worker.gate.training_end import learned_until
from worker.history.day import Day, answered, days_with, end_position, positioned, truths
from worker.history.recording import shifted_flights
from worker.recipes.flight_delay import RECIPE

NOTHING_REPAIRED = RepairDecision(None, "the real traffic: a replay is only watched")
_READ = 0.05
"""Share of the progress that reading the recording is."""


class EveryVersionKnowsIt(FarolError):
    kind: ClassVar[Kind] = "conflict"


def load_history(context: JobContext, *, model: str) -> None:
    """Stops without a complaint when it is overtaken by the removal."""
    try:
        _load(context, model)
    except queries.HistoryGoing as going:
        context.log(str(going))


def _load(context: JobContext, model: str) -> None:
    with context.session() as session:
        history = _begun(session, model)
        session.expunge(history)
    plan = queries.plan_of(history)
    context.progress(0.0, f"reading the flights of 2013, moved by {plan.shifted_weeks} weeks")
    flights = shifted_flights(context.settings.packages_dir, plan, one_in=history.one_in)
    with context.reading() as session:
        watch = _Watch(context, session, history)
        done = queries.checked_until(session, model)
    days = list(days_with(flights, days_of(plan)))
    for day in days:
        share = _READ + (1 - _READ) * day.number / len(days)
        context.progress(share, f"{day.start:%Y-%m-%d}: {len(day.asked):,} flights")
        if done is None or day.end > done:
            watch.pass_day(day)
    context.progress(1.0, f"{len(flights):,} flights over {len(days)} days")


def _begun(session: Session, model: str) -> History:
    """With its model, whose version knows nothing of what it will be asked."""
    history = queries.to_load(session, model)
    if not replica.is_made(session, history):
        history.base_version = unprejudiced(session, history)
        replica.make(session, history)
    return history


def unprejudiced(session: Session, history: History) -> int:
    """The version that serves, or the newest one, that has learned from no flight that is shown.

    Raises EveryVersionKnowsIt.
    """
    begins = queries.plan_of(history).recorded_from
    serving = get_version(session, history.base_model, history.base_version)
    for version in (serving, *versions(session, history.base_model)):
        until = learned_until(
            msgspec.convert(version.manifest, Manifest), time_zone=RECIPE.time_zone
        )
        if until is not None and until <= begins:
            return version.version
    raise EveryVersionKnowsIt(
        f"every version of {history.base_model} has learned from flights after "
        f"{begins:%Y-%m-%d}, which the history would ask it about: train one on older flights"
    )


class _Watch:
    """What stays the same from day to day."""

    def __init__(self, context: JobContext, session: Session, history: History) -> None:
        self._context = context
        self._history = history
        found = subject_of(session, context.store, history.model_name)
        if found is None:
            raise queries.HistoryGoing(f"the history of {history.model_name} is gone")
        self._subject: Subject = found
        digest = get_version(session, history.model_name, history.base_version).digest
        self._scorer = Scorer(context.store.path(digest), threads=context.settings.graph_threads)
        newest = newest_version(session, history.base_model)
        self._policy: Policy = policy_of(newest) if newest else DEFAULT

    def pass_day(self, day: Day) -> None:
        self._store(day)
        look = Look(self._subject, self._policy, 0, day.end, is_replay=True)
        bring_up_to_date(
            self._context, self._subject, look.span, now=day.end, tell=self._still_ours
        )
        with self._context.reading() as session:
            drift, quality = find(session, look)
        with self._context.session() as session:
            queries.to_load(session, self._history.model_name)
            # Told with its moment as everything of the replay: an alert finds its check by it.
            check = check_of(look, drift, quality, NOTHING_REPAIRED, made_at=day.end)
            session.add(check)
            set_clock(session, self._history.model_name, day.end)
            session.flush()
            tell_of_check(session, check, now=day.end)

    def _store(self, day: Day) -> None:
        records = [
            *answered(self._history, self._scorer, day),
            *truths(self._history, day),
        ]
        with self._context.session() as session:
            history = queries.to_load(session, self._history.model_name)
            if not _is_news(history, day.end):
                return
            refused = shipping.ship(
                session,
                file=spool_name(history),
                records=positioned(day, records),
                end_position=end_position(day),
                now=self._context.now(),
            )
            if refused:
                raise ValueError(f"{day.start:%Y-%m-%d} cannot be kept: {refused[0].reason}")
            history.predictions += len(day.asked)
            history.truths += len(day.known)
            history.loaded_until = day.end

    def _still_ours(self, _share: float, _line: str) -> None:
        self._context.check_cancelled()


def _is_news(history: History, end: datetime) -> bool:
    return history.loaded_until is None or history.loaded_until < end
