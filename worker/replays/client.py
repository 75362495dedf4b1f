"""The platform as a program sees it that plays history into it: over HTTP alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import httpx

from api.core.jobs.types import FINAL_STATES
from worker.replays.player import ReplayRefused

LOOK_AGAIN_SECONDS = 0.02
TRAINING_LOOK_AGAIN_SECONDS = 0.1
TIMEOUT_SECONDS = 120.0
ACCOUNT = {
    "name": "replay",
    "role": "engineer",
    "reason": "It plays recorded history.",
}
KEY: dict[str, Any] = {
    "name": "replay",
    "owner": "replay",
    "scopes": ["predict", "outcomes"],
    "expires_in_days": 1,
    "requests_per_minute": None,
    "reason": "It plays recorded history.",
}
_OVER = {state.value for state in FINAL_STATES}


@dataclass(frozen=True)
class Platform:
    http: httpx.Client
    """With the address, and an administrator's name and password."""
    program: httpx.Client
    """With the address, and the API key of the program that asks and tells the truth."""
    model: str

    @classmethod
    @contextmanager
    def entered(cls, url: str, password: str, model: str) -> Iterator[Self]:
        """As the first administrator, who makes an account and a key for the program."""
        with (
            httpx.Client(base_url=url, auth=("admin", password), timeout=TIMEOUT_SECONDS) as http,
            httpx.Client(base_url=url, timeout=TIMEOUT_SECONDS) as program,
        ):
            platform = cls(http, program, model)
            platform.post("/v1/service-accounts", ACCOUNT)
            key = platform.post("/v1/api-keys", KEY)["secret"]
            program.headers["Authorization"] = f"Bearer {key}"
            while program.get("/v2").status_code == httpx.codes.UNAUTHORIZED:
                threading.Event().wait(LOOK_AGAIN_SECONDS)
            yield platform

    def get(self, path: str, **query: Any) -> Any:
        return self._answer(self.http.get(path, params=query))

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return self._answer(self.http.post(path, json=body))

    def put(self, path: str, body: dict[str, Any]) -> Any:
        return self._answer(self.http.put(path, json=body))

    def check(self, at: datetime) -> dict[str, Any]:
        """Look at the model as of ``at``; the answer is the check."""
        order = {"reason": "a day of the replay is over", "as_of": at.isoformat()}
        asked = self.post(f"/v1/models/{self.model}/checks", order)
        self.finished(asked["job"]["id"])
        newest: dict[str, Any] = self.get(f"/v1/models/{self.model}/checks", limit=1)["checks"][0]
        return newest

    def advance(self, at: datetime) -> None:
        """Decide about the rollouts as of ``at``."""
        asked = self.post(f"/v1/models/{self.model}/rollouts/advance", {"as_of": at.isoformat()})
        self.finished(asked["job"]["id"])

    def finished(self, job_id: int) -> dict[str, Any]:
        """Wait for the end of a job. Raises ReplayRefused when it did not succeed."""
        while (job := self.get(f"/v1/jobs/{job_id}"))["state"] not in _OVER:
            threading.Event().wait(LOOK_AGAIN_SECONDS)
        if job["state"] != "succeeded":
            raise ReplayRefused(f"job {job_id} ({job['task']}) {job['state']}: {job['error']}")
        ended: dict[str, Any] = job
        return ended

    def trained(self, training_run_id: int) -> str | None:
        """Wait for a training run; why it made no version, or None when it did."""
        while True:
            run = self.get(f"/v1/training-runs/{training_run_id}")
            if run["job"]["state"] in _OVER:
                failed = run["job"]["state"] != "succeeded"
                return str(run["job"]["error"]) if failed else None
            threading.Event().wait(TRAINING_LOOK_AGAIN_SECONDS)

    def is_trying(self) -> bool:
        """Whether a rollout is open before its promotion: the newest, or the one that it waits
        for."""
        listed = self.get(f"/v1/models/{self.model}/rollouts", limit=2)["rollouts"]
        return any(r["stage"] in ("proposed", "gated", "shadow", "canary") for r in listed)

    def _answer(self, answer: httpx.Response) -> Any:
        if answer.is_error:
            raise ReplayRefused(
                f"{answer.request.url.path} answered {answer.status_code}: {answer.text[:500]}"
            )
        return answer.json()
