"""``farol reproduce MODEL``: train again from the recorded parameters and compare the figures."""

from typing import Annotated, Any

import typer

from api.adapters.database import read_session
from api.core.models import queries
from api.core.rollouts import queries as rollout_queries
from cli import context
from cli.output import JsonFlag, console, fail, print_json, print_table

TOLERANCE = 1e-6
"""Relative. The same data, parameters and seed give the same figures on the same machine; other
processors may round differently."""


def reproduce(
    model: str,
    version: Annotated[int | None, typer.Option(help="Instead of the one that serves.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Train MODEL again as its version was trained, and print both sets of figures."""
    # The training libraries take seconds to import; no other command should pay for them.
    from worker.pipelines.reproduce import reproduce as train_again  # noqa: PLC0415
    from worker.recipes import catalogue  # noqa: PLC0415

    sealed, parameters = _sealed(model, version)
    recipe = catalogue().get(model)
    if recipe is None:
        raise fail(f"{model} was registered from an ONNX file; it has no recipe to run again")
    console.print(f"Training {model} again …") if not as_json else None
    again = {
        m.name: m.value
        for m in train_again(recipe, parameters, packages=context.settings().packages_dir)
    }
    rows = [
        {
            "metric": name,
            "sealed": value,
            "again": again.get(name),
            "same": _same(value, again.get(name)),
        }
        for name, value in sealed.items()
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(rows, empty="The version has no metrics.")
    if not all(row["same"] for row in rows):
        raise fail("the figures differ")


def _sealed(model: str, version: int | None) -> tuple[dict[str, float], dict[str, Any]]:
    with read_session(context.sessions()) as session:
        number = version or rollout_queries.champion(session, model)
        if number is None:
            raise fail(f"{model} has no version yet; farol train {model} makes one")
        row = queries.get_version(session, model, number)
        metrics = (row.evaluation or {}).get("metrics", [])
        return {m["name"]: m["value"] for m in metrics}, row.manifest["parameters"]


def _same(first: float, second: float | None) -> bool:
    return second is not None and abs(first - second) <= TOLERANCE * max(1.0, abs(first))
