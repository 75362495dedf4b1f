"""The command that has a report written and saves it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.adapters.database import read_session, write_session
from api.core.models.clock import model_now
from api.core.reports import operations, queries
from api.core.reports.rules import last_week
from api.core.reports.types import LANGUAGES
from api.core.tables import Report
from cli import context
from cli.follow import Followed, follow
from cli.output import JsonFlag, console, fail, print_json
from cli.working import working

Saved = Annotated[Path | None, typer.Option(dir_okay=False, help="Save it here.")]


def report(
    model: str,
    start: Annotated[
        str, typer.Option("--from", help="A day or a moment (UTC); last Monday's week if left out.")
    ] = "",
    end: Annotated[str, typer.Option("--to", help="The end, which is not part of it.")] = "",
    pdf: Saved = None,
    html: Saved = None,
    language: Annotated[str, typer.Option(help="en or pt-BR.")] = "en",
    reason: Annotated[str, typer.Option(help="Why.")] = "Asked for on the command line.",
    as_json: JsonFlag = False,
) -> None:
    """Write the performance report of MODEL over a window, and save it as PDF or HTML."""
    if language not in LANGUAGES:
        raise fail(f"there is no report in {language!r}; one of {', '.join(LANGUAGES)}")
    asked = _ask(model, _moment(start), _moment(end), reason)
    _finish(asked, quiet=as_json)
    saved = {"pdf": pdf, "html": html}
    for file_format, path in saved.items():
        if path is not None:
            _save(asked.id, file_format, language, path)
    if as_json:
        print_json({"report_id": asked.id, **{name: path for name, path in saved.items() if path}})
    else:
        window = f"{asked.window_start:%Y-%m-%d %H:%M} to {asked.window_end:%Y-%m-%d %H:%M}"
        console.print(f"Report {asked.id} on {model}, {window} UTC, is written.", highlight=False)


def _ask(model: str, start: datetime | None, end: datetime | None, reason: str) -> Report:
    """Without a window, of the last whole week by the model's clock."""
    with write_session(context.sessions()) as session:
        now = context.now()
        monday, sunday_night = last_week(model_now(session, model, now))
        return operations.ask(
            session,
            model=model,
            window_start=start or monday,
            window_end=end or sunday_night,
            reason=reason,
            actor=context.actor(),
            now=now,
        )


def _finish(asked: Report, *, quiet: bool) -> None:
    job = Followed(asked.job_id, asked.model_name)
    with working(context.settings()) as tend:
        state = follow(context.sessions(), [job], meanwhile=tend, quiet=quiet)[job.job_id]
    if state != "succeeded":
        raise fail(f"job {job.job_id} {state}")


def _save(report_id: int, file_format: str, language: str, path: Path) -> None:
    with read_session(context.sessions()) as session:
        file = queries.content(
            session, report_id=report_id, file_format=file_format, language=language
        )
        path.write_bytes(file.content)


def _moment(text: str) -> datetime | None:
    """A day is its first moment; without a zone, it is UTC."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise fail(f"{text!r} is no day or moment such as 2026-11-16") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
