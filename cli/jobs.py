"""Commands that start a job and stay with it until it ends."""

import json
import secrets
import shutil
from pathlib import Path
from typing import Annotated

import typer

from api.adapters.database import read_session, write_session
from api.core.jobs import queries as job_queries
from api.core.registrations import operations as registrations
from cli import bootstrap, context, shipped
from cli.follow import Followed, follow
from cli.output import JsonFlag, console, fail, print_json
from cli.working import working

Reason = Annotated[str, typer.Option(help="Why, for the audit log.")]


def train(
    model: Annotated[str, typer.Argument(help="A recipe's name, for example flight-delay.")],
    parameter: Annotated[
        list[str] | None, typer.Option(help="NAME=VALUE, over the recipe's default; repeatable.")
    ] = None,
    reason: Reason = "Started from the command line.",
    as_json: JsonFlag = False,
) -> None:
    """Train a new version of MODEL as a job and follow it."""
    if model not in shipped.recipe_names():
        names = ", ".join(shipped.recipe_names())
        raise fail(f"no recipe is called {model!r}; there are: {names}")
    job = bootstrap.start_training(
        context.sessions(),
        model,
        parameters=_parameters(parameter or []),
        reason=reason,
        actor=context.actor(),
    )
    _finish(job, as_json=as_json)


def register(
    graph: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The ONNX file.")],
    name: Annotated[str, typer.Option(help="The model's name, for example file-type.")],
    schema: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="schema.json; inferred when left out."),
    ] = None,
    documents: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Folder with card.json, examples.json, …"),
    ] = None,
    title: Annotated[str, typer.Option(help="Shown to people; the name when left out.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Check an ONNX file in isolation and register it as a model's next version."""
    upload_id = secrets.token_hex(16)
    folder = context.settings().data_dir / "uploads" / upload_id
    folder.mkdir(parents=True)
    shutil.copyfile(graph, folder / "model.onnx")
    for document in [] if documents is None else sorted(documents.glob("*.json")):
        shutil.copyfile(document, folder / document.name)
    if schema is not None:
        shutil.copyfile(schema, folder / "schema.json")
    _complete_registration(folder / "registration.json", name=name, title=title)
    with write_session(context.sessions()) as session:
        started = registrations.start(
            session, upload_id=upload_id, model=name, actor=context.actor(), now=context.now()
        )
        job = Followed(started.id, name)
    _finish(job, as_json=as_json)


def _complete_registration(path: Path, *, name: str, title: str) -> None:
    given = json.loads(path.read_text()) if path.exists() else {}
    given["name"] = name
    given["created_by"] = context.actor()
    if title or "title" not in given:
        given["title"] = {"en": title or name}
    given.setdefault("summary", {"en": ""})
    path.write_text(json.dumps(given, ensure_ascii=False))


def _parameters(pairs: list[str]) -> dict[str, float | int | str | bool | None]:
    parameters = {}
    for pair in pairs:
        key, separator, value = pair.partition("=")
        if not separator:
            raise fail(f"--parameter {pair!r} is not of the form NAME=VALUE")
        try:
            parameters[key] = json.loads(value)
        except json.JSONDecodeError:
            parameters[key] = value
    return parameters


def _finish(job: Followed, *, as_json: bool) -> None:
    """Follow the job; without a running Farol, a worker is kept up for as long as it takes."""
    with working(context.settings()) as tend:
        state = follow(context.sessions(), [job], meanwhile=tend, quiet=as_json)[job.job_id]
    with read_session(context.sessions()) as session:
        row = job_queries.get(session, job.job_id)
        error, message = row.error, row.message
    if as_json:
        print_json({"job_id": job.job_id, "state": state, "message": message, "error": error})
    if state != "succeeded":
        raise fail(f"job {job.job_id} {state}: {error or message}")
    if not as_json:
        console.print(message, highlight=False, markup=False)
