from typing import Annotated

from fastapi import APIRouter, Body, Query

from api.core.values import operations
from api.http import value_views as views
from api.http.deps import Engineer, Now, Reading, ServicesHere, Viewer, Writing
from api.http.routes.declared import problems
from api.http.schemas.base import MAX_ROW_ID, ModelName
from api.http.schemas.values import (
    ValueEstimate,
    ValueFormulaDetail,
    ValueFormulaHistory,
    ValueFormulaOrder,
    ValuePreviewOrder,
)

router = APIRouter(prefix="/v1/models/{model}/value", tags=["kpis"])

FLIGHTS = {
    "kind": "warning",
    "unit": "minutes",
    "money_per_unit": 1.2,
    "right_warning": 25,
    "false_warning": 4,
}
ORDER_EXAMPLES = {
    "flights": {
        "summary": "Minutes saved by a warning",
        "value": {
            "formula": FLIGHTS,
            "seen_number": 0,
            "reason": "As agreed with the operations desk.",
        },
    }
}
PREVIEW_EXAMPLES = {"flights": {"summary": "Minutes saved", "value": {"formula": FLIGHTS}}}


@router.get(
    "",
    operation_id="get_value_formula",
    summary="What answers are worth",
    responses=problems(401, 403, 404, 422, 429),
)
def get_value_formula(
    _actor: Viewer, model: ModelName, session: Reading, now: Now, here: ServicesHere
) -> ValueFormulaDetail:
    """The formula that counts, and what it makes of the last 28 days."""
    return views.detail(session, model, here.settings, now)


@router.get(
    "/versions",
    operation_id="list_value_formulas",
    summary="Every value formula that was set",
    responses=problems(401, 403, 404, 422, 429),
)
def list_value_formulas(
    _actor: Viewer,
    model: ModelName,
    session: Reading,
    before: Annotated[int | None, Query(ge=1, le=MAX_ROW_ID)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ValueFormulaHistory:
    """Who set it when, and why."""
    return views.history(session, model, before=before, limit=limit)


@router.put(
    "",
    operation_id="set_value_formula",
    summary="Set what answers are worth",
    responses=problems(400, 401, 403, 404, 409, 422, 429),
)
def set_value_formula(
    actor: Engineer,
    model: ModelName,
    order: Annotated[ValueFormulaOrder, Body(openapi_examples=ORDER_EXAMPLES)],
    session: Writing,
    now: Now,
    here: ServicesHere,
) -> ValueFormulaDetail:
    """It counts for the past too: the dashboard reckons with the formula of now."""
    operations.set_formula(
        session,
        model=model,
        formula=None if order.formula is None else views.core_formula(order.formula),
        seen_number=order.seen_number,
        actor=actor.reference,
        reason=order.reason,
        now=now,
    )
    return views.detail(session, model, here.settings, now)


@router.post(
    "/preview",
    operation_id="preview_value_formula",
    summary="What a formula would make of the last 28 days",
    responses=problems(400, 401, 403, 404, 422, 429),
)
def preview_value_formula(
    _actor: Engineer,
    model: ModelName,
    order: Annotated[ValuePreviewOrder, Body(openapi_examples=PREVIEW_EXAMPLES)],
    session: Reading,
    now: Now,
) -> ValueEstimate:
    """Nothing is kept."""
    return views.preview(session, model, order.formula, now)
