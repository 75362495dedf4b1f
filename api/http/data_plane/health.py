"""``/health/live``, ``/health/ready`` and ``/metrics``."""

import msgspec
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from api.http.admission.gate import Gate
from api.http.data_plane.messages import Request, Response
from api.http.data_plane.refusals import MethodNotAllowed
from api.serving.plane import DataPlane
from monitoring.metrics import AdmissionCollector, ServingCollector

_READ_METHODS = ("GET", "HEAD")


def require_read(request: Request) -> None:
    """Raises MethodNotAllowed."""
    if request.method not in _READ_METHODS:
        raise MethodNotAllowed(request.method, ", ".join(_READ_METHODS))


async def live(request: Request) -> Response:
    require_read(request)
    return Response(b'{"status":"live"}')


async def ready(plane: DataPlane, request: Request) -> Response:
    """503 with the reasons where something is not ready."""
    require_read(request)
    reasons = plane.ready()
    document = {"status": "not ready" if reasons else "ready", "not_ready": reasons}
    return Response(msgspec.json.encode(document), status=503 if reasons else 200)


class Metrics:
    """The exposition of one process: the data plane's counts and the interpreter's own."""

    def __init__(self, plane: DataPlane, gate: Gate) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(
            ServingCollector(plane.route_counts, plane.figures, plane.shadows.counts)
        )
        self._registry.register(AdmissionCollector(lambda: gate.refused))
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        GCCollector(registry=self._registry)

    async def __call__(self, request: Request) -> Response:
        require_read(request)
        return Response(generate_latest(self._registry), content_type=CONTENT_TYPE_LATEST.encode())
