"""The champion's quality over a window, from the days that were measured."""

from datetime import timedelta

from sqlalchemy.orm import Session

from api.artifact.documents import Evaluation
from api.core.checks import queries
from api.core.checks.quality import QualityFinding, judge_quality, promise_of
from worker.checks.errors import look_at_errors
from worker.checks.measure import Span
from worker.checks.subject import Subject

ERROR_DAYS = 365
"""Of the error stream in which a change is looked for."""


def find_quality(
    session: Session, subject: Subject, span: Span, *, unseen_share: float
) -> QualityFinding:
    """Answers of the champion alone, as users got them; the error stream is the model's."""
    own = queries.live_days(
        session,
        model=subject.model,
        first=span.quality_first,
        last=span.last,
        version=subject.version,
    )
    stream = queries.live_measures(
        session,
        model=subject.model,
        first=span.last - timedelta(days=ERROR_DAYS),
        last=span.last,
    )
    evaluation = subject.origin.evaluation
    return judge_quality(
        subject.schema,
        promise_of(subject.schema, evaluation),
        own,
        unseen_share,
        _calibration_error(evaluation),
        evaluation.holdout_rows if evaluation else 0,
        look_at_errors(subject.schema.task, stream),
    )


def _calibration_error(evaluation: Evaluation | None) -> float | None:
    """Mean distance between stated and observed over the bins of the hold-out, by their rows."""
    if evaluation is None or not evaluation.calibration:
        return None
    rows = sum(bin_.rows for bin_ in evaluation.calibration)
    gaps = (abs(b.predicted - b.observed) * b.rows for b in evaluation.calibration)
    return sum(gaps) / rows
