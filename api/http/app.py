"""The application of one process: the planes that its settings ask for, wired together."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from api.adapters.artifact_store import LocalArtifactStore
from api.adapters.database import make_engine, make_session_factory
from api.adapters.settings import Settings
from api.http.authentication import FailureThrottle
from api.http.body_limit import BodyLimit
from api.http.data_plane.cors import CorsLayer
from api.http.data_plane.entry import DataPlaneEntry
from api.http.data_plane.request_log import RequestLog
from api.http.deps import Services
from api.http.documentation import serve_documentation
from api.http.draining import Draining
from api.http.frontend import DIST, serve_frontend
from api.http.request_context import RequestContext
from api.http.routing import build_api
from api.http.snapshot_mirror import MODELS
from api.http.snapshot_refresher import SnapshotRefresher
from api.serving.plane import DataPlane, open_data_plane
from api.serving.settings import ServingSettings

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
UPLOAD_PATHS = ("/v1/models", "/v1/batch-predictions")
JSON_BODY_BYTES = 1_000_000
"""Of a control-plane request; the data plane has its own limit in the settings."""
MULTIPART_OVERHEAD_BYTES = 1_000_000
COMPRESS_BYTES = 1_000
"""Smaller answers gain nothing from it."""


@dataclass(frozen=True)
class Application:
    asgi: ASGIApp
    services: Services
    drain: Callable[[], None]
    """Called on the event loop when the process is told to stop."""


def create_app(settings: Settings) -> ASGIApp:
    return compose(settings).asgi


def compose(settings: Settings, *, frontend: Path = DIST) -> Application:
    services = Services(
        settings=settings,
        sessions=make_session_factory(make_engine(settings.database)),
        throttle=FailureThrottle(clock=time.monotonic),
        draining=Draining(),
    )
    plane = None if settings.planes == "control" else open_data_plane(_serving(settings))
    request_log = RequestLog.at(_request_log_path(settings) if settings.request_log else None)
    api = _api(services, plane, request_log, frontend)
    app: ASGIApp = RequestContext(api, services.draining, request_log)
    if plane is not None:
        app = DataPlaneEntry(
            app,
            plane,
            max_body_bytes=settings.max_body_bytes,
            cors_origins=settings.cors_origins,
            request_log=request_log,
        )
    elif settings.cors_origins:
        app = CorsLayer(app, settings.cors_origins)

    def drain() -> None:
        services.draining.start()
        if plane is not None:
            plane.start_draining()

    return Application(app, services, drain)


def _api(
    services: Services, plane: DataPlane | None, request_log: RequestLog | None, frontend: Path
) -> FastAPI:
    settings = services.settings
    control = settings.planes != "data"
    api = build_api(control=control)
    api.state.services = services
    api.router.lifespan_context = _lifespan(services, plane, request_log)
    serve_documentation(api)
    if control:
        serve_frontend(api, frontend)
    api.add_middleware(GZipMiddleware, minimum_size=COMPRESS_BYTES)
    upload_bytes = settings.max_upload_bytes + MULTIPART_OVERHEAD_BYTES
    api.add_middleware(
        BodyLimit,
        default_bytes=JSON_BODY_BYTES,
        bytes_by_path=dict.fromkeys(UPLOAD_PATHS, upload_bytes),
    )
    return api


def _lifespan(
    services: Services, plane: DataPlane | None, request_log: RequestLog | None
) -> Lifespan:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if request_log is not None:
                stack.callback(request_log.close)
            if plane is not None:
                refresher = _refresher(services, plane)
                refresher.start()
                stack.push_async_callback(plane.close)
                stack.push_async_callback(run_in_threadpool, refresher.stop)
            yield

    return lifespan


def _refresher(services: Services, plane: DataPlane) -> SnapshotRefresher:
    settings = services.settings
    return SnapshotRefresher(
        sessions=services.sessions,
        store=LocalArtifactStore(settings.artifacts_dir),
        serving_dir=settings.serving_dir,
        apply=plane.apply,
        poll_seconds=settings.snapshot_poll_seconds,
    )


def _serving(settings: Settings) -> ServingSettings:
    return ServingSettings(
        models_dir=settings.serving_dir / MODELS,
        spool_dir=settings.spool_dir,
        slot=settings.process_slot,
        model_memory_bytes=settings.model_memory_bytes,
        response_cache_bytes=settings.response_cache_bytes,
        graph_threads=settings.graph_threads,
        spool_max_bytes=settings.spool_max_bytes,
        spool_fsync=settings.spool_fsync,
    )


def _request_log_path(settings: Settings) -> Path:
    return settings.data_dir / "logs" / f"requests-{settings.process_slot}.jsonl"
