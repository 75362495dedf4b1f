from datetime import datetime
from math import isfinite
from typing import Any, ClassVar

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core import audit
from api.core.errors import FarolError, Kind, one_of
from api.core.models.queries import get_model, require_live
from api.core.tables import Model, ValueFormula
from api.core.values.queries import newest_formula
from api.core.values.types import KINDS_OF, Formula, kind_of

LARGEST = 1e12


class FormulaRefused(FarolError):
    """It does not fit the model, or says nothing."""

    kind: ClassVar[Kind] = "invalid"


class FormulaChanged(FarolError):
    """Somebody else set it meanwhile."""

    kind: ClassVar[Kind] = "conflict"


def set_formula(
    session: Session,
    *,
    model: str,
    formula: Formula | None,
    seen_number: int,
    actor: str,
    reason: str,
    now: datetime,
) -> ValueFormula:
    """Keep a new formula, which counts from now on and for the past too; None takes it away.

    ``seen_number`` is the one that it was made from, 0 for none. Raises ModelAbsent,
    FormulaRefused, FormulaChanged.
    """
    task = get_model(session, model).task
    require_live(session, model)
    if formula is not None:
        require_fitting(task, formula)
    session.execute(select(Model.name).where(Model.name == model).with_for_update()).all()
    newest = newest_formula(session, model)
    number = newest.number if newest else 0
    if number != seen_number:
        raise FormulaChanged(
            f"the value formula of {model} is not number {seen_number} any more but {number}: "
            "look again and decide anew"
        )
    row = ValueFormula(
        model_name=model,
        number=number + 1,
        document=_document(formula),
        reason=reason,
        created_at=now,
        created_by=actor,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        now=now,
        actor=actor,
        action="value.set",
        subject=f"model:{model}",
        before={"number": number, "formula": newest.document if newest else None},
        after={"number": row.number, "formula": row.document},
        reason=reason,
    )
    return row


def require_fitting(task: str, formula: Formula) -> None:
    """Raises FormulaRefused."""
    kinds = KINDS_OF.get(task, ())
    if kind_of(formula) not in kinds:
        raise FormulaRefused(
            f"a formula of kind {kind_of(formula)!r} does not fit the task {task}; "
            f"{one_of([*kinds])}"
        )
    if not formula.unit.strip():
        raise FormulaRefused("unit says what the numbers count, for example minutes")
    for name, value in msgspec.structs.asdict(formula).items():
        if name == "unit" or value is None:
            continue
        if not isfinite(value) or abs(value) > LARGEST:
            raise FormulaRefused(f"{name} is {value}: expected a number up to {LARGEST:.0e}")
        if value < 0:
            raise FormulaRefused(f"{name} is {value}: a worth or a cost is not negative")


def _document(formula: Formula | None) -> dict[str, Any] | None:
    if formula is None:
        return None
    document: dict[str, Any] = msgspec.to_builtins(formula)
    return document
