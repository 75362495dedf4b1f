"""The noise floor: what each effect size comes to in a window of n rows when nothing has changed.

Shapes (PSI and the distances) are drawn by resampling; the probability of an effect beyond the
largest tenth of the draws is read from an exponential tail fitted to that tenth. The tails of these
statistics under no drift are exponential or lighter, for which it overstates the probability.
Shares are counts, whose distribution is known exactly (``share_floor``).
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, exp, floor

import numpy as np

from monitoring.drift.effects import ShapeName, category_shapes, number_shapes
from monitoring.drift.no_drift import draw_categories, draw_numbers
from monitoring.drift.profile import CategoryProfile, ColumnProfile
from monitoring.quality.arrays import Floats

DRAWS = 500
TAIL_SHARE = 0.1


@dataclass(frozen=True, eq=False)
class ShapeFloor:
    """``draws[effect]``: the effect in windows without drift, rising."""

    rows: int
    """Known rows of each window."""
    draws: Mapping[ShapeName, Floats]

    def threshold(self, effect: ShapeName, confidence: float) -> float:
        """What a share ``confidence``, above 0, of windows without drift stays at or under."""
        draws = self.draws[effect]
        return float(draws[ceil(confidence * len(draws)) - 1])

    def exceedance(self, effect: ShapeName, value: float) -> float:
        """Probability that a window without drift shows ``value`` or more; 0–1."""
        draws = self.draws[effect]
        tail = floor(TAIL_SHARE * len(draws))
        start = float(draws[-tail - 1])
        if value <= start:
            reached = len(draws) - int(np.searchsorted(draws, value, side="left"))
            return (1 + reached) / (len(draws) + 1)
        excess = float(draws[-tail:].mean()) - start
        return TAIL_SHARE * exp(-(value - start) / excess) if excess > 0 else 0.0


def learn_floor(
    reference: ColumnProfile, rows: int, *, seed: int, draws: int = DRAWS
) -> ShapeFloor:
    """The floor for windows of ``rows`` known values; depends on nothing else, so it can be kept.

    The reference has known values; ``draws`` is at least 10.
    """
    generator = np.random.default_rng(seed)
    shapes: dict[ShapeName, Floats]
    if isinstance(reference, CategoryProfile):
        shapes = category_shapes(reference, draw_categories(reference, rows, draws, generator))
    else:
        drawn = draw_numbers(reference, rows, draws, generator)
        shapes = number_shapes(reference, drawn.counts, drawn.below, drawn.above)
    return ShapeFloor(rows, {name: np.sort(values) for name, values in shapes.items()})


def kept_rows(rows: int) -> int:
    """``rows`` rounded down to two digits, so that floors can be kept and met again; a floor for
    fewer rows is a little higher, never lower. ``rows`` is at least 1."""
    unit: int = 10 ** max(0, len(str(rows)) - 2)
    return rows // unit * unit


class Floors:
    """Floors of one reference's columns, learned when first needed and kept."""

    def __init__(self, columns: Mapping[str, ColumnProfile], *, seed: int, draws: int = DRAWS):
        self._columns = columns
        self._seed = seed
        self._draws = draws
        self._kept: dict[tuple[str, int], ShapeFloor] = {}

    def of(self, column: str, rows: int) -> ShapeFloor:
        """The floor for windows of about ``rows`` known values of ``column``; the same whatever
        was asked for before."""
        key = (column, kept_rows(rows))
        if key not in self._kept:
            # A seed for each column: columns must not share their luck.
            seed = zlib.crc32(f"{self._seed}/{column}".encode())
            self._kept[key] = learn_floor(
                self._columns[column], key[1], seed=seed, draws=self._draws
            )
        return self._kept[key]
