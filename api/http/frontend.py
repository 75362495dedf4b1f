"""The built frontend: files, with ``index.html`` for the paths that the browser's router knows."""

import mimetypes
from dataclasses import dataclass
from pathlib import Path

import structlog
from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

DIST = Path(__file__).parents[2] / "frontend" / "dist"
HASHED = "/assets/"
"""The build puts files here whose names change with their content."""
WORKERS = "/assets/workers/"
"""The build puts the scripts of workers here; each gets the policy that its answer has."""
WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"
"""A model that a visitor runs in the browser is WebAssembly, and compiling it needs leave. The
worker alone gets that, not the page; and it can reach nothing: what is typed stays where it is."""
FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""Preferred first."""

_log = structlog.get_logger()


def serve_frontend(app: FastAPI, dist: Path) -> None:
    """Everything that no route answers; a place without a build serves the API alone."""
    if not (dist / "index.html").is_file():
        _log.warning("the frontend is not built", expected=str(dist / "index.html"))
        return
    app.frontend("/", directory=dist, fallback="index.html")
    app.add_middleware(CachedAssets, dist=dist)


@dataclass
class CachedAssets:
    """Says how long a file may be kept; sends the build's compressed copy where there is one."""

    app: ASGIApp
    dist: Path

    def __post_init__(self) -> None:
        self._compressed = _compressed_files(self.dist)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _set_headers(MutableHeaders(scope=message), scope["path"], message["status"])
            await send(message)

        copy = self._copy(scope)
        await (copy or self.app)(scope, receive, send_with_headers)

    def _copy(self, scope: Scope) -> FileResponse | None:
        copies = self._compressed.get(scope["path"], {})
        accepted = Headers(scope=scope).get("accept-encoding", "")
        for encoding, path in copies.items():
            if encoding in accepted:
                media_type = mimetypes.guess_type(scope["path"])[0]
                headers = {"Content-Encoding": encoding, "Vary": "Accept-Encoding"}
                return FileResponse(path, headers=headers, media_type=media_type)
        return None


def _set_headers(headers: MutableHeaders, path: str, status: int) -> None:
    if path.startswith(WORKERS):
        headers["Content-Security-Policy"] = WORKER_POLICY
    if path.startswith(HASHED) and status in (200, 304):
        headers["Cache-Control"] = FOREVER
    elif headers.get("content-type", "").startswith("text/html"):
        headers["Cache-Control"] = REVALIDATE


def _compressed_files(dist: Path) -> dict[str, dict[str, Path]]:
    """Path of a request -> encoding -> the compressed copy beside the file."""
    found: dict[str, dict[str, Path]] = {}
    for encoding, suffix in ENCODINGS.items():
        for copy in dist.rglob(f"*{suffix}"):
            original = copy.with_suffix("")
            if original.is_file():
                found.setdefault(f"/{original.relative_to(dist).as_posix()}", {})[encoding] = copy
    return found
