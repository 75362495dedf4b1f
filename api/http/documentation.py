"""``/docs``: OpenAPI as a page, all of it from here, under a policy for exactly its script."""

import base64
import hashlib
import re
from pathlib import Path

import fastapi_offline
from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

PATH = "/docs"
FILES = "/docs/files"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def serve_documentation(app: FastAPI) -> None:
    page = get_swagger_ui_html(
        openapi_url=app.openapi_url or "",
        title="Farol API",
        swagger_js_url=f"{FILES}/swagger-ui-bundle.js",
        swagger_css_url=f"{FILES}/swagger-ui.css",
        swagger_favicon_url=f"{FILES}/favicon.png",
        swagger_ui_parameters={"persistAuthorization": False, "tryItOutEnabled": True},
    )
    content = bytes(page.body)
    headers = {"Content-Security-Policy": _policy(content.decode())}

    async def documentation() -> HTMLResponse:
        return HTMLResponse(content, headers=headers)

    app.add_api_route(PATH, documentation, include_in_schema=False)
    static = Path(fastapi_offline.__file__).parent / "static"
    app.mount(FILES, StaticFiles(directory=static), name="documentation-files")


def _policy(page: str) -> str:
    """Allows the page's one inline script by its hash, and nothing from elsewhere."""
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _INLINE_SCRIPT.findall(page)
    ]
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {' '.join(hashes)}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
