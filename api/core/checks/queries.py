from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.core.checks.days import quality_days, read_sums
from api.core.checks.rows import NOT_LIVE
from api.core.errors import FarolError, Kind
from api.core.policies.observations import DriftObservation
from api.core.tables import Check, QualityDay
from monitoring.quality.sums import MeasureSums, QualitySums

OBSERVATION = "observation"
"""Key of a check's drift under which the ``DriftObservation`` stands."""
_CHECKS_BACK = 50
"""More than any policy asks to be serious without a break."""


class CheckAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


def get_check(session: Session, check_id: int) -> Check:
    """Raises CheckAbsent."""
    check = session.get(Check, check_id)
    if check is None:
        raise CheckAbsent(f"there is no check {check_id}")
    return check


def check_of_job(session: Session, job_id: int) -> Check | None:
    return session.scalars(select(Check).where(Check.job_id == job_id)).one_or_none()


def checks_of(
    session: Session, model: str, *, before_id: int | None = None, limit: int = 50
) -> Sequence[Check]:
    """Newest first."""
    statement = select(Check).where(Check.model_name == model)
    if before_id is not None:
        statement = statement.where(Check.id < before_id)
    return session.scalars(statement.order_by(Check.id.desc()).limit(limit)).all()


def last_check_by(session: Session, model: str, made_at: datetime) -> Check | None:
    """The newest that was made by then, by the wall's clock."""
    statement = select(Check).where(Check.model_name == model, Check.made_at <= made_at)
    return session.scalars(statement.order_by(Check.id.desc()).limit(1)).one_or_none()


def past_drift(session: Session, model: str, version: int) -> tuple[DriftObservation, ...]:
    """Of this champion's checks, oldest first: another one's reference is another question."""
    statement = (
        select(Check.drift)
        .where(Check.model_name == model, Check.version == version)
        .order_by(Check.id.desc())
        .limit(_CHECKS_BACK)
    )
    newest_first = [
        msgspec.convert(row[OBSERVATION], DriftObservation) for row in session.scalars(statement)
    ]
    return tuple(reversed(newest_first))


def live_days(
    session: Session, *, model: str, first: date, last: date, version: int | None = None
) -> Mapping[date, QualitySums]:
    """What users were answered, by day, over versions (or by one of them) and variants."""
    found: dict[date, QualitySums] = {}
    for row in quality_days(
        session, model=model, first=first, last=last, version=version, variants_not=NOT_LIVE
    ):
        sums = read_sums(row.sums)
        found[row.day] = found[row.day] + sums if row.day in found else sums
    return found


def live_measures(
    session: Session, *, model: str, first: date, last: date
) -> Mapping[date, Mapping[str, MeasureSums]]:
    """The measures of ``live_days`` alone, over versions and variants: a year of them is little."""
    statement = select(QualityDay.day, QualityDay.sums["measures"]).where(
        QualityDay.model_name == model,
        QualityDay.day >= first,
        QualityDay.day <= last,
        QualityDay.variant.not_in(NOT_LIVE),
    )
    found: dict[date, dict[str, MeasureSums]] = defaultdict(dict)
    for day, stored in session.execute(statement):
        for name, sums in msgspec.convert(stored, dict[str, MeasureSums]).items():
            found[day][name] = found[day].get(name, MeasureSums()) + sums
    return found


def truths_since(session: Session, *, model: str, first: date) -> int:
    """Rows about ``first`` and later whose truth has come."""
    statement = select(func.coalesce(func.sum(QualityDay.truths), 0)).where(
        QualityDay.model_name == model, QualityDay.day >= first, QualityDay.variant.not_in(NOT_LIVE)
    )
    return session.scalar(statement) or 0


def newest_check_at(session: Session, model: str) -> datetime | None:
    """By the wall's clock."""
    return session.scalar(select(func.max(Check.made_at)).where(Check.model_name == model))
