"""All effect sizes of one column; the same functions measure real windows and drawn ones."""

from typing import Literal

import numpy as np

from monitoring.drift.counts import CategoryCounts, NumberCounts
from monitoring.drift.jensen_shannon import jensen_shannon
from monitoring.drift.profile import CategoryProfile, NumberProfile
from monitoring.drift.psi import psi
from monitoring.drift.wasserstein import wasserstein
from monitoring.quality.arrays import Floats

ShapeName = Literal["psi", "jensen_shannon", "wasserstein"]
"""How differently the known values are spread."""
ShareName = Literal["new_categories", "missing_difference", "out_of_range"]
EffectName = ShapeName | ShareName


def number_shapes(
    reference: NumberProfile, counts: Floats, below: Floats, above: Floats
) -> dict[ShapeName, Floats]:
    """(...) effects of ``counts`` (..., k), ``below`` and ``above`` (...)."""
    own = np.array(reference.counts, dtype=float)
    return {
        "psi": psi(own, counts),
        "jensen_shannon": jensen_shannon(own, counts),
        "wasserstein": wasserstein(reference, counts, below, above),
    }


def category_shapes(reference: CategoryProfile, counts: Floats) -> dict[ShapeName, Floats]:
    """(...) effects of ``counts`` (..., listed + 1), the unlisted values together last."""
    own = np.array([*reference.counts.values(), reference.other], dtype=float)
    return {"psi": psi(own, counts), "jensen_shannon": jensen_shannon(own, counts)}


def number_arrays(counts: NumberCounts) -> tuple[Floats, Floats, Floats]:
    """Counts, below and above as ``number_shapes`` takes them."""
    return (
        np.array(counts.counts, dtype=float),
        np.array(counts.below, dtype=float),
        np.array(counts.above, dtype=float),
    )


def category_array(reference: CategoryProfile, counts: CategoryCounts) -> Floats:
    """Counts in the reference's order, the unlisted values together last."""
    return np.array([*(counts.counts[name] for name in reference.counts), counts.unlisted], float)
