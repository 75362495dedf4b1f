"""Every route, in the order in which OpenAPI lists them."""

from collections.abc import Sequence
from importlib import metadata

from fastapi import APIRouter, FastAPI

from api.http.errors import install_error_handlers
from api.http.openapi import install_openapi
from api.http.routes import (
    batch_predictions,
    health,
    inference_protocol,
    jobs,
    models,
    outcomes,
    predictions,
    registrations,
    session,
    training_runs,
)

JSON_BODY_BYTES = 1_000_000
"""Of a control-plane request; uploads and predictions have limits of their own in the settings."""
MULTIPART_OVERHEAD_BYTES = 1_000_000
DATA_ROUTERS = (predictions.router, outcomes.router, inference_protocol.router, health.router)
JSON_ROUTERS = (models.router, training_runs.router, jobs.router, session.router)
UPLOAD_ROUTERS = (registrations.router, batch_predictions.router)
TAGS = [
    {"name": "predictions", "description": "Score rows online and explain the answers."},
    {"name": "open inference protocol", "description": "The same, for clients written by others."},
    {"name": "outcomes", "description": "The truth when it comes, and what visitors thought."},
    {"name": "models", "description": "What there is, how good it is, and which version answers."},
    {"name": "batch predictions", "description": "Score a file in a durable job."},
    {"name": "training", "description": "Train again in a durable job."},
    {"name": "jobs", "description": "How durable work is getting on."},
    {"name": "access", "description": "Who is asking."},
    {"name": "operations", "description": "For probes and scrapers."},
]
DESCRIPTION = """
Farol serves machine-learning models, watches how well they do once the truth is known, and repairs
them. Reads are open; a change needs an administrator's name and password. Every error is a problem
document (RFC 9457), and every answer carries `X-Request-Id` and `Server-Timing`.
"""


def build_api(*, upload_bytes: int, control: bool = True) -> FastAPI:
    """The routes with their error handlers and their OpenAPI, and nothing around them.

    Without ``control`` only the data plane's: what such a process does not serve is a 404.
    """
    app = FastAPI(
        title="Farol",
        version=metadata.version("farol"),
        summary="Predictions that are watched, and models that are repaired.",
        description=DESCRIPTION.strip(),
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )
    _include(app, DATA_ROUTERS, JSON_BODY_BYTES)
    if control:
        _include(app, JSON_ROUTERS, JSON_BODY_BYTES)
        _include(app, UPLOAD_ROUTERS, upload_bytes + MULTIPART_OVERHEAD_BYTES)
    install_error_handlers(app)
    install_openapi(app)
    return app


def _include(app: FastAPI, routers: Sequence[APIRouter], max_body_bytes: int) -> None:
    for router in routers:
        app.include_router(router, max_body_size=max_body_bytes)
