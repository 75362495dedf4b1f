"""Reports that nobody has to ask for: every week, and after every retraining."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy.orm import Session

from api.core.models.clock import model_now
from api.core.models.queries import list_models
from api.core.policies.queries import current_policy
from api.core.reports.operations import ask
from api.core.reports.queries import has_report
from api.core.reports.rules import last_week
from api.core.tables import Model, Report, TrainingRun
from worker.context import JobContext

ACTOR = "system"


def ask_weekly(context: JobContext) -> None:
    """For each model, of its last whole week by its own clock.

    A week that has its report, because the job was repeated or the clock stands still, is left, and
    one that was over before there was the model.
    """
    with context.session() as session:
        asked = [model for model in list_models(session) if _ask_for_week(context, session, model)]
    context.progress(1.0, f"asked for the reports of {len(asked)} models")


def ask_after_training(context: JobContext, session: Session, run: TrainingRun) -> Report:
    """Of the days by which the policy judges quality, up to the one on which the training was
    asked for."""
    days = current_policy(session, run.model_name).checks.quality_window_days
    end = datetime.combine(run.created_at.date(), time(), UTC) + timedelta(days=1)
    return ask(
        session,
        model=run.model_name,
        window_start=end - timedelta(days=days),
        window_end=end,
        reason=f"version {run.version} was trained: {run.reason}",
        actor=ACTOR,
        now=context.now(),
    )


def _ask_for_week(context: JobContext, session: Session, model: Model) -> bool:
    now = context.now()
    start, end = last_week(model_now(session, model.name, now))
    too_young = model.clock_at is None and model.created_at >= end
    if too_young or has_report(session, model=model.name, start=start, end=end):
        return False
    ask(
        session,
        model=model.name,
        window_start=start,
        window_end=end,
        reason="the week is over",
        actor=ACTOR,
        now=now,
    )
    return True
