from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.artifact.documents import Evaluation
from api.core.models.queries import get_model, get_version
from api.core.paging import Page, page
from api.core.rollouts.queries import champion
from api.core.tables import History, ValueFormula
from api.core.values.types import KINDS_OF, AnswerFormula, ForecastFormula, Formula, WarningFormula


def newest_formula(session: Session, model: str) -> ValueFormula | None:
    """As it was set last, even if that took it away; None where none was ever set."""
    statement = select(ValueFormula).where(ValueFormula.model_name == model)
    return session.scalars(statement.order_by(ValueFormula.number.desc()).limit(1)).one_or_none()


def formula_history(
    session: Session, model: str, *, before: int | None = None, limit: int = 50
) -> Page[ValueFormula]:
    """Newest first."""
    statement = select(ValueFormula).where(ValueFormula.model_name == model)
    return page(session, statement, ValueFormula.number, before=before, limit=limit)


def formulas(session: Session, model: str | None = None) -> dict[str, Formula]:
    """What counts now, by model. A replay's answers are worth what those of its base model are."""
    newest = select(ValueFormula.model_name, func.max(ValueFormula.number).label("number"))
    base = session.scalar(select(History.base_model).where(History.model_name == model))
    if model is not None:
        newest = newest.where(ValueFormula.model_name == (base or model))
    latest = newest.group_by(ValueFormula.model_name).subquery()
    statement = select(ValueFormula).join(
        latest,
        (ValueFormula.model_name == latest.c.model_name) & (ValueFormula.number == latest.c.number),
    )
    return {
        (model or row.model_name): formula
        for row in session.scalars(statement)
        if (formula := formula_of(row)) is not None
    }


def formula_of(row: ValueFormula) -> Formula | None:
    return None if row.document is None else read_formula(row.document)


def read_formula(document: Mapping[str, Any]) -> Formula:
    formula: Formula = msgspec.convert(document, Formula)
    return formula


def suggested_formula(session: Session, model: str) -> Formula | None:
    """The form that mostly fits the task, with every worth at 0 and the error without the model as
    the sealed evaluation has it of its baseline. None for a task that no form fits; raises
    ModelAbsent."""
    task = get_model(session, model).task
    kinds = KINDS_OF.get(task)
    if not kinds:
        return None
    if kinds[0] == "warning":
        return WarningFormula(unit="minutes", right_warning=0.0, false_warning=0.0)
    if kinds[0] == "answer":
        return AnswerFormula(unit="minutes", right_answer=0.0, wrong_answer=0.0)
    return ForecastFormula(
        unit="units", error_without=_baseline_error(session, model), each_unit=0.0
    )


def _baseline_error(session: Session, model: str) -> float:
    version = champion(session, model)
    stored = get_version(session, model, version).evaluation if version else None
    if not stored:
        return 0.0
    metrics = msgspec.convert(stored, Evaluation).metrics
    return next((m.baseline for m in metrics if m.name == "mae" and m.baseline is not None), 0.0)
