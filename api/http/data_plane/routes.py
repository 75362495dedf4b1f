"""Which paths the data plane answers, found by looking at their parts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from api.http.admission.gate import Admission, Gate
from api.http.data_plane import health, intake
from api.http.data_plane.aside import compare, held_out, held_out_answer
from api.http.data_plane.explain import explain
from api.http.data_plane.messages import Endpoint, Response
from api.http.data_plane.predict import predict
from api.http.data_plane.problems import problem
from api.http.data_plane.v2 import endpoints as v2
from api.http.data_plane.v2.errors import v2_error
from api.serving.errors import ServingError
from api.serving.plane import DataPlane


@dataclass(frozen=True, slots=True)
class Found:
    """An endpoint, and how its refusals look."""

    endpoint: Endpoint
    model: str = ""
    while_draining: bool = False
    kind: str = "predict"
    """Name of the route in the metrics."""
    refusal: Callable[[ServingError, str], Response] = problem
    admission: Admission = "predict"


def _probe(endpoint: Endpoint) -> Found:
    """Never refused: not while draining, and not for being asked often."""
    return Found(endpoint, while_draining=True, admission="none")


class Routes:
    def __init__(self, plane: DataPlane, gate: Gate) -> None:
        self._plane = plane
        self._exact = {
            "/v1/outcomes": Found(partial(intake.outcomes, plane), admission="outcomes"),
            "/v1/feedback": Found(partial(intake.feedback, plane)),
            "/health/live": _probe(health.live),
            "/health/ready": _probe(partial(health.ready, plane)),
            "/metrics": _probe(health.Metrics(plane, gate)),
        }

    def find(self, path: str) -> Found | None:
        """None where the path belongs to somebody else."""
        if path.startswith("/v1/models/"):
            return self._of_model(path.split("/"))
        if path.startswith("/v2"):
            return self._v2(path)
        return self._exact.get(path)

    def _v2(self, path: str) -> Found | None:
        plane = self._plane
        endpoint: Endpoint
        model = ""
        match path.rstrip("/").split("/")[1:]:
            case ["v2"]:
                endpoint = v2.server_metadata
            case ["v2", "health", "live"]:
                endpoint = v2.server_live
            case ["v2", "health", "ready"]:
                endpoint = partial(v2.server_ready, plane)
            case ["v2", "models", model, *rest]:
                endpoint = self._v2_model(path, model, rest)
            case ["v2", *_]:
                endpoint = partial(v2.nothing, path)
            case _:
                return None
        if path.startswith("/v2/health/"):
            return Found(
                endpoint, while_draining=True, refusal=v2_error, kind="v2", admission="none"
            )
        admission: Admission = "predict" if path.rstrip("/").endswith("/infer") else "reading"
        return Found(endpoint, model, refusal=v2_error, kind="v2", admission=admission)

    def _v2_model(self, path: str, model: str, rest: list[str]) -> Endpoint:
        version = None
        if rest[:1] == ["versions"] and len(rest) > 1:
            version, rest = rest[1], rest[2:]
        match rest:
            case []:
                return partial(v2.model_metadata, self._plane, model=model, version=version)
            case ["ready"]:
                return partial(v2.model_ready, self._plane, model=model, version=version)
            case ["infer"]:
                return partial(v2.infer, self._plane, model=model, version=version)
        return partial(v2.nothing, path)

    def _of_model(self, parts: list[str]) -> Found | None:
        # "", "v1", "models", name, …
        plane, model = self._plane, parts[3] if len(parts) > 3 else ""
        found = None
        match parts[4:]:
            case ["predict"]:
                found = Found(partial(predict, plane, model=model), model)
            case ["explain"]:
                found = Found(partial(explain, plane, model=model), model, kind="explain")
            case ["compare"]:
                found = Found(partial(compare, plane, model=model), model, kind="aside")
            case ["held-out"]:
                endpoint = partial(held_out, plane, model=model)
                found = Found(endpoint, model, kind="aside", admission="reading")
            case ["held-out", "answer"]:
                found = Found(partial(held_out_answer, plane, model=model), model, kind="aside")
            case ["versions", version, "predict"]:
                endpoint = partial(predict, plane, model=model, version=version)
                found = Found(endpoint, model)
        return found
