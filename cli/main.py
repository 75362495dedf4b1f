"""The ``farol`` command."""

# ruff: noqa: E402 - the collector is off while the modules load: what they make stays anyway
import gc

gc.disable()

import typer

from api.core.errors import FarolError
from cli import (
    alerts,
    demo,
    doctor,
    experiments,
    jobs,
    life,
    models,
    people,
    replay,
    reports,
    reproduce,
    up,
)
from cli.output import fail

app = typer.Typer(
    name="farol",
    help="Serve models, watch them once the truth is known, and repair them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(up.up)
app.command()(jobs.train)
app.command()(models.models)
app.command()(models.predict)
app.command()(jobs.register)
app.command()(models.promote)
app.command("roll-back")(models.roll_back)
app.command()(models.rollouts)
app.add_typer(experiments.app, name="experiments")
app.add_typer(alerts.app, name="alerts")
app.command()(life.timeline)
app.command()(life.trace)
app.command()(reports.report)
app.command()(reproduce.reproduce)
app.add_typer(replay.app, name="replay")
app.command()(demo.demo)
app.command()(people.password)
app.command()(people.key)
app.command()(doctor.doctor)


def main() -> None:
    """Run a command; what Farol refuses is one sentence and exit code 1, never a stack trace."""
    gc.freeze()
    gc.enable()
    try:
        app()
    except FarolError as error:
        raise SystemExit(fail(str(error)).exit_code) from None
