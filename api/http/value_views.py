"""Value formulas as the API shows them, and as it takes them."""

from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy.orm import Session

from api.adapters.settings import Settings
from api.core.kpis.periods import periods
from api.core.kpis.value import Estimated, estimate
from api.core.models.queries import get_model, versions
from api.core.tables import ValueFormula
from api.core.values import queries
from api.core.values.operations import require_fitting
from api.core.values.types import Formula, kind_of
from api.http.schemas import values as schemas


def detail(
    session: Session, model: str, settings: Settings, now: datetime
) -> schemas.ValueFormulaDetail:
    """Raises ModelAbsent."""
    suggested = queries.suggested_formula(session, model)
    newest = queries.newest_formula(session, model)
    formula = queries.formula_of(newest) if newest else None
    return schemas.ValueFormulaDetail(
        **dict(_version(newest)),
        model=model,
        currency=settings.currency,
        labels=_labels(session, model),
        suggested=_shown(suggested),
        estimate=_estimate(session, model, formula, now) if formula else None,
    )


def history(
    session: Session, model: str, *, before: int | None, limit: int
) -> schemas.ValueFormulaHistory:
    """Raises ModelAbsent."""
    get_model(session, model)
    found = queries.formula_history(session, model, before=before, limit=limit)
    return schemas.ValueFormulaHistory(
        model=model,
        versions=[_version(row) for row in found.rows],
        next_before=found.next_before,
    )


def preview(
    session: Session, model: str, given: schemas.ValueFormula, now: datetime
) -> schemas.ValueEstimate:
    """Raises ModelAbsent, FormulaRefused."""
    formula = core_formula(given)
    require_fitting(get_model(session, model).task, formula)
    return _estimate(session, model, formula, now)


def core_formula(given: schemas.ValueFormula) -> Formula:
    return queries.read_formula(given.model_dump())


def _estimate(
    session: Session, model: str, formula: Formula, now: datetime
) -> schemas.ValueEstimate:
    today = now.astimezone(UTC).date()
    span = periods(today=today, start=None, end=today + timedelta(days=1)).now
    found: Estimated = estimate(session, model, formula, span)
    return schemas.ValueEstimate.model_validate(found)


def _version(row: ValueFormula | None) -> schemas.ValueFormulaVersion:
    if row is None:
        return schemas.ValueFormulaVersion(
            number=0, formula=None, created_at=None, created_by=None, reason=None
        )
    return schemas.ValueFormulaVersion(
        number=row.number,
        formula=_shown(queries.formula_of(row)),
        created_at=row.created_at,
        created_by=row.created_by,
        reason=row.reason,
    )


_SHAPES: dict[str, type[schemas.WarningValue | schemas.AnswerValue | schemas.ForecastValue]] = {
    "warning": schemas.WarningValue,
    "answer": schemas.AnswerValue,
    "forecast": schemas.ForecastValue,
}


def _shown(formula: Formula | None) -> schemas.ValueFormula | None:
    if formula is None:
        return None
    kind = kind_of(formula)
    return _SHAPES[kind].model_validate(msgspec.structs.asdict(formula) | {"kind": kind})


def _labels(session: Session, model: str) -> list[str]:
    newest = versions(session, model)
    return list(newest[0].schema.get("labels", ())) if newest else []
