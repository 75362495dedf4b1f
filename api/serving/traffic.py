"""Which variant answers: pure, and the same for the same subject as long as the weights stay."""

from collections.abc import Sequence
from hashlib import blake2b

from api.artifact.snapshot import Variant

_SPACE = 2**64


def choose(salt: str, variants: Sequence[Variant], subject: str) -> Variant:
    """The variant of ``subject``; ``variants`` must not be empty.

    A subject's place on the line from 0 to 1 depends on the salt too (the model's name, or the
    experiment), so that not the same people get everything that is tried. When one weight grows
    at its upper end, only subjects that cross that border change variant.
    """
    place = share_of(salt, subject) * sum(variant.weight for variant in variants)
    reached = 0.0
    for variant in variants:
        reached += variant.weight
        if place < reached:
            return variant
    return variants[-1]


def share_of(salt: str, subject: str) -> float:
    """The subject's place, evenly spread over [0, 1)."""
    digest = blake2b(f"{salt}\0{subject}".encode(errors="replace"), digest_size=8).digest()
    # Division by the next power of two above the largest value: rounding may reach 1.0 itself.
    return min(int.from_bytes(digest) / _SPACE, 1.0 - 2**-53)
