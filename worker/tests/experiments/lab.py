"""A running experiment with a log made by the real allocation, without a data plane."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from api.adapters.database import read_session, write_session
from api.core.experiments import operations, queries
from api.core.experiments.ending import plan_of
from api.core.experiments.results import Result
from api.core.experiments.rules import Step
from api.core.experiments.traffic import Split, running_splits
from api.core.experiments.types import Arm, Goal, Plan
from api.core.models.operations import register_version
from api.core.rollouts.operations import promote
from api.core.tables import Experiment, ExperimentAllocation, ExperimentLook, Prediction
from api.serving.traffic import choose
from testing.artifacts import EXECUTION, seal_artifact
from worker.experiments.look import evaluate
from worker.runner import run
from worker.tests.installation import Installation

START = datetime(2026, 3, 1, tzinfo=UTC)
ADA = {"actor": "person:ada", "reason": "is it worth it?"}
PLAN = Plan(
    arms=(Arm("old", 1, 0.5), Arm("new", 2, 0.5)),
    control="old",
    goal=Goal("latency"),
    minimum_effect=0.01,
)
Latency = Callable[[np.random.Generator, str], float]
"""Seconds that a subject of this arm waits."""


class Lab:
    def __init__(self, installation: Installation, scratch: Path, plan: Plan = PLAN) -> None:
        self.installation = installation
        self.sessions = installation.runtime.sessions
        self.made = 0
        with write_session(self.sessions) as session:
            for number in (1, 2, 3):
                artifact = seal_artifact(scratch / str(number), graph=str(number).encode())
                register_version(
                    session, artifact=artifact, execution=EXECUTION, created_by="ada", now=START
                )
            promote(session, model="demo", version=1, now=START, **ADA)
            experiment = operations.create(
                session, model="demo", name="new against old", plan=plan, now=START, **ADA
            )
            self.id = experiment.id
        self.take(Step.START)

    def take(self, step: Step, now: datetime = START) -> None:
        with write_session(self.sessions) as session:
            operations.take(
                session, experiment_id=self.id, step=step, seen_revision=None, now=now, **ADA
            )

    def read(self, query: Callable[..., Any], *given: Any) -> Any:
        with read_session(self.sessions) as session:
            return query(session, *given)

    @property
    def row(self) -> Experiment:
        return self.read(queries.get_experiment, self.id)

    @property
    def looks(self) -> list[ExperimentLook]:
        return list(self.read(queries.looks, self.id))

    @property
    def allocations(self) -> list[ExperimentAllocation]:
        return list(self.read(queries.allocations, self.id))

    @property
    def split(self) -> Split:
        return self.read(running_splits, "demo")["demo"]

    def serve(
        self,
        subjects: Iterable[str],
        latency: Latency,
        *,
        at: datetime = START + timedelta(hours=1),
        seed: int = 1,
        variant_of: Callable[[str], str] | None = None,
    ) -> list[str]:
        """One answer a subject, by the arm that it is really allocated to; the variants."""
        generator, split = np.random.default_rng(seed), self.split
        versions = {variant.name: variant.version for variant in split.variants}

        def allocated(subject: str) -> str:
            return choose(split.salt, split.variants, subject).name

        rows = []
        for subject in subjects:
            self.made += 1
            variant = (variant_of or allocated)(subject)
            rows.append(
                {
                    "id": f"p{self.made:08}", "row": 0, "occurred_at": at, "served_at": at,
                    "model_name": "demo", "version": versions.get(variant, 1), "variant": variant,
                    "source": "api", "subject": subject, "client_key": None,
                    "latency_seconds": latency(generator, variant.partition(":")[2]),
                    "cached": False, "inputs": {}, "output": {},
                }
            )  # fmt: skip
        with write_session(self.sessions) as session:
            session.execute(insert(Prediction), rows)
        return [row["variant"] for row in rows]

    def look(self, at: datetime = START + timedelta(hours=2)) -> Result | None:
        """As the job does it."""
        kept: list[Result | None] = []
        job_id = self.installation.enqueue("experiments.evaluate")
        run(
            self.installation.runtime,
            job_id=job_id,
            worker="test",
            work=lambda context: kept.append(evaluate(context, experiment_id=self.id, as_of=at)),
        )
        job = self.installation.job(job_id)
        assert job.state == "succeeded", job.error
        return kept[0]

    def plan(self) -> Plan:
        return plan_of(self.row)


def people(number: int, prefix: str = "person") -> list[str]:
    return [f"{prefix} {n}" for n in range(number)]


def commit(lab: Lab, change: Callable[[Session], Any]) -> None:
    with write_session(lab.sessions) as session:
        change(session)
