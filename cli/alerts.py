"""Commands that look at alerts, take them on, and try the channels that they go out through."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from api.adapters.database import read_session, write_session
from api.adapters.notifiers.rehearsal import Rehearsed, rehearse
from api.core.alerts import operations, queries
from api.core.alerts.rules import Action
from api.core.alerts.types import AlertState
from api.core.tables import Alert
from cli import context
from cli.output import JsonFlag, console, fail, print_json, print_table

app = typer.Typer(help="List what somebody should look at; acknowledge, resolve, test.")

AlertId = Annotated[int, typer.Argument(min=1, metavar="ID", help="As farol alerts lists it.")]
Reason = Annotated[str, typer.Option(help="Why, for the audit log.")]
SHOWN = ("id", "state", "severity", "kind", "model_name", "title", "repeats", "opened_at")
TOLD = (
    *SHOWN, "key", "detail", "path", "last_seen_at", "acknowledged_at", "acknowledged_by",
    "resolved_at", "resolved_by",
)  # fmt: skip


@app.callback(invoke_without_command=True)
def alerts(
    command: typer.Context,
    state: Annotated[
        AlertState | None, typer.Option(help="Only those; unresolved ones when left out.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Only of this model.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, newest first.")] = 50,
    as_json: JsonFlag = False,
) -> None:
    """List the alerts that nobody has resolved."""
    if command.invoked_subcommand is not None:
        return
    wanted = [state] if state else [AlertState.OPEN, AlertState.ACKNOWLEDGED]
    with read_session(context.sessions()) as session:
        found = queries.listed(session, states=wanted, model=model, limit=limit)
    if as_json:
        print_json([_row(alert, TOLD) for alert in found])
    else:
        print_table([_line(alert) for alert in found], empty="Nothing needs anybody's attention.")


@app.command()
def acknowledge(alert_id: AlertId, reason: Reason, as_json: JsonFlag = False) -> None:
    """Say that somebody looks after alert ID."""
    _act(alert_id, Action.ACKNOWLEDGE, reason, as_json=as_json)


@app.command()
def resolve(alert_id: AlertId, reason: Reason, as_json: JsonFlag = False) -> None:
    """Say that what alert ID is about is over."""
    _act(alert_id, Action.RESOLVE, reason, as_json=as_json)


@app.command("test")
def try_channels(as_json: JsonFlag = False) -> None:
    """Send a test message over every channel and say what happened in each."""
    tried = rehearse(context.settings(), actor=context.actor(), now=context.now())
    with write_session(context.sessions()) as session:
        operations.record_test(
            session,
            told={channel.channel: channel.reason or "sent" for channel in tried},
            actor=context.actor(),
            now=context.now(),
        )
    if as_json:
        print_json([asdict(channel) for channel in tried])
    for channel in [] if as_json else tried:
        console.print(_outcome(channel), highlight=False, markup=False)
    if not tried:
        raise fail("No channel is configured; docs/guides/alerts.md says how.")
    if not all(channel.sent for channel in tried):
        raise typer.Exit(1)


def _act(alert_id: int, action: Action, reason: str, *, as_json: bool) -> None:
    with write_session(context.sessions()) as session:
        alert = operations.act(
            session,
            alert_id=alert_id,
            action=action,
            actor=context.actor(),
            reason=reason,
            now=context.now(),
        )
        row = _row(alert, TOLD)
    if as_json:
        print_json(row)
    else:
        console.print(f"Alert {alert_id} is {row['state']}.", highlight=False)


def _row(alert: Alert, names: tuple[str, ...]) -> dict[str, Any]:
    return {name.removesuffix("_name"): getattr(alert, name) for name in names}


def _line(alert: Alert) -> dict[str, Any]:
    return {**_row(alert, SHOWN), "opened_at": f"{alert.opened_at:%Y-%m-%d %H:%M}"}


def _outcome(channel: Rehearsed) -> str:
    what = "sent" if channel.sent else f"not sent: {channel.reason}"
    return f"{channel.channel}: {what} ({channel.seconds:.1f} s)"
