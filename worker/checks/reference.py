"""What a version's days are counted against: the profile sealed with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from api.artifact.sealing import Artifact
from api.core.checks.slices import FLOOR_SEED, SliceKey, SliceReference, slice_references
from monitoring.drift.noise_floor import Floors
from monitoring.drift.stored import read_reference
from monitoring.drift.window import Reference

KEPT = 8
"""References kept from one check to the next, with the floors that were learned for them."""


@dataclass(frozen=True)
class SealedReference:
    inputs: Reference
    outputs: Reference
    input_floors: Floors
    output_floors: Floors
    slices: Mapping[SliceKey, SliceReference]


def sealed_reference(artifact: Artifact) -> SealedReference | None:
    """None for a version that was sealed without a profile."""
    if artifact.profile_path is None:
        return None
    return _read(artifact.digest, artifact.profile_path)


@lru_cache(KEPT)
def _read(_digest: str, profile: Path) -> SealedReference:
    stored: dict[str, Any] = msgspec.json.decode(profile.read_bytes())
    inputs = read_reference(stored["fields"], stored.get("joint"))
    outputs = read_reference(stored["outputs"], None)
    taken, given = (Floors(each.columns, seed=FLOOR_SEED) for each in (inputs, outputs))
    return SealedReference(inputs, outputs, taken, given, slice_references(stored))
