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
from api.adapters.openid.provider import OpenIdProvider
from api.adapters.settings import Settings
from api.artifact.snapshot import Snapshot
from api.http.admission.gate import Gate
from api.http.admission.layer import AddressLimit
from api.http.admission.limiter import Limiter
from api.http.admission.wiring import make_limiter, visitor_rules
from api.http.authentication import FailureThrottle
from api.http.body_limit import BodyLimit
from api.http.data_plane.accounting import accounting
from api.http.data_plane.cors import CorsLayer
from api.http.data_plane.entry import DataPlaneEntry
from api.http.data_plane.request_log import RequestLog
from api.http.deps import Services
from api.http.documentation import serve_documentation
from api.http.draining import Draining
from api.http.frontend import DIST, serve_frontend
from api.http.request_context import RequestContext
from api.http.routes.openid import CALLBACK_PATH
from api.http.routing import build_api
from api.http.snapshot_mirror import MODELS
from api.http.snapshot_refresher import SnapshotRefresher
from api.serving.plane import DataPlane, open_data_plane
from api.serving.settings import ServingSettings

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
UPLOAD_PATHS = ("/v1/models", "/v1/drafts", "/v1/batch-predictions")
JSON_BODY_BYTES = 1_000_000
"""Of a control-plane request; the data plane has its own limit in the settings."""
MULTIPART_OVERHEAD_BYTES = 1_000_000
COMPRESS_BYTES = 1_000
"""Smaller answers gain nothing from it."""


@dataclass(frozen=True)
class _Serving:
    """The data plane, and who is let in to it."""

    plane: DataPlane
    gate: Gate


@dataclass(frozen=True)
class Application:
    asgi: ASGIApp
    services: Services
    drain: Callable[[], None]
    """Called on the event loop when the process is told to stop."""


def create_app(settings: Settings) -> ASGIApp:
    return compose(settings).asgi


def compose(settings: Settings, *, frontend: Path = DIST) -> Application:
    limiter = make_limiter(settings)
    services = Services(
        settings=settings,
        sessions=make_session_factory(make_engine(settings.database)),
        throttle=FailureThrottle(clock=time.monotonic),
        draining=Draining(),
        limiter=limiter,
        openid=_openid(settings),
    )
    serving = None if settings.planes == "control" else _open_serving(settings, limiter)
    request_log = RequestLog.at(_request_log_path(settings) if settings.request_log else None)
    api = _api(services, serving, request_log, frontend)
    limited = AddressLimit(api, limiter, settings.address_requests_per_minute)
    app: ASGIApp = RequestContext(limited, services.draining, request_log, settings.embed_origins)
    if serving is not None:
        app = DataPlaneEntry(
            app,
            serving.plane,
            serving.gate,
            max_body_bytes=settings.max_body_bytes,
            cors_origins=settings.cors_origins,
            request_log=request_log,
        )
    elif settings.cors_origins:
        app = CorsLayer(app, settings.cors_origins)

    def drain() -> None:
        services.draining.start()
        if serving is not None:
            serving.plane.start_draining()

    return Application(app, services, drain)


def _openid(settings: Settings) -> OpenIdProvider | None:
    if not settings.openid_issuer or settings.planes == "data":
        return None
    return OpenIdProvider(settings, redirect_uri=settings.public_url.rstrip("/") + CALLBACK_PATH)


def _open_serving(settings: Settings, limiter: Limiter) -> _Serving:
    plane = open_data_plane(_serving_settings(settings))
    return _Serving(plane, Gate(visitor_rules(settings), limiter, plane.keep))


def _api(
    services: Services, serving: _Serving | None, request_log: RequestLog | None, frontend: Path
) -> FastAPI:
    settings = services.settings
    control = settings.planes != "data"
    api = build_api(control=control)
    api.state.services = services
    api.router.lifespan_context = _lifespan(services, serving, request_log)
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
    services: Services, serving: _Serving | None, request_log: RequestLog | None
) -> Lifespan:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(services.limiter.close)
            if services.openid is not None:
                stack.callback(services.openid.close)
            if request_log is not None:
                stack.callback(request_log.close)
            if serving is not None:
                refresher = _refresher(services, serving)
                refresher.start()
                stack.push_async_callback(serving.plane.close)
                stack.push_async_callback(run_in_threadpool, refresher.stop)
                await stack.enter_async_context(accounting(serving.plane))
            yield

    return lifespan


def _refresher(services: Services, serving: _Serving) -> SnapshotRefresher:
    settings = services.settings

    def apply(snapshot: Snapshot) -> bool:
        serving.gate.use(snapshot.keys)
        return serving.plane.apply(snapshot)

    return SnapshotRefresher(
        sessions=services.sessions,
        store=LocalArtifactStore(settings.artifacts_dir),
        serving_dir=settings.serving_dir,
        apply=apply,
        poll_seconds=settings.snapshot_poll_seconds,
    )


def _serving_settings(settings: Settings) -> ServingSettings:
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
