# ruff: noqa: ARG001 - parameters are declared so that they stand in OpenAPI
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path

from api.http.examples import FLIGHT, INFER_ANSWER, SNOWED_FLIGHT, answer, tensors
from api.http.openapi_parts import KEY_OPTIONAL
from api.http.routes.declared import not_served_here
from api.http.schemas.base import ModelName
from api.http.schemas.inference_protocol import (
    InferenceError,
    InferenceRequest,
    InferenceResponse,
    ModelMetadata,
    ServerMetadata,
)

router = APIRouter(prefix="/v2", tags=["open inference protocol"])

Version = Annotated[str, Path(pattern="^[0-9]+$", examples=["1"])]
ABSENT: dict[int | str, dict[str, Any]] = {
    404: {"model": InferenceError, "description": "No such model or version"},
}
REFUSALS: dict[int | str, dict[str, Any]] = ABSENT | {
    400: {"model": InferenceError, "description": "A tensor is missing, unknown or malformed"},
    422: {"model": InferenceError, "description": "A value does not fit the model's schema"},
    413: {"model": InferenceError, "description": "The body is larger than the server takes"},
    503: {"model": InferenceError, "description": "Loading or draining"},
}
NOT_READY: dict[int | str, dict[str, Any]] = {
    503: {"description": "Not ready"},
}
INFER_EXAMPLES: dict[str, Any] = {
    "two_flights": {
        "summary": "Two flights",
        "value": {"id": "two-flights", "inputs": tensors([FLIGHT, SNOWED_FLIGHT])},
    }
}
Infer = Annotated[InferenceRequest, Body(openapi_examples=INFER_EXAMPLES)]


@router.get("", operation_id="v2_server_metadata", summary="Server metadata")
async def server_metadata() -> ServerMetadata:
    not_served_here()


@router.get("/health/live", operation_id="v2_server_live", summary="Server live")
async def server_live() -> None:
    not_served_here()


@router.get(
    "/health/ready", operation_id="v2_server_ready", summary="Server ready", responses=NOT_READY
)
async def server_ready() -> None:
    not_served_here()


@router.get(
    "/models/{model}",
    operation_id="v2_model_metadata",
    summary="Model metadata",
    responses=ABSENT,
)
async def model_metadata(model: ModelName) -> ModelMetadata:
    not_served_here()


@router.get(
    "/models/{model}/versions/{version}",
    operation_id="v2_version_metadata",
    summary="Version metadata",
    responses=ABSENT,
)
async def version_metadata(model: ModelName, version: Version) -> ModelMetadata:
    not_served_here()


@router.get(
    "/models/{model}/ready",
    operation_id="v2_model_ready",
    summary="Model ready",
    responses=ABSENT | NOT_READY,
)
async def model_ready(model: ModelName) -> None:
    not_served_here()


@router.get(
    "/models/{model}/versions/{version}/ready",
    operation_id="v2_version_ready",
    summary="Version ready",
    responses=ABSENT | NOT_READY,
)
async def version_ready(model: ModelName, version: Version) -> None:
    not_served_here()


@router.post(
    "/models/{model}/infer",
    operation_id="v2_infer",
    openapi_extra=KEY_OPTIONAL,
    summary="Infer",
    responses=REFUSALS | answer(INFER_ANSWER),
)
async def infer(model: ModelName, order: Infer) -> InferenceResponse:
    """JSON tensors, or the binary tensor extension with `Inference-Header-Content-Length`."""
    not_served_here()


@router.post(
    "/models/{model}/versions/{version}/infer",
    operation_id="v2_infer_with_version",
    openapi_extra=KEY_OPTIONAL,
    summary="Infer with one version",
    responses=REFUSALS | answer(INFER_ANSWER),
)
async def infer_with_version(model: ModelName, version: Version, order: Infer) -> InferenceResponse:
    not_served_here()
