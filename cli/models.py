"""Commands that look at models and move traffic between their versions."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from api.adapters.database import read_session, write_session
from api.core.alerts.conditions import resolve_by_promotion
from api.core.models import queries
from api.core.rollouts import operations
from api.core.rollouts import queries as rollout_queries
from api.core.tables import ModelVersion, Rollout, RolloutTransition
from cli import context
from cli.output import JsonFlag, console, fail, print_json, print_table


def models(as_json: JsonFlag = False) -> None:
    """List the models, what they serve and how good it is."""
    with read_session(context.sessions()) as session:
        rows = [
            _row(
                model.name,
                queries.versions(session, model.name),
                rollout_queries.champion(session, model.name),
            )
            for model in queries.list_models(session)
        ]
    if as_json:
        print_json(rows)
    else:
        print_table(rows, empty="There are no models yet. farol up makes the first ones.")


def _row(name: str, versions: Sequence[ModelVersion], champion: int | None) -> dict[str, Any]:
    serving = next((version for version in versions if version.version == champion), None)
    return {
        "model": name,
        "serves": champion,
        "versions": len(versions),
        **_headline(serving.evaluation if serving else None),
        "digest": serving.digest[:12] if serving else None,
    }


def _headline(evaluation: dict[str, Any] | None) -> dict[str, Any]:
    if evaluation is None:
        return {"metric": None, "value": None, "baseline": None}
    metric = next(m for m in evaluation["metrics"] if m["name"] == evaluation["headline"])
    baseline = metric.get("baseline")
    return {
        "metric": metric["name"],
        "value": round(metric["value"], 4),
        "baseline": None if baseline is None else round(baseline, 4),
    }


def predict(
    model: str,
    given: Annotated[
        str, typer.Option("--input", help="A JSON row or list of rows, a file of them, or - .")
    ],
    version: Annotated[int | None, typer.Option(help="Instead of the one that serves.")] = None,
    url: Annotated[str, typer.Option(envvar="FAROL_URL", help="Where Farol answers.")] = "",
) -> None:
    """Ask the running Farol for predictions; prints its answer as JSON."""
    rows = _rows(given)
    base = url or f"http://{context.settings().host}:{context.settings().port}"
    path = f"/v1/models/{model}" + (f"/versions/{version}" if version else "") + "/predict"
    try:
        answer = httpx.post(base + path, json={"rows": rows}, timeout=60)
    except httpx.ConnectError:
        raise fail(f"nothing answers at {base}. Start it with: farol up") from None
    if answer.is_error:
        problem = answer.json()
        details = "".join(
            f"\n  row {e.get('row')}, {e.get('field')}: expected {e.get('expected')}, "
            f"got {e.get('got')}"
            for e in problem.get("errors", [])
        )
        raise fail(f"{problem.get('detail', answer.text)}{details}")
    print_json(answer.json())


def _rows(given: str) -> list[Any]:
    if given == "-":
        text = sys.stdin.read()
    elif given.lstrip().startswith(("{", "[")):
        text = given
    elif Path(given).is_file():
        text = Path(given).read_text(encoding="utf-8")
    else:
        raise fail(f"--input: {given!r} is neither JSON nor a file")
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        raise fail(f"--input is not JSON: {error}") from None
    return rows if isinstance(rows, list) else [rows]


def promote(
    model: str,
    version: int,
    reason: Annotated[str, typer.Option(help="Why, for the audit log.")],
    as_json: JsonFlag = False,
) -> None:
    """Make VERSION the one that users of MODEL get."""
    with write_session(context.sessions()) as session:
        operations.promote(
            session,
            model=model,
            version=version,
            actor=context.actor(),
            reason=reason,
            now=context.now(),
        )
        resolve_by_promotion(
            session, model=model, version=version, actor=context.actor(), now=context.now()
        )
    _say(model, version, f"{model} now serves version {version}.", as_json=as_json)


def roll_back(
    model: str,
    reason: Annotated[str, typer.Option(help="Why, for the audit log.")],
    as_json: JsonFlag = False,
) -> None:
    """Give users of MODEL the version they had before."""
    with write_session(context.sessions()) as session:
        operations.roll_back(
            session, model=model, actor=context.actor(), reason=reason, now=context.now()
        )
        version = rollout_queries.champion(session, model)
    _say(model, version, f"{model} serves version {version} again.", as_json=as_json)


def rollouts(model: str, as_json: JsonFlag = False) -> None:
    """Tell how the versions of MODEL came to their users: every rollout, newest first."""
    with read_session(context.sessions()) as session:
        queries.get_model(session, model)
        found = rollout_queries.history(session, model)
        steps = rollout_queries.transitions(session, [rollout.id for rollout in found])
    if as_json:
        print_json(
            [
                {**_rollout_row(row), "weight": row.weight, "steps": _steps(steps[row.id])}
                for row in found
            ]
        )
    else:
        rows = [_rollout_row(rollout) for rollout in found]
        print_table(rows, empty=f"No version of {model} has been proposed yet.")


def _rollout_row(rollout: Rollout) -> dict[str, Any]:
    paused = " (paused)" if rollout.paused_at else ""
    return {
        "rollout": rollout.id,
        "version": rollout.version,
        "stage": f"{rollout.stage.replace('_', ' ')}{paused}",
        "weight": f"{rollout.weight:.0%}",
        "since": f"{rollout.stage_since or rollout.updated_at:%Y-%m-%d %H:%M}",
        "reason": rollout.reason,
        "waits_for": rollout.waits_for,
    }


def _steps(transitions: Sequence[RolloutTransition]) -> list[dict[str, Any]]:
    told = ("at", "step", "from_stage", "to_stage", "weight", "actor", "reason", "evidence")
    return [{name: getattr(step, name) for name in told} for step in transitions]


def _say(model: str, version: int | None, sentence: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"model": model, "serves": version})
    else:
        console.print(sentence, highlight=False)
