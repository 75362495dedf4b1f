"""The first models: every recipe trained once, and the pre-trained ones registered."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.adapters.settings import Settings
from api.core.models.queries import list_models
from api.core.registrations import operations as registrations
from api.core.training import operations as training
from cli import context, shipped
from cli.follow import Followed
from worker.pretrained.prepare import prepare_file_type

PRETRAINED: Mapping[str, Callable[[Path, Path], Path]] = {"file-type": prepare_file_type}
"""What prepares each model that was not trained here as the upload of whoever brings it."""
REASON = "First version, made when Farol was started for the first time."


def missing_models(factory: sessionmaker[Session]) -> list[str]:
    """Names that Farol ships and this installation does not have yet."""
    wanted = [*shipped.recipe_names(), *PRETRAINED]
    chosen = context.settings().first_models
    if chosen is not None:
        wanted = [name for name in wanted if name in chosen]
    with read_session(factory) as session:
        present = {model.name for model in list_models(session)}
    return [name for name in wanted if name not in present]


def start(
    factory: sessionmaker[Session], settings: Settings, names: Sequence[str]
) -> list[Followed]:
    """Enqueue one job a model; the worker runs them as it would any other."""
    return [_start_one(factory, settings, name) for name in names]


def _start_one(factory: sessionmaker[Session], settings: Settings, name: str) -> Followed:
    if name in shipped.recipe_names():
        return start_training(factory, name, parameters={}, reason=REASON, actor="system")
    upload_id = secrets.token_hex(16)
    PRETRAINED[name](settings.packages_dir, settings.data_dir / "uploads" / upload_id)
    with write_session(factory) as session:
        job = registrations.start(
            session, upload_id=upload_id, model=name, actor="system", now=context.now()
        )
        return Followed(job.id, name)


def start_training(
    factory: sessionmaker[Session],
    name: str,
    *,
    parameters: dict[str, float | int | str | bool | None],
    reason: str,
    actor: str,
) -> Followed:
    with write_session(factory) as session:
        run = training.start(
            session,
            model=name,
            recipe=name,
            parameters=parameters,
            reason=reason,
            actor=actor,
            now=context.now(),
        )
        return Followed(run.job_id, name)
