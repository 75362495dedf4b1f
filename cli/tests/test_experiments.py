"""The experiments' commands; in this process, as each start of another takes seconds."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.adapters.database import write_session
from api.core.experiments.plan_rules import contradictions
from api.core.experiments.queries import ExperimentAbsent
from api.core.experiments.types import Plan
from api.core.models.operations import register_version
from api.core.models.queries import ModelAbsent
from api.core.rollouts.operations import promote
from api.http.examples import EXPERIMENT_PLAN
from cli import context
from cli.main import app
from testing.artifacts import EXECUTION, make_schema, seal_artifact

Farol = Callable[..., Result]


@pytest.fixture
def farol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Farol]:
    """Of an installation whose model has one version, its champion."""
    monkeypatch.setenv("FAROL_DATA_DIR", str(tmp_path / "data"))
    _forget_the_installation()
    with write_session(context.sessions()) as session:
        artifact, now = seal_artifact(tmp_path / "sealed"), context.now()
        given = {"artifact": artifact, "execution": EXECUTION, "created_by": "ada", "now": now}
        register_version(session, **given)
        promote(session, model="demo", version=1, actor="ada", reason="first", now=now)
    yield lambda *words: CliRunner().invoke(app, ["experiments", *words])
    context.sessions().kw["bind"].dispose()
    _forget_the_installation()


def _forget_the_installation() -> None:
    context.settings.cache_clear()
    context.sessions.cache_clear()


def planned(directory: Path, **changed: object) -> tuple[str, ...]:
    path = directory / "plan.json"
    path.write_text(json.dumps(EXPERIMENT_PLAN | changed))
    return ("create", "demo", "--plan", str(path), "--name", "A/A", "--reason", "why not")


def test_an_experiment_is_planned_started_shown_and_stopped(farol: Farol, tmp_path: Path) -> None:
    assert json.loads(farol(*planned(tmp_path), "--json").stdout)["status"] == "draft"
    assert farol("start", "1", "--reason", "now").stdout == "Experiment 1 runs.\n"
    shown = farol("show", "1").stdout
    assert "A/A: not looked at yet" in shown
    assert "a-again" in shown
    as_json = json.loads(farol("show", "1", "--json").stdout)
    assert as_json["allocations"][0]["shares"] == {"a": 0.5, "a-again": 0.5}
    assert farol("stop", "1", "--reason", "enough").stdout == "Experiment 1 is stopped.\n"
    [row] = json.loads(farol("list", "demo", "--json").stdout)
    assert (row["status"], row["stop_reason"]) == ("stopped", "enough")


def test_a_draft_is_discarded(farol: Farol, tmp_path: Path) -> None:
    assert farol(*planned(tmp_path)).stdout == "Experiment 1 is planned.\n"
    assert farol("discard", "1", "--reason", "r").stdout == "Experiment 1 is discarded.\n"
    assert "discarded" in farol("list", "demo").stdout


def test_what_there_is_not_is_refused_by_name(farol: Farol) -> None:
    assert isinstance(farol("list", "nothing").exception, ModelAbsent)
    assert isinstance(farol("show", "9").exception, ExperimentAbsent)


def test_without_experiments_the_list_says_so(farol: Farol) -> None:
    assert farol("list", "demo").stdout == "There are no experiments with demo yet.\n"


def test_a_plan_that_cannot_be_read_is_told_where(farol: Farol, tmp_path: Path) -> None:
    refused = farol(*planned(tmp_path, mode="guess"))
    assert refused.exit_code == 1
    assert "Invalid enum value 'guess' - at `$.mode`" in " ".join(refused.output.split())


def test_the_guides_plan_makes_sense() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "experiments.md").read_text()
    plan = msgspec.json.decode(
        guide.partition("```json title=plan.json")[2].partition("```")[0], type=Plan
    )
    assert contradictions(plan, dict.fromkeys((1, 2), make_schema())) == ()
