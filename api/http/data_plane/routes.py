"""Which paths the data plane answers, found by looking at their parts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from api.http.data_plane import health
from api.http.data_plane.messages import Endpoint, Response
from api.http.data_plane.predict import predict
from api.http.data_plane.problems import problem
from api.serving.errors import ServingError
from api.serving.plane import DataPlane


@dataclass(frozen=True, slots=True)
class Found:
    """An endpoint, and how its refusals look."""

    endpoint: Endpoint
    model: str = ""
    while_draining: bool = False
    refusal: Callable[[ServingError, str], Response] = problem


class Routes:
    def __init__(self, plane: DataPlane) -> None:
        self._plane = plane
        self._exact = {
            "/health/live": Found(health.live, while_draining=True),
            "/health/ready": Found(partial(health.ready, plane), while_draining=True),
            "/metrics": Found(health.Metrics(plane), while_draining=True),
        }

    def find(self, path: str) -> Found | None:
        """None where the path belongs to somebody else."""
        if path.startswith("/v1/models/"):
            return self._of_model(path.split("/"))
        return self._exact.get(path)

    def _of_model(self, parts: list[str]) -> Found | None:
        # "", "v1", "models", name, …
        match parts[4:]:
            case ["predict"]:
                return Found(partial(predict, self._plane, model=parts[3]), parts[3])
            case ["versions", version, "predict"]:
                return Found(
                    partial(predict, self._plane, model=parts[3], version=version), parts[3]
                )
        return None
