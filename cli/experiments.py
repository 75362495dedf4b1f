"""Commands that compare versions on purpose."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from api.adapters.database import read_session, write_session
from api.core.experiments import operations, queries
from api.core.experiments.rules import Step
from api.core.experiments.types import Plan
from api.core.models.queries import get_model
from api.core.tables import Experiment, ExperimentLook
from cli import context
from cli.output import JsonFlag, console, fail, print_json, print_table

app = typer.Typer(help="Compare versions on purpose, on live traffic.", no_args_is_help=True)

Reason = Annotated[str, typer.Option(help="Why, for the audit log.")]
Number = Annotated[int, typer.Argument(metavar="ID", help="As `farol experiments list` shows it.")]


@app.command("list")
def list_experiments(model: str, as_json: JsonFlag = False) -> None:
    """List the experiments of MODEL with what was learnt, newest first."""
    with read_session(context.sessions()) as session:
        get_model(session, model)
        found = queries.experiments(session, model)
        looks = queries.newest_looks(session, [experiment.id for experiment in found])
    rows = [_row(experiment, looks.get(experiment.id)) for experiment in found]
    if as_json:
        print_json(rows)
    else:
        print_table(rows, empty=f"There are no experiments with {model} yet.")


@app.command()
def show(number: Number, as_json: JsonFlag = False) -> None:
    """Tell what an experiment has learnt, arm by arm."""
    with read_session(context.sessions()) as session:
        experiment = queries.get_experiment(session, number)
        looks = queries.looks(session, number, limit=1)
        allocations = queries.allocations(session, number)
    newest = looks[0] if looks else None
    row = _row(experiment, newest)
    if as_json:
        shares = [{"number": a.number, "at": a.at, "shares": a.shares} for a in allocations]
        result = newest.result if newest else None
        print_json({**row, "plan": experiment.plan, "allocations": shares, "result": result})
        return
    console.print(f"{experiment.name}: {row['learnt'] or 'not looked at yet'}", highlight=False)
    arms = newest.result["arms"] if newest else experiment.plan["arms"]
    print_table([_arm(arm) for arm in arms], empty="")


@app.command()
def create(
    model: str,
    plan: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="The plan, as JSON.")],
    name: Annotated[str, typer.Option(help="What it asks, in a few words.")],
    reason: Reason,
    as_json: JsonFlag = False,
) -> None:
    """Plan an experiment with MODEL; nobody meets an arm until it is started."""
    try:
        read = msgspec.json.decode(plan.read_bytes(), type=Plan, strict=True)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise fail(f"--plan {plan}: {error}") from None
    with write_session(context.sessions()) as session:
        experiment = operations.create(
            session,
            model=model,
            name=name,
            plan=read,
            actor=context.actor(),
            reason=reason,
            now=context.now(),
        )
        row = _row(experiment, None)
    _say(row, f"Experiment {row['experiment']} is planned.", as_json=as_json)


@app.command()
def start(number: Number, reason: Reason, as_json: JsonFlag = False) -> None:
    """Divide the model's users over the arms."""
    _take(number, Step.START, reason, "runs", as_json=as_json)


@app.command()
def stop(number: Number, reason: Reason, as_json: JsonFlag = False) -> None:
    """Give everybody the champion again."""
    _take(number, Step.STOP, reason, "is stopped", as_json=as_json)


@app.command()
def discard(number: Number, reason: Reason, as_json: JsonFlag = False) -> None:
    """Drop a plan that was never started."""
    _take(number, Step.DISCARD, reason, "is discarded", as_json=as_json)


def _take(number: int, step: Step, reason: str, done: str, *, as_json: bool) -> None:
    with write_session(context.sessions()) as session:
        experiment = operations.take(
            session,
            experiment_id=number,
            step=step,
            seen_revision=None,
            actor=context.actor(),
            reason=reason,
            now=context.now(),
        )
        row = _row(experiment, None)
    _say(row, f"Experiment {number} {done}.", as_json=as_json)


def _row(experiment: Experiment, newest: ExperimentLook | None) -> dict[str, Any]:
    started = experiment.started_at
    return {
        "experiment": experiment.id,
        "name": experiment.name,
        "status": experiment.status,
        "started": None if started is None else f"{started:%Y-%m-%d %H:%M}",
        "stop_reason": experiment.stop_reason,
        "learnt": None if newest is None else newest.result["sentences"]["en"],
    }


def _arm(arm: dict[str, Any]) -> dict[str, Any]:
    effect = arm.get("effect") or {}
    known = effect.get("lower") is not None
    return {
        "arm": arm["name"],
        "version": arm["version"],
        "share": f"{arm['share']:.1%}",
        "subjects": arm.get("subjects"),
        "mean": None if arm.get("mean") is None else f"{arm['mean']:.4g}",
        "effect": f"{effect['estimate']:.3g}" if known else None,
        "from": f"{effect['lower']:.3g}" if known else None,
        "to": f"{effect['upper']:.3g}" if known else None,
        "verdict": arm.get("verdict"),
    }


def _say(row: dict[str, Any], sentence: str, *, as_json: bool) -> None:
    if as_json:
        print_json(row)
    else:
        console.print(sentence, highlight=False)
