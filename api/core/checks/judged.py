"""A measured day in the few numbers that executives' figures are made of."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.core.checks.measures import LOSSES
from api.core.checks.rows import NOT_LIVE
from api.core.tables import JudgedDay, ModelVersion
from monitoring.quality.sums import MeasureSums, QualitySums

_NOTHING = MeasureSums()


def store_judged_day(
    session: Session,
    *,
    model: str,
    day: date,
    sums: Iterable[tuple[int, str, QualitySums]],
) -> None:
    """Of (version, variant, sums): the live ones, in place of what was kept before."""
    session.execute(delete(JudgedDay).where(JudgedDay.model_name == model, JudgedDay.day == day))
    live: dict[int, QualitySums] = {}
    for version, variant, found in sums:
        if variant not in NOT_LIVE:
            live[version] = live.get(version, QualitySums()) + found
    labels = _labels(session, model)
    session.add_all(
        judged_day(model, version, day, found, labels.get(version, ()))
        for version, found in live.items()
    )
    session.flush()


def judged_day(
    model: str, version: int, day: date, sums: QualitySums, labels: Sequence[str]
) -> JudgedDay:
    """``labels`` are the schema's. Pure."""
    measures = sums.measures
    loss = next((measures[name] for name in LOSSES.values() if name in measures), _NOTHING)
    is_binary = "brier" in measures and len(labels) == 2
    no, yes = _called(sums.labels, labels) if is_binary else (_NOTHING, _NOTHING)
    return JudgedDay(
        day=day,
        model_name=model,
        version=version,
        rows=sums.rows,
        truths=sums.truths,
        loss_rows=loss.rows,
        loss_total=loss.total,
        true_positives=round(yes.total),
        false_negatives=yes.rows - round(yes.total),
        true_negatives=round(no.total),
        false_positives=no.rows - round(no.total),
    )


def _called(
    called: Mapping[str, MeasureSums], labels: Sequence[str]
) -> tuple[MeasureSums, MeasureSums]:
    return called.get(labels[0], _NOTHING), called.get(labels[1], _NOTHING)


def _labels(session: Session, model: str) -> dict[int, Sequence[str]]:
    statement = select(ModelVersion.version, ModelVersion.schema)
    rows = session.execute(statement.where(ModelVersion.model_name == model))
    return {version: schema.get("labels", ()) for version, schema in rows}
