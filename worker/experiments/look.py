"""One look at one experiment: read its log, judge it, keep what was seen, and act on it.

The log is read in one transaction, and everything that follows is written in another: killed in
between, nothing was done, and the next look does it all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from api.artifact.schema import Schema
from api.core.experiments import operations, queries
from api.core.experiments.ending import plan_of
from api.core.experiments.judging import Failures, Seen, judge
from api.core.experiments.measures import LoggedRow, measured
from api.core.experiments.reading import Window, failed_requests, logged_rows
from api.core.experiments.results import Result
from api.core.experiments.sampling import is_due, new_shares
from api.core.experiments.summary import Cell, Summary, summarise
from api.core.experiments.types import Plan, Status
from api.core.models.clock import model_now
from api.core.tables import Experiment, ExperimentAllocation
from worker.context import JobContext

CHECK_ROWS = 10_000


@dataclass(frozen=True)
class Known:
    """The experiment as it was when the log was read."""

    experiment: Experiment
    plan: Plan
    schema: Schema
    started_at: datetime
    newest: ExperimentAllocation
    seen: Seen


def evaluate(
    context: JobContext, *, experiment_id: int, as_of: datetime | None = None
) -> Result | None:
    """``as_of`` is the moment to look from, where the model has a clock of its own.

    None when the experiment does not run, or was stopped while its log was read.
    """
    with context.reading() as session:
        model = queries.get_experiment(session, experiment_id).model_name
        now = as_of or model_now(session, model, context.now())
        known = _read(context, session, experiment_id, now)
    if known is None:
        context.progress(1.0, f"experiment {experiment_id} does not run")
        return None
    context.progress(0.9, f"{known.seen.summary.rows:,} rows of {known.experiment.name!r} read")
    result = judge(known.seen)
    shares = _new_shares(known, now)
    with context.session() as session:
        kept = operations.record_look(
            session,
            experiment_id=experiment_id,
            result=result,
            as_of=now,
            now=context.now(),
            shares=shares,
            why=_why(shares, known),
        )
    context.progress(1.0, result.sentences["en"] if kept else "it was stopped meanwhile")
    return result if kept else None


def _read(context: JobContext, session: Session, experiment_id: int, now: datetime) -> Known | None:
    experiment = queries.get_experiment(session, experiment_id)
    if experiment.status != Status.RUNNING.value or experiment.started_at is None:
        return None
    plan = plan_of(experiment)
    version = plan.arms[0].version
    schema = queries.schemas(session, experiment.model_name, [version])[version]
    allocations = queries.allocations(session, experiment_id)
    seen = Seen(
        plan=plan,
        task=schema.task,
        allocations={row.number: row.shares for row in allocations},
        summary=_summary(context, session, experiment, plan, schema, now),
        failures=_failures(session, experiment, plan),
        overdue=now >= experiment.started_at + timedelta(days=plan.horizon.days),
    )
    return Known(experiment, plan, schema, experiment.started_at, allocations[-1], seen)


def _summary(
    context: JobContext,
    session: Session,
    experiment: Experiment,
    plan: Plan,
    schema: Schema,
    now: datetime,
) -> Summary:
    started_at = experiment.started_at or now
    days = plan.covariate_days if plan.mode == "fixed" else 0.0
    rows = logged_rows(
        session,
        model=experiment.model_name,
        experiment_id=experiment.id,
        window=Window(started_at - timedelta(days=days), started_at, now),
        measures=plan.measures,
    )
    return summarise(_while_wanted(context, rows), measured(plan, schema))


def _while_wanted(context: JobContext, rows: Iterator[LoggedRow]) -> Iterator[LoggedRow]:
    """Ends with an Interruption when the job should stop."""
    for number, row in enumerate(rows):
        if number % CHECK_ROWS == 0:
            context.check_cancelled()
        yield row


def _failures(session: Session, experiment: Experiment, plan: Plan) -> dict[Cell, Failures]:
    if "errors" not in plan.measures:
        return {}
    return failed_requests(
        session,
        model=experiment.model_name,
        experiment_id=experiment.id,
        versions={arm.version for arm in plan.arms},
    )


def _new_shares(known: Known, now: datetime) -> dict[str, float] | None:
    if not is_due(known.plan, last=known.newest.at, now=now):
        return None
    return new_shares(
        known.plan,
        known.seen.summary,
        present=known.newest.shares,
        number=known.newest.number + 1,
        seed=known.experiment.id,
    )


def _why(shares: Mapping[str, float] | None, known: Known) -> str:
    """The figures that the new shares rest on."""
    if shares is None:
        return ""
    set_to = ", ".join(f"{name} {share:.1%}" for name, share in shares.items())
    return (
        f"Thompson sampling over {sum(known.seen.summary.assigned.values()):,} subjects: {set_to}"
    )
