"""The files of an artifact that serving reads, beside the graph."""

from pathlib import Path
from typing import Any

import msgspec

from api.artifact.manifest import FILES
from api.artifact.schema import Localised, Schema
from api.serving.session import BrokenModel


def read_schema(artifact_dir: Path) -> Schema:
    """Raises BrokenModel."""
    try:
        return msgspec.json.decode((artifact_dir / FILES["schema"]).read_bytes(), type=Schema)
    except (OSError, msgspec.MsgspecError) as error:
        raise BrokenModel(f"The schema cannot be read: {error}") from error


def read_background(artifact_dir: Path) -> list[dict[str, Any]]:
    """Rows to compare with when explaining; [] when the artifact has none. Raises BrokenModel."""
    path = artifact_dir / FILES["background"]
    if not path.exists():
        return []
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[dict[str, Any]])
    except (OSError, msgspec.MsgspecError) as error:
        raise BrokenModel(f"The background rows cannot be read: {error}") from error


class SealedRow(msgspec.Struct, frozen=True):
    """A held-out row whose values are read only when they are needed: images are large."""

    row: msgspec.Raw
    truth: float | str
    occurred_at: str = ""
    name: str = ""


class SealedRows(msgspec.Struct, frozen=True):
    """``api.artifact.documents.HeldOut``, read in a twentieth of the time."""

    rows: tuple[SealedRow, ...]
    of_rows: int
    description: Localised


def read_held_out(artifact_dir: Path) -> SealedRows | None:
    """None when the artifact has no held-out rows. Raises BrokenModel."""
    path = artifact_dir / FILES["held_out"]
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=SealedRows)
    except (OSError, msgspec.MsgspecError) as error:
        raise BrokenModel(f"The held-out rows cannot be read: {error}") from error


def read_example_rows(artifact_dir: Path) -> list[dict[str, Any]]:
    """The rows of the sealed examples; [] when there are none. Raises BrokenModel."""
    path = artifact_dir / FILES["examples"]
    if not path.exists():
        return []
    try:
        examples = msgspec.json.decode(path.read_bytes(), type=list[dict[str, Any]])
    except (OSError, msgspec.MsgspecError) as error:
        raise BrokenModel(f"The examples cannot be read: {error}") from error
    return [example["row"] for example in examples if isinstance(example.get("row"), dict)]
