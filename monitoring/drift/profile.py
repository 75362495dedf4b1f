"""The reference profile: what each column looked like in training, small enough to be sealed.

Numbers keep counts between quantiles, categories keep counts by value, texts are profiled by their
length. Later windows are counted into the same bins and compared.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from monitoring.quality.arrays import Floats

QUANTILE_BINS = 20
MOST_CATEGORIES = 200
"""Rarer values than the 200 commonest are counted together."""


@dataclass(frozen=True)
class NumberProfile:
    """``counts[i]`` rows lie in (edges[i-1], edges[i]]; the first and last bins are open."""

    kind: Literal["number"]
    rows: int
    missing: int
    edges: tuple[float, ...]
    """Inner edges, rising; one fewer than the counts."""
    counts: tuple[int, ...]
    minimum: float | None
    maximum: float | None
    mean: float | None
    """None where every row is missing, as are minimum and maximum."""
    standard_deviation: float | None = None
    """Of the known values (divisor n). None also in profiles sealed before it was kept."""

    @property
    def known(self) -> int:
        return self.rows - self.missing


@dataclass(frozen=True)
class CategoryProfile:
    kind: Literal["category"]
    rows: int
    missing: int
    counts: dict[str, int]
    other: int
    """Rows with a value rarer than those in ``counts``."""

    @property
    def known(self) -> int:
        return self.rows - self.missing


ColumnProfile = NumberProfile | CategoryProfile


def profile_numbers(values: Floats, edges: Floats | None = None) -> NumberProfile:
    """Profile (n,) numbers; nan is missing. ``edges`` fixes the bins, else quantiles do."""
    known = values[~np.isnan(values)]
    inner = quantile_edges(known) if edges is None else edges
    counts = np.bincount(np.searchsorted(inner, known, side="left"), minlength=len(inner) + 1)
    empty = len(known) == 0
    return NumberProfile(
        kind="number",
        rows=len(values),
        missing=len(values) - len(known),
        edges=tuple(map(float, inner)),
        counts=tuple(map(int, counts)),
        minimum=None if empty else float(known.min()),
        maximum=None if empty else float(known.max()),
        mean=None if empty else float(known.mean()),
        standard_deviation=None if empty else float(known.std()),
    )


def quantile_edges(known: Floats, bins: int = QUANTILE_BINS) -> Floats:
    """Distinct inner quantiles below the maximum: values with many ties share fewer bins."""
    if len(known) == 0:
        return np.empty(0)
    edges = np.unique(np.quantile(known, np.linspace(0, 1, bins + 1)[1:-1], method="lower"))
    inner: Floats = edges[edges < known.max()]
    return inner


def profile_categories(values: NDArray[np.object_]) -> CategoryProfile:
    """Profile (n,) strings; the empty string is missing."""
    names, counts = np.unique(values.astype(str), return_counts=True)
    by_count = sorted(zip(names, counts, strict=True), key=lambda pair: (-pair[1], pair[0]))
    known = [(str(name), int(count)) for name, count in by_count if name]
    return CategoryProfile(
        kind="category",
        rows=len(values),
        missing=len(values) - sum(count for _, count in known),
        counts=dict(known[:MOST_CATEGORIES]),
        other=sum(count for _, count in known[MOST_CATEGORIES:]),
    )
