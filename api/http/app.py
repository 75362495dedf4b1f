"""The application of one process: the planes that its settings ask for, wired together."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from api.adapters.artifact_store import LocalArtifactStore
from api.adapters.database import make_engine, make_session_factory
from api.adapters.settings import Settings
from api.http.authentication import FailureThrottle
from api.http.data_plane.entry import DataPlaneEntry
from api.http.deps import Services
from api.http.draining import Draining
from api.http.frontend import DIST, serve_frontend
from api.http.logs import log_request
from api.http.request_context import RequestContext
from api.http.routing import build_api
from api.http.snapshot_mirror import MODELS
from api.http.snapshot_refresher import SnapshotRefresher
from api.serving.plane import DataPlane, open_data_plane
from api.serving.settings import ServingSettings

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
COMPRESS_BYTES = 1_000
"""Smaller answers gain nothing from it."""
EXPOSED_HEADERS = ("X-Request-Id", "Server-Timing", "Retry-After")


@dataclass(frozen=True)
class Application:
    asgi: ASGIApp
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
    api = _api(services, plane, frontend)
    app: ASGIApp = RequestContext(
        api, services.draining, log_request if settings.request_log else None
    )
    if plane is not None:
        app = DataPlaneEntry(app, plane, max_body_bytes=settings.max_body_bytes)
    if settings.cors_origins:
        app = _with_cors(app, settings)

    def drain() -> None:
        services.draining.start()
        if plane is not None:
            plane.start_draining()

    return Application(app, drain)


def _api(services: Services, plane: DataPlane | None, frontend: Path) -> FastAPI:
    settings = services.settings
    control = settings.planes != "data"
    api = build_api(upload_bytes=settings.max_upload_bytes, control=control)
    api.state.services = services
    api.router.lifespan_context = _lifespan(services, plane)
    if control:
        serve_frontend(api, frontend)
    api.add_middleware(GZipMiddleware, minimum_size=COMPRESS_BYTES)
    return api


def _lifespan(services: Services, plane: DataPlane | None) -> Lifespan:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if plane is None:
            yield
            return
        refresher = _refresher(services, plane)
        refresher.start()
        try:
            yield
        finally:
            await run_in_threadpool(refresher.stop)
            await plane.close()

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
    log = settings.data_dir / "logs" / f"requests-{settings.process_slot}.jsonl"
    return ServingSettings(
        models_dir=settings.serving_dir / MODELS,
        spool_dir=settings.spool_dir,
        slot=settings.process_slot,
        model_memory_bytes=settings.model_memory_bytes,
        response_cache_bytes=settings.response_cache_bytes,
        graph_threads=settings.graph_threads,
        request_log=log if settings.request_log else None,
    )


def _with_cors(app: ASGIApp, settings: Settings) -> CORSMiddleware:
    """Outside everything, so that the data plane's answers have the headers, too."""
    return CORSMiddleware(
        app,
        allow_origins=settings.cors_origins,
        allow_methods=("GET", "POST", "PATCH"),
        allow_headers=("Authorization", "Content-Type", "X-Request-Id", "Last-Event-ID"),
        expose_headers=EXPOSED_HEADERS,
        max_age=600,
    )
