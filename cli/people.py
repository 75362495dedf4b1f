"""The administrator's password, for whoever has the installation's files."""

import secrets
from typing import Annotated

import typer

from api.adapters.database import write_session
from api.core.access import operations as access
from api.core.access import sessions as web_sessions
from cli import context
from cli.output import JsonFlag, console, print_json


def password(
    name: Annotated[str, typer.Option(help="Whose password.")] = "admin",
    as_json: JsonFlag = False,
) -> None:
    """Set a new random password and print it once. Ends a lock, and signs out every browser."""
    new = secrets.token_urlsafe(15)
    with write_session(context.sessions()) as session:
        access.set_password(
            session, name=name, password=new, actor=context.actor(), now=context.now()
        )
        web_sessions.end_all(session, person_id=access.get(session, name).id)
    if as_json:
        print_json({"name": name, "password": new})
    else:
        console.print(f"{name}'s password is now: [bold]{new}[/]", highlight=False)
