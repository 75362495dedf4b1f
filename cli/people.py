"""Passwords and keys, for whoever has the installation's files."""

import secrets
import time
from datetime import timedelta
from typing import Annotated

import httpx
import typer

from api.adapters.database import write_session
from api.core.access import keys
from api.core.access import operations as access
from api.core.access import sessions as web_sessions
from api.core.access.keys import NewKey, Secret
from api.core.access.people import Deed
from api.core.access.scopes import SCOPES
from api.core.access.types import FIRST_ADMINISTRATOR
from api.core.errors import one_of
from cli import context
from cli.output import JsonFlag, console, fail, print_json

KNOWN_SECONDS = 10.0


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


def key(
    name: Annotated[str, typer.Argument(help="What it is for.")],
    scope: Annotated[
        list[str], typer.Option(help="predict, outcomes, read or write; may be given again.")
    ],
    owner: Annotated[
        str, typer.Option(help="Whose key: a person or a service account.")
    ] = FIRST_ADMINISTRATOR,
    days: Annotated[int | None, typer.Option(help="Until it expires; never without.")] = None,
    per_minute: Annotated[int | None, typer.Option(help="Requests; no limit without.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Make an API key and print it once; a Farol that runs lets it in when this returns."""
    unknown = sorted(set(scope) - set(SCOPES))
    if unknown:
        raise fail(f"there is no scope {unknown[0]!r}; {one_of(list(SCOPES))}")
    secret = Secret(secrets.token_hex(5), secrets.token_urlsafe(32))
    now = context.now()
    new = NewKey(
        name=name,
        scopes=tuple(one for one in SCOPES if one in scope),
        expires_at=None if days is None else now + timedelta(days=days),
        requests_per_minute=per_minute,
    )
    deed = Deed(context.actor(), "a key was asked for", now)
    with write_session(context.sessions()) as session:
        keys.create(session, owner=owner, new=new, secret=secret, deed=deed)
    _wait_until_known(secret.key)
    if as_json:
        print_json({"owner": owner, "name": name, "key": secret.key})
    else:
        # Nothing else, so that a script can take it as it is.
        print(secret.key)


def _wait_until_known(key: str) -> None:
    """The HTTP service learns of a key with its next serving snapshot, a second later at most."""
    settings = context.settings()
    url = f"http://{settings.host}:{settings.port}/v2"
    headers = {"Authorization": f"Bearer {key}"}
    deadline = time.monotonic() + KNOWN_SECONDS
    while time.monotonic() < deadline:
        try:
            answer = httpx.get(url, headers=headers, timeout=2)
        except httpx.TransportError:
            return
        if answer.status_code != httpx.codes.UNAUTHORIZED:
            return
        time.sleep(0.1)
