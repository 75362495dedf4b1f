"""Taking a replay out again: whatever bears its model's name, some rows a transaction.

Rows that refer to others go first; the replay's own row goes last, with the model. Until then the
removal can be repeated from wherever it was broken off.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, inspect, select, tuple_
from sqlalchemy.orm import Session

from api.core.history.types import REPLAY_MODEL
from api.core.models.queries import REPLAY
from api.core.tables import (
    Alert,
    AlertDelivery,
    AlertEvent,
    BoardReport,
    BoardReportFile,
    Check,
    DetailedReport,
    DriftDay,
    Feedback,
    FeedbackDay,
    History,
    JudgedDay,
    Model,
    ModelFailure,
    ModelVersion,
    Outcome,
    PolicyVersion,
    Prediction,
    PredictionDay,
    QualityDay,
    Report,
    ReportFile,
    Rollout,
    RolloutTransition,
    ServingDay,
    ServingRollup,
    ShadowPrediction,
    ShadowRollup,
    SpoolPosition,
    Table,
    UsageDay,
    ValueFormula,
)

ROWS_A_TRANSACTION = 5_000
_IDS_A_STATEMENT = 500

_BY_NAME: Sequence[type[Table]] = (
    Outcome,
    ShadowPrediction,
    ModelFailure,
    ServingRollup,
    ShadowRollup,
    DriftDay,
    QualityDay,
    ServingDay,
    PredictionDay,
    FeedbackDay,
    JudgedDay,
    UsageDay,
)
_REFERRED_TO: Sequence[tuple[type[Table], Sequence[tuple[type[Table], str]]]] = (
    (Check, ((DetailedReport, "check_id"),)),
    (Report, ((ReportFile, "report_id"),)),
    (BoardReport, ((BoardReportFile, "report_id"),)),
    (Rollout, ((RolloutTransition, "rollout_id"),)),
    (PolicyVersion, ()),
    (ValueFormula, ()),
    (ModelVersion, ()),
)
"""Each with what refers to its rows by their ids."""


BY_NAME_ALONE = frozenset({*_BY_NAME, *(table for table, _ in _REFERRED_TO)})


def spool_name(history: History) -> str:
    """Of the file, which exists by name only, whose position says what was stored."""
    return f"{id_prefix(history)}spool"


def id_prefix(history: History) -> str:
    """Of its predictions' ids. Another load after a removal has another one."""
    return f"replay-{history.created_at:%Y%m%d%H%M%S}-"


def remove_some(session: Session, *, limit: int = ROWS_A_TRANSACTION) -> int:
    """Take away up to ``limit`` rows and what refers to them; 0 when only the model is left."""
    if removed := _predictions(session, limit):
        return removed
    for table in _BY_NAME:
        if removed := _some(session, table, limit):
            return removed
    if removed := _alerts(session, limit):
        return removed
    for table, referring in _REFERRED_TO:
        if removed := _with_what_refers(session, table, referring, limit):
            return removed
    return 0


def finish(session: Session) -> None:
    """When ``remove_some`` found nothing any more: the model, and the history itself."""
    history = session.get(History, REPLAY_MODEL)
    if history is None:
        return
    session.execute(delete(SpoolPosition).where(SpoolPosition.file == spool_name(history)))
    session.execute(delete(Model).where(Model.name == REPLAY_MODEL, Model.origin == REPLAY))
    session.delete(history)
    session.flush()


def _predictions(session: Session, limit: int) -> int:
    """With the truths and thumbs that people sent about them by their ids."""
    of_replay = select(Prediction.id).where(_of_model(Prediction))
    ids = list(session.scalars(of_replay.order_by(Prediction.occurred_at).limit(limit)))
    for start in range(0, len(ids), _IDS_A_STATEMENT):
        some = ids[start : start + _IDS_A_STATEMENT]
        session.execute(delete(Outcome).where(Outcome.prediction_id.in_(some)))
        session.execute(delete(Feedback).where(Feedback.prediction_id.in_(some)))
        session.execute(delete(Prediction).where(_of_model(Prediction), Prediction.id.in_(some)))
    return len(ids)


def _alerts(session: Session, limit: int) -> int:
    alerts = _ids(session, Alert, limit)
    events = select(AlertEvent.id).where(AlertEvent.alert_id.in_(alerts))
    session.execute(delete(AlertDelivery).where(AlertDelivery.event_id.in_(events)))
    session.execute(delete(AlertEvent).where(AlertEvent.alert_id.in_(alerts)))
    session.execute(delete(Alert).where(Alert.id.in_(alerts)))
    return len(alerts)


def _with_what_refers(
    session: Session, table: type[Table], referring: Sequence[tuple[type[Table], str]], limit: int
) -> int:
    ids = _ids(session, table, limit)
    for other, column in referring:
        session.execute(delete(other).where(getattr(other, column).in_(ids)))
    (key,) = inspect(table).primary_key
    session.execute(delete(table).where(key.in_(ids)))
    return len(ids)


def _ids(session: Session, table: type[Table], limit: int) -> list[int]:
    (key,) = inspect(table).primary_key
    statement = select(key).where(_of_model(table)).limit(min(limit, _IDS_A_STATEMENT))
    return list(session.scalars(statement))


def _some(session: Session, table: type[Table], limit: int) -> int:
    key = tuple_(*inspect(table).primary_key)
    some = select(*inspect(table).primary_key).where(_of_model(table)).limit(limit)
    result = session.execute(delete(table).where(key.in_(some)))
    return int(getattr(result, "rowcount", 0))


def _of_model(table: type[Table]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = inspect(table).columns["model_name"] == REPLAY_MODEL
    return found
