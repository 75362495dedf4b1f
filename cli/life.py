"""Commands that tell what became of a model, and where an answer came from."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from api.adapters.database import read_session
from api.core.timeline import cursor, queries
from api.core.timeline.types import Entry
from api.core.traces.queries import trace as trace_of
from api.core.traces.types import Trace, TracedVersion
from cli import context
from cli.output import JsonFlag, console, print_json, print_table


def timeline(
    model: str,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="How many entries.")] = 50,
    before: Annotated[
        str, typer.Option(help="A moment, or the id of an entry of the page before.")
    ] = "",
    as_json: JsonFlag = False,
) -> None:
    """Tell the life of MODEL, newest first: what happened, who did it and why."""
    place = cursor.decode(before) if before else None
    with read_session(context.sessions()) as session:
        page = queries.timeline(session, model=model, limit=limit, before=place)
    if as_json:
        print_json([_plain(entry) for entry in page.entries])
    else:
        rows = [_row(entry) for entry in page.entries]
        print_table(rows, empty=f"Nothing has happened to {model} yet.")


def trace(prediction_id: str, as_json: JsonFlag = False) -> None:
    """Trace an answer to its version, its data, its code, and whoever let it answer."""
    with read_session(context.sessions()) as session:
        found = trace_of(session, prediction_id=prediction_id)
    if as_json:
        print_json(asdict(found))
        return
    for line in _told(found):
        console.print(line, highlight=False, markup=False)


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "at": f"{entry.place.at:%Y-%m-%d %H:%M}",
        "what": entry.title["en"],
        "who": entry.actor,
        "why": entry.reason,
    }


def _plain(entry: Entry) -> dict[str, Any]:
    told = {name: value for name, value in asdict(entry).items() if name != "place"}
    return {"id": cursor.encode(entry.place), "at": entry.place.at, **told}


def _told(found: Trace) -> list[str]:
    moment = f"{found.served_at:%Y-%m-%d %H:%M:%S} UTC"
    lines = [
        f"{found.prediction_id}: {found.model} version {found.version} ({found.variant}) "
        f"answered {found.rows_in_all} row(s) at {moment}"
    ]
    for row in found.rows:
        truth = "not known yet" if row.truth is None else str(row.truth.truth)
        lines.append(f"  row {row.row}: {row.output}; truth: {truth}")
    for version in found.lineage:
        lines += _version(version)
    lines += [
        f"  {step.at:%Y-%m-%d %H:%M} {step.step}, by {step.actor}: {step.reason}"
        for step in found.rollout
    ]
    policy = found.policy
    return [*lines, f"policy {policy.number}" + (f": {policy.reason}" if policy.reason else "")]


def _version(version: TracedVersion) -> list[str]:
    lines = [f"version {version.version}: {version.origin}, digest {version.digest}"]
    if version.data is not None:
        lines.append(
            f"  data: {version.data.name}, {version.data.rows} rows, {version.data.sha256}"
        )
    lines.append(f"  code: {version.code_commit}")
    run = version.training_run
    if run is not None:
        lines.append(f"  training run {run.id}, asked for by {run.asked_by}: {run.reason}")
    return lines
