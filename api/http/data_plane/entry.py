"""The ASGI entry: answers the data plane's routes itself and hands everything else on."""

import logging
import re
import time
from collections.abc import Sequence

from api.http.admission.gate import Gate
from api.http.data_plane.cors import CorsLayer
from api.http.data_plane.hot_predict import HotPredict
from api.http.data_plane.messages import AsgiApp, Receive, Request, Response, Scope, Send
from api.http.data_plane.problems import Unexpected
from api.http.data_plane.refusals import ClientGone, TooManyHeaders
from api.http.data_plane.request_log import RequestLog
from api.http.data_plane.routes import Found, Routes
from api.serving.errors import Draining, ServingError
from api.serving.plane import DataPlane

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_MAX_HEADERS = 100
_log = logging.getLogger("farol.data_plane")


class DataPlaneEntry:
    """A plain ASGI application. Only what ``Routes`` knows is answered here."""

    def __init__(
        self,
        app: AsgiApp,
        plane: DataPlane,
        gate: Gate,
        *,
        max_body_bytes: int = 8_000_000,
        cors_origins: Sequence[str] = (),
        request_log: RequestLog | None = None,
    ) -> None:
        self._app = app
        self._plane = plane
        self._gate = gate
        self._max_body_bytes = max_body_bytes
        self._request_log = request_log
        self._routes = Routes(plane, gate)
        self._hot = HotPredict(plane, max_body_bytes, request_log)
        self._layered: AsgiApp = self._dispatch
        if cors_origins:
            self._layered = CorsLayer(self._dispatch, cors_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._hot.takes(scope) if scope["type"] == "http" else None
        if found is None:
            await self._layered(scope, receive, send)
            return
        plane = self._plane
        plane.requests_in_flight += 1
        try:
            await self._gate.admit(scope, "predict")
            await self._hot.answer(found, scope, receive, send)
        except ClientGone:
            # Nobody is left to answer, and nothing was predicted.
            return
        except ServingError as error:
            await self._answer_hot_refusal(error, scope, receive, send)
        except Exception:  # noqa: BLE001 - the last resort: logged whole, answered without details
            _log.exception("A data-plane request failed")
            await self._answer_hot_refusal(Unexpected(), scope, receive, send)
        finally:
            plane.requests_in_flight -= 1

    async def _answer_hot_refusal(
        self, error: ServingError, scope: Scope, receive: Receive, send: Send
    ) -> None:
        async def refuse(_request: Request) -> Response:
            raise error

        model = scope["path"].split("/")[3]
        found = Found(refuse, model, while_draining=True, admission="none")
        await self._answer(found, scope, receive, send)

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._routes.find(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        plane = self._plane
        plane.requests_in_flight += 1
        try:
            await self._answer(found, scope, receive, send)
        except ClientGone:
            # Nobody is left to answer, and nothing was predicted.
            return
        finally:
            plane.requests_in_flight -= 1

    async def _answer(self, found: Found, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        headers = dict(scope["headers"])
        request = Request(
            scope["method"],
            scope["path"],
            headers,
            receive,
            self._max_body_bytes,
            scope.get("query_string", b""),
        )
        given_id = headers.get(b"x-request-id")
        if given_id is not None and not _REQUEST_ID.fullmatch(given_id):
            given_id = None
        response = await self._respond(found, request, given_id, scope)
        request_id = given_id or response.request_id.encode()
        sent: list[tuple[bytes, bytes]] = [
            (b"content-type", response.content_type),
            (b"content-length", b"%d" % len(response.body)),
            (b"x-request-id", request_id),
            *response.headers,
        ]
        await send({"type": "http.response.start", "status": response.status, "headers": sent})
        body = b"" if request.method == "HEAD" else response.body
        await send({"type": "http.response.body", "body": body})
        if self._request_log is not None:
            seconds = time.perf_counter() - started
            self._request_log.write(request, response, request_id.decode(), seconds)

    async def _respond(
        self, found: Found, request: Request, given_id: bytes | None, scope: Scope
    ) -> Response:
        header_count = len(scope["headers"])
        try:
            if header_count > _MAX_HEADERS or self._plane.draining:
                self._check(found, header_count)
            await self._gate.admit(scope, found.admission)
            response = await found.endpoint(request)
            if not response.request_id and given_id is None:
                response.request_id = self._plane.ids.next("r")
        except ServingError as error:
            response = self._refusal(found, error, given_id)
        except ClientGone:
            raise
        except Exception:  # noqa: BLE001 - the last resort: logged whole, answered without details
            _log.exception("A data-plane request failed")
            response = self._refusal(found, Unexpected(), given_id)
        return response

    def _check(self, found: Found, header_count: int) -> None:
        if header_count > _MAX_HEADERS:
            raise TooManyHeaders(f"A request may have {_MAX_HEADERS} headers.")
        if not found.while_draining:
            raise Draining("This process finishes what it has begun and takes nothing new.")

    def _refusal(self, found: Found, error: ServingError, given_id: bytes | None) -> Response:
        self._plane.refused_unread(found.model, found.kind, error)
        request_id = given_id.decode() if given_id else self._plane.ids.next("r")
        response = found.refusal(error, request_id)
        response.request_id = request_id
        response.model = found.model
        return response
