"""A later window counted into a reference's bins, chunk by chunk, in memory that does not grow.

Counts of chunks add up to the counts of all their rows, in any order and grouping.
"""

import zlib
from collections import Counter
from dataclasses import dataclass
from heapq import nsmallest
from typing import Literal

import numpy as np

from monitoring.drift.columns import Column, Encoded, categories, numbers
from monitoring.drift.profile import CategoryProfile, ColumnProfile, NumberProfile
from monitoring.quality.arrays import Floats, Ints

FEW_ROWS = 4_000
"""Up to which a binary search a row is faster than a comparison an edge."""
MOST_NEW_NAMES = 100
"""So many unlisted values keep their own count. Where there are more, those with the smallest
hashes are kept: a fair sample of the names whose counts stay exact when windows are merged."""


@dataclass(frozen=True)
class NumberCounts:
    kind: Literal["number"]
    rows: int
    missing: int
    counts: tuple[int, ...]
    """Known rows by the reference's bins, whose first and last are open."""
    below: int
    """Rows under the reference's minimum; they are in ``counts`` too, as are those ``above``."""
    above: int

    @property
    def known(self) -> int:
        return self.rows - self.missing


@dataclass(frozen=True)
class CategoryCounts:
    kind: Literal["category"]
    rows: int
    missing: int
    counts: dict[str, int]
    """Rows by the values that the reference lists, all of them, also where there are none."""
    unlisted: int
    """Rows with any other value."""
    unlisted_names: dict[str, int]
    """Rows by unlisted value, at most ``MOST_NEW_NAMES`` of them."""

    @property
    def known(self) -> int:
        return self.rows - self.missing


ColumnCounts = NumberCounts | CategoryCounts


def count(column: Column, reference: ColumnProfile) -> ColumnCounts:
    """Counts of one chunk's column. Refuses texts for numbers and numbers for texts: TypeError."""
    if isinstance(reference, NumberProfile):
        return count_numbers(numbers(column), reference)
    return count_categories(categories(column), reference)


def count_numbers(values: Floats, reference: NumberProfile) -> NumberCounts:
    """(n,) numbers; nan is missing. A reference without known values has no range to leave."""
    known = values[~np.isnan(values)]
    missing = len(values) - len(known)
    bins = _bins(known, np.asarray(reference.edges, dtype=np.float64))
    lowest = -np.inf if reference.minimum is None else reference.minimum
    highest = np.inf if reference.maximum is None else reference.maximum
    return NumberCounts(
        kind="number",
        rows=len(values),
        missing=missing,
        counts=tuple(map(int, bins)),
        below=int(np.count_nonzero(values < lowest)),
        above=int(np.count_nonzero(values > highest)),
    )


def _bins(known: Floats, edges: Floats) -> Ints:
    """Rows up to each edge, it included, and beyond the last."""
    if len(known) <= FEW_ROWS:
        return np.bincount(np.searchsorted(edges, known, side="left"), minlength=len(edges) + 1)
    # One vectorised comparison an edge is several times faster than a binary search a row.
    up_to = [int(np.count_nonzero(known <= edge)) for edge in edges]
    return np.diff([0, *up_to, len(known)])


def count_categories(column: Encoded, reference: CategoryProfile) -> CategoryCounts:
    by_code = np.bincount(column.codes + 1, minlength=len(column.names) + 1).tolist()
    by_name: Counter[str] = Counter()
    for name, rows in zip(column.names, by_code[1:], strict=True):
        by_name[name] += rows
    missing = by_code[0] + by_name.pop("", 0)
    listed = {name: by_name.pop(name, 0) for name in reference.counts}
    unlisted = {name: rows for name, rows in by_name.items() if rows}
    return CategoryCounts(
        kind="category",
        rows=len(column),
        missing=missing,
        counts=listed,
        unlisted=sum(unlisted.values()),
        unlisted_names=_bounded(unlisted),
    )


def add(first: ColumnCounts, second: ColumnCounts) -> ColumnCounts:
    """The counts of both. Refuses counts over different bins with ValueError."""
    if isinstance(first, NumberCounts) and isinstance(second, NumberCounts):
        return _add_numbers(first, second)
    if isinstance(first, CategoryCounts) and isinstance(second, CategoryCounts):
        return _add_categories(first, second)
    raise ValueError("counts of numbers and of categories do not add up")


def _add_numbers(first: NumberCounts, second: NumberCounts) -> NumberCounts:
    if len(first.counts) != len(second.counts):
        raise ValueError("counts over different bins do not add up")
    return NumberCounts(
        kind="number",
        rows=first.rows + second.rows,
        missing=first.missing + second.missing,
        counts=tuple(a + b for a, b in zip(first.counts, second.counts, strict=True)),
        below=first.below + second.below,
        above=first.above + second.above,
    )


def _add_categories(first: CategoryCounts, second: CategoryCounts) -> CategoryCounts:
    if first.counts.keys() != second.counts.keys():
        raise ValueError("counts over different values do not add up")
    names = Counter(first.unlisted_names) + Counter(second.unlisted_names)
    return CategoryCounts(
        kind="category",
        rows=first.rows + second.rows,
        missing=first.missing + second.missing,
        counts={name: rows + second.counts[name] for name, rows in first.counts.items()},
        unlisted=first.unlisted + second.unlisted,
        unlisted_names=_bounded(names),
    )


def _bounded(names: dict[str, int]) -> dict[str, int]:
    """Smallest hashes first, so that the same names always come in the same order."""
    kept = nsmallest(MOST_NEW_NAMES, names, key=lambda name: (zlib.crc32(name.encode()), name))
    return {name: names[name] for name in kept}
