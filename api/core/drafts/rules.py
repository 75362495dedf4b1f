"""In which state a draft is, and what may be done to it then. Pure."""

import hashlib
from collections.abc import Iterator
from typing import ClassVar

from api.artifact.canonical import canonical_json
from api.artifact.documents import Presentation
from api.artifact.schema import Schema
from api.artifact.schema_rules import faults as schema_faults
from api.core.drafts.types import DraftDocument, DraftState, Trial
from api.core.errors import FarolError, Kind
from api.core.jobs.types import FINAL_STATES, JobState


class DraftConflict(FarolError):
    """The draft is in a state in which that cannot be done."""

    kind: ClassVar[Kind] = "conflict"


class DraftChanged(FarolError):
    """Somebody else has saved it since it was read."""

    kind: ClassVar[Kind] = "conflict"


class DraftUntried(FarolError):
    """What was tried is not what would be registered."""

    kind: ClassVar[Kind] = "conflict"


class DraftUnfinished(FarolError):
    """Something in it is wrong or missing."""

    kind: ClassVar[Kind] = "conflict"


class ModelNameTaken(FarolError):
    kind: ClassVar[Kind] = "conflict"


def state_of(
    *, version: int | None, has_document: bool, check: str, registration: str | None
) -> DraftState:
    """``check`` and ``registration`` are the states of its jobs."""
    if version is not None:
        return "registered"
    if registration is not None and JobState(registration) not in FINAL_STATES:
        return "registering"
    if JobState(check) not in FINAL_STATES:
        return "checking"
    return "editing" if has_document else "refused"


def require_editing(state: DraftState) -> None:
    if state != "editing":
        raise DraftConflict(f"a draft that is {_is(state)} cannot be changed, tried or registered")


def require_tried(trial: Trial | None, schema: Schema) -> None:
    if trial is None or not trial.succeeded_with(schema_sha256(schema)):
        raise DraftUntried("try at least one row with the schema as it is now, and get an answer")


def require_free_name(*, name: str, task: str, taken_by: str | None, as_new_version: bool) -> None:
    """``taken_by`` is the task of the model that has the name already."""
    if taken_by is None:
        return
    if taken_by != task:
        raise ModelNameTaken(f"{name} is a {taken_by} model; a {task} version needs another name")
    if not as_new_version:
        raise ModelNameTaken(f"there is a model {name} already: say so to add a version to it")


def faults(document: DraftDocument) -> Iterator[str]:
    """What would keep it from being registered; the graph itself may say more when it is tried."""
    if not document.title.get("en", "").strip():
        yield "the model has no title in English"
    yield from schema_faults(document.schema)
    yield from _presentation_faults(document.presentation, document.schema)


def _presentation_faults(presentation: Presentation, schema: Schema) -> Iterator[str]:
    known = {field.name for field in schema.fields}
    shown = [name for group in presentation.groups for name in group.fields]
    for name in sorted({*shown, *presentation.widgets} - known):
        yield f"the form asks for {name!r}, which is no field"
    for name in sorted(known - set(shown)):
        yield f"the form does not ask for field {name!r}"


def schema_sha256(schema: Schema) -> str:
    return hashlib.sha256(canonical_json(schema)).hexdigest()


def _is(state: DraftState) -> str:
    return {
        "checking": "being checked",
        "refused": "refused",
        "editing": "open",
        "registering": "being registered",
        "registered": "registered",
    }[state]
