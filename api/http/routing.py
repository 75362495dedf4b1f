"""Every route, in the order in which OpenAPI lists them."""

from importlib import metadata

from fastapi import FastAPI

from api.http.errors import install_error_handlers
from api.http.openapi import install_openapi
from api.http.routes import (
    alerts,
    api_keys,
    audit,
    batch_predictions,
    board_reports,
    checks,
    detailed_reports,
    drafts,
    experiments,
    health,
    history,
    inference_protocol,
    jobs,
    kpis,
    models,
    openid,
    outcomes,
    overview,
    people,
    policies,
    predictions,
    registrations,
    reports,
    rollouts,
    sealed_files,
    search,
    session,
    timeline,
    tools,
    traces,
    training_runs,
    values,
)

DATA_ROUTERS = (predictions.router, outcomes.router, inference_protocol.router, health.router)
CONTROL_ROUTERS = (
    board_reports.router,
    kpis.router,
    values.router,
    models.router,
    overview.router,
    search.router,
    tools.router,
    sealed_files.router,
    rollouts.router,
    policies.router,
    checks.router,
    detailed_reports.router,
    history.router,
    experiments.router,
    timeline.router,
    traces.router,
    reports.router,
    registrations.router,
    drafts.router,
    batch_predictions.router,
    training_runs.router,
    training_runs.recipes_router,
    jobs.router,
    alerts.router,
    session.router,
    openid.router,
    people.router,
    api_keys.router,
    audit.router,
)
TAGS = [
    {"name": "predictions", "description": "Score rows online and explain the answers."},
    {"name": "open inference protocol", "description": "The same, for clients written by others."},
    {"name": "outcomes", "description": "The truth when it comes, and what visitors thought."},
    {"name": "models", "description": "What there is, how good it is, and which version answers."},
    {"name": "rollouts", "description": "A candidate's way to users, and every step of it."},
    {"name": "policies", "description": "What Farol does with a model by itself."},
    {"name": "checks", "description": "What was found when a model was looked at."},
    {"name": "experiments", "description": "Versions compared on purpose, on live traffic."},
    {
        "name": "kpis",
        "description": "The executive dashboard's numbers, and what they are made of.",
    },
    {"name": "reports", "description": "How a model did in a window, to read and to print."},
    {"name": "batch predictions", "description": "Score a file in a durable job."},
    {"name": "training", "description": "Train again in a durable job."},
    {"name": "jobs", "description": "How durable work is getting on."},
    {"name": "alerts", "description": "What somebody should look at, and who was told."},
    {"name": "history", "description": "Recorded flights, to see Farol with data in it."},
    {"name": "access", "description": "Who is asking, who is let in, and who did what."},
    {"name": "operations", "description": "For probes and scrapers."},
]
DESCRIPTION = """
Farol serves machine-learning models, watches how well they do once the truth is known, and repairs
them. Most reads are open; a change needs somebody who is signed in, and mostly an engineer. Every
error is a problem document (RFC 9457), and every answer carries `X-Request-Id` and `Server-Timing`.
"""


def build_api(*, control: bool = True) -> FastAPI:
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
    for router in DATA_ROUTERS + (CONTROL_ROUTERS if control else ()):
        app.include_router(router)
    install_error_handlers(app)
    install_openapi(app)
    return app
