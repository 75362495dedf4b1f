"""A rollback, by a person or by the policy, seen through the public endpoint of two processes."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import msgspec
import onnx
import pytest

from api.adapters.database import read_session, write_session
from api.core.rollouts import operations, queries
from api.core.rollouts.evidence import Evidence
from api.core.rollouts.rules import Step
from api.core.tests.test_rollout_decisions import GATE, HELD, PAIRS
from worker.tests.installation import ROOT, Installation, wait_until
from worker.tests.serving import Started, started
from worker.tests.trials.history import BY, MODEL, QUICK, begin, stored
from worker.trials.advance import advance

PROMISED_SECONDS = 5.0
PLAIN = {"amount": 0.5, "count": 0, "kind": "plain", "divisor": 1.0}
VIP = PLAIN | {"kind": "vip"}
SUBJECTS = [f"subject-{number}" for number in range(40)]


@pytest.fixture
def farol(embedded: Installation) -> Iterator[Started]:
    with started(embedded) as farol:
        yield farol


def version_of(client: httpx.Client, subject: str, row: dict[str, object] = PLAIN) -> int | None:
    """Which version answers; None where there is no answer."""
    answer = client.post(f"/v1/models/{MODEL}/predict", json={"rows": [row], "subject": subject})
    if answer.is_error:
        return None
    version: int = answer.json()["version"]
    return version


def versions(farol: Started) -> set[int | None]:
    return {version_of(client, subject) for client in farol.clients for subject in SUBJECTS}


def seconds_until_all_serve(farol: Started, version: int, act: Callable[[], object]) -> float:
    """From the end of the act; whoever is asked, on every process."""
    act()
    done = time.monotonic()
    wait_until(lambda: versions(farol) == {version}, f"version {version} everywhere")
    return time.monotonic() - done


def farol_roll_back(installation: Installation) -> None:
    command = [sys.executable, "-m", "cli", "roll-back", MODEL, "--reason", "it is wrong"]
    subprocess.run(
        command, env=installation.environment | {"PYTHONPATH": str(ROOT)}, cwd=ROOT, check=True,
        capture_output=True,
    )  # fmt: skip


def test_one_command_changes_what_every_process_serves_within_five_seconds(
    farol: Started,
) -> None:
    installation = farol.installation
    begin(installation, clock=False)
    farol.serve(2)
    farol.loaded(MODEL)
    with write_session(installation.runtime.sessions) as session:
        operations.promote(session, model=MODEL, version=2, now=installation.runtime.clock(), **BY)
    wait_until(lambda: versions(farol) == {2}, "version 2 everywhere")
    seconds = seconds_until_all_serve(farol, 1, lambda: farol_roll_back(installation))
    assert seconds < PROMISED_SECONDS


def silent_for_vips(graph: onnx.ModelProto) -> None:
    (encoder,) = [node for node in graph.graph.node if node.op_type == "LabelEncoder"]
    (bonus,) = [a for a in encoder.attribute if a.name == "values_floats"]
    bonus.floats[:] = [float("nan")]


def into_canary(installation: Installation, rollout: int, weight_steps: tuple[Step, ...]) -> None:
    evidence = Evidence(gate=GATE, pairs=PAIRS, guardrails=HELD)
    for step in (Step.CLEAR_GATE, Step.START_SHADOW, Step.START_CANARY, *weight_steps):
        with write_session(installation.runtime.sessions) as session:
            operations.take(
                session, rollout_id=rollout, step=step, seen_revision=None, evidence=evidence,
                now=installation.runtime.clock() - timedelta(seconds=1), **BY,
            )  # fmt: skip


def test_a_policy_takes_back_what_answers_nan_and_says_for_whom(farol: Started) -> None:
    installation = farol.installation
    begin(installation, clock=False, policy=msgspec.structs.replace(QUICK, approvals=()))
    version = stored(installation, created_at="2026-01-09T00:00:00Z", change=silent_for_vips)
    with write_session(installation.runtime.sessions) as session:
        operations.reject(session, model=MODEL, version=2, now=installation.runtime.clock(), **BY)
        rollout = operations.propose(
            session, model=MODEL, version=version, now=installation.runtime.clock(), **BY
        ).id
    into_canary(installation, rollout, (Step.WIDEN,))
    farol.serve(2)
    farol.loaded(MODEL)
    wait_until(lambda: versions(farol) == {1, version}, "the canary on both")
    unlucky = [s for s in SUBJECTS if version_of(farol.clients[0], s, VIP) is None]
    assert unlucky, "nobody of forty in a canary of half of the traffic"
    farol.ship()

    seconds = seconds_until_all_serve(
        farol, 1, lambda: farol.in_job(lambda context: advance(context, model=MODEL))
    )
    assert seconds < PROMISED_SECONDS
    assert all(version_of(client, s, VIP) == 1 for client in farol.clients for s in unlucky)
    with read_session(installation.runtime.sessions) as session:
        last = queries.transitions(session, [rollout])[rollout][-1]
    assert (last.step, last.actor) == ("roll back", f"policy:{MODEL}")
    assert "of the failed rows have kind = vip" in last.reason
