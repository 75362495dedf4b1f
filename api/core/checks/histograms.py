"""A feature's reference and window in the same bins, to be laid over each other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitoring.drift.counts import CategoryCounts, ColumnCounts, NumberCounts
from monitoring.drift.profile import CategoryProfile, ColumnProfile, NumberProfile

MOST_CATEGORIES = 20
"""Shown by name, the most common in either; the rest as one."""
OTHER = "…"


@dataclass(frozen=True)
class Bar:
    label: str | None
    """The category; None for a bin of numbers."""
    start: float | None
    """Of the bin's (start, end]; None where it is open, and for a category."""
    end: float | None
    reference_share: float
    """Of the known values, 0–1."""
    window_share: float


@dataclass(frozen=True)
class Histogram:
    bars: tuple[Bar, ...]
    reference_rows: int
    window_rows: int
    reference_missing_share: float
    window_missing_share: float


def histogram(reference: ColumnProfile, window: ColumnCounts) -> Histogram:
    """Both were counted into the reference's bins. Raises TypeError for columns of two kinds."""
    return Histogram(
        bars=_bars(reference, window),
        reference_rows=reference.rows,
        window_rows=window.rows,
        reference_missing_share=_share(reference.missing, reference.rows),
        window_missing_share=_share(window.missing, window.rows),
    )


def _bars(reference: ColumnProfile, window: ColumnCounts) -> tuple[Bar, ...]:
    if isinstance(reference, NumberProfile) and isinstance(window, NumberCounts):
        return _number_bars(reference, window)
    if isinstance(reference, CategoryProfile) and isinstance(window, CategoryCounts):
        return _category_bars(reference, window)
    raise TypeError(f"a {window.kind} window has no bins of a {reference.kind} reference")


def _number_bars(reference: NumberProfile, window: NumberCounts) -> tuple[Bar, ...]:
    starts: Sequence[float | None] = (reference.minimum, *reference.edges)
    ends: Sequence[float | None] = (*reference.edges, reference.maximum)
    return tuple(
        Bar(None, start, end, _share(before, reference.known), _share(now, window.known))
        for start, end, before, now in zip(
            starts, ends, reference.counts, window.counts, strict=True
        )
    )


def _category_bars(reference: CategoryProfile, window: CategoryCounts) -> tuple[Bar, ...]:
    before, now = dict(reference.counts), {**window.counts, **window.unlisted_names}
    shares = {
        name: (_share(before.get(name, 0), reference.known), _share(now.get(name, 0), window.known))
        for name in {**before, **now}
    }
    ordered = sorted(shares, key=lambda name: (-max(shares[name]), name))
    bars = [Bar(name, None, None, *shares[name]) for name in ordered[:MOST_CATEGORIES]]
    if len(ordered) > MOST_CATEGORIES or reference.other:
        shown_before = sum(bar.reference_share for bar in bars)
        shown_now = sum(bar.window_share for bar in bars)
        rest = (max(0.0, 1.0 - shown_before), max(0.0, 1.0 - shown_now))
        bars.append(Bar(OTHER, None, None, *rest))
    return tuple(bars)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
