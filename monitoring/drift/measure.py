"""One feature's effect sizes beside what chance gives."""

from dataclasses import dataclass

from monitoring.drift import reasons
from monitoring.drift.counts import CategoryCounts, ColumnCounts, NumberCounts
from monitoring.drift.effects import (
    ShapeName,
    category_array,
    category_shapes,
    number_arrays,
    number_shapes,
)
from monitoring.drift.limits import DriftLimits
from monitoring.drift.missing_share import missing_difference
from monitoring.drift.new_categories import new_category_share
from monitoring.drift.noise_floor import Floors, ShapeFloor
from monitoring.drift.out_of_range import out_of_range_share
from monitoring.drift.profile import CategoryProfile, ColumnProfile, NumberProfile
from monitoring.drift.report import Effect
from monitoring.drift.share_floor import missing_noise, new_category_noise, out_of_range_noise
from monitoring.drift.wasserstein import mean_shift


@dataclass(frozen=True)
class Measured:
    """One feature before it is judged beside the others."""

    name: str
    reference: ColumnProfile
    counts: ColumnCounts
    effects: tuple[Effect, ...]
    shift: float | None
    short: str
    """Why the known values were not compared; empty where they were."""

    @property
    def exceedance(self) -> float | None:
        least = min((effect.exceedance for effect in self.effects), default=None)
        return None if least is None else min(1.0, least * len(self.effects))


def measure(
    name: str, column: ColumnProfile, counts: ColumnCounts, limits: DriftLimits, floors: Floors
) -> Measured:
    """The effects that there is data for; ``counts`` has rows."""
    effects: tuple[Effect, ...] = ()
    if column.rows >= limits.fewest_rows:
        effects = (_missing(column, counts, limits.noise_confidence),)
    short = _short(column, counts, limits)
    if short:
        return Measured(name, column, counts, effects, None, short)
    floor = floors.of(name, counts.known)
    effects += _known(column, counts, floor, limits.noise_confidence)
    return Measured(name, column, counts, effects, _shift(column, counts), "")


def _short(column: ColumnProfile, counts: ColumnCounts, limits: DriftLimits) -> str:
    if column.known < limits.fewest_rows:
        return reasons.few_rows(column.known, limits.fewest_rows, "in training")
    if counts.known < limits.fewest_rows:
        return reasons.few_rows(counts.known, limits.fewest_rows, "in this window")
    return ""


def _shift(column: ColumnProfile, counts: ColumnCounts) -> float | None:
    if isinstance(column, NumberProfile) and isinstance(counts, NumberCounts):
        return float(mean_shift(column, *number_arrays(counts)))
    return None


def _missing(reference: ColumnProfile, counts: ColumnCounts, confidence: float) -> Effect:
    """Both sides have rows."""
    noise = missing_noise(reference, counts.missing, counts.rows, confidence)
    value = missing_difference(reference.missing, reference.rows, counts.missing, counts.rows)
    return Effect("missing_difference", value, noise.threshold, noise.exceedance)


def _known(
    reference: ColumnProfile, counts: ColumnCounts, floor: ShapeFloor, confidence: float
) -> tuple[Effect, ...]:
    """The effects on known values, of which both sides have some.

    Refuses counts of another kind than the reference's with TypeError.
    """
    if isinstance(reference, NumberProfile) and isinstance(counts, NumberCounts):
        shapes = number_shapes(reference, *number_arrays(counts))
        share = _out_of_range(reference, counts, confidence)
    elif isinstance(reference, CategoryProfile) and isinstance(counts, CategoryCounts):
        shapes = category_shapes(reference, category_array(reference, counts))
        share = _new_categories(reference, counts, confidence)
    else:
        raise TypeError("counts and reference are of different kinds")
    return (
        *(_shape(name, float(value), floor, confidence) for name, value in shapes.items()),
        share,
    )


def _shape(name: ShapeName, value: float, floor: ShapeFloor, confidence: float) -> Effect:
    return Effect(name, value, floor.threshold(name, confidence), floor.exceedance(name, value))


def _out_of_range(reference: NumberProfile, counts: NumberCounts, confidence: float) -> Effect:
    noise = out_of_range_noise(reference, counts, confidence)
    share = out_of_range_share(counts)
    return Effect("out_of_range", share, noise.threshold, noise.exceedance)


def _new_categories(
    reference: CategoryProfile, counts: CategoryCounts, confidence: float
) -> Effect:
    noise = new_category_noise(reference, counts, confidence)
    share = new_category_share(reference, counts)
    return Effect("new_categories", share, noise.threshold, noise.exceedance)
