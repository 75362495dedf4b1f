"""What a version's days are counted against: the profile sealed with it."""

from dataclasses import dataclass
from typing import Any

import msgspec

from api.artifact.sealing import Artifact
from monitoring.drift.stored import read_reference
from monitoring.drift.window import Reference


@dataclass(frozen=True)
class SealedReference:
    inputs: Reference
    outputs: Reference


def sealed_reference(artifact: Artifact) -> SealedReference | None:
    """None for a version that was sealed without a profile."""
    if artifact.profile_path is None:
        return None
    stored: dict[str, Any] = msgspec.json.decode(artifact.profile_path.read_bytes())
    return SealedReference(
        read_reference(stored["fields"], stored.get("joint")),
        read_reference(stored["outputs"], None),
    )
