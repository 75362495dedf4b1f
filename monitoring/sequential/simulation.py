"""Many runs of a comparison, looked at after every batch: how often, and when, it speaks.

Runs are computed side by side, (runs,) at a time, with the same formulas that judge a single one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from monitoring.quality.arrays import Floats
from monitoring.sequential.bounded_mean import log_wealth, mirrored
from monitoring.sequential.bounded_sums import scaled_powers
from monitoring.sequential.normal_mixture import half_width, spread_is_known

Draw = Callable[[np.random.Generator, int], Floats]
"""Of (runs,): (runs, rows) new values of each run."""


@dataclass(frozen=True)
class Looks:
    """``first`` (runs,) is the units seen when a run first excluded 0; nan if it never did."""

    first: Floats

    @property
    def share(self) -> float:
        """Share of runs that ever excluded 0: false alarms where 0 is true, else found."""
        return float(np.mean(~np.isnan(self.first)))

    def units_until(self, share: float) -> float:
        """Units by which this share of all runs had found it; infinite if fewer ever did."""
        found = np.where(np.isnan(self.first), np.inf, self.first)
        return float(np.quantile(found, share, method="higher"))


def look_at_bounded_means(draw: Draw, *, runs: int, looks: int, alpha: float, seed: int) -> Looks:
    """``bounded_mean_interval`` of values in [−1, 1] after each batch."""
    generator = np.random.default_rng(seed)
    powers, first = np.zeros((5, runs)), np.full(runs, np.nan)
    for _ in range(looks):
        powers = powers + scaled_powers(draw(generator, runs))
        wealth = np.maximum(log_wealth(powers, 0.0), log_wealth(mirrored(powers), 0.0))
        first = _note(first, wealth >= np.log(2.0 / alpha), powers[0])
    return Looks(first)


def look_at_means(
    draw: Draw, *, runs: int, looks: int, alpha: float, planned_units: float, seed: int
) -> Looks:
    """``mean_interval`` of rows (or of clusters of equal size) after each batch."""
    generator = np.random.default_rng(seed)
    sums, first = np.zeros((3, runs)), np.full(runs, np.nan)
    low, high = np.full(runs, np.inf), np.full(runs, -np.inf)
    for _ in range(looks):
        values = draw(generator, runs)
        batch = [np.full(runs, float(values.shape[1])), values.sum(1), (values**2).sum(1)]
        sums = sums + np.array(batch)
        low, high = np.minimum(low, values.min(1)), np.maximum(high, values.max(1))
        count, total, of_squares = sums
        mean, freedom = total / count, count - 1.0
        squares = np.where(low < high, of_squares - total * mean, 0.0)
        known = spread_is_known(count, np.maximum(high - mean, mean - low) ** 2, squares)
        variance = squares / np.maximum(freedom, 1.0)
        width = half_width(count, variance, freedom, planned_units=planned_units, alpha=alpha)
        first = _note(first, known & (np.abs(mean) > width), count)
    return Looks(first)


def brier_differences(*, champion_error: float, candidate_error: float, rows: int) -> Draw:
    """Paired Brier differences of two models that are off the true chance by ± their errors.

    The true chance is uniform in [0.15, 0.85], the signs of the errors are independent, so that the
    mean difference is champion_error² − candidate_error² exactly. Errors are at most 0.15.
    """

    def draw(generator: np.random.Generator, runs: int) -> Floats:
        chance = generator.uniform(0.15, 0.85, size=(runs, rows))
        truth = generator.random((runs, rows)) < chance
        signs = 2.0 * generator.integers(0, 2, size=(2, runs, rows)) - 1.0
        champion = chance + champion_error * signs[0]
        candidate = chance + candidate_error * signs[1]
        difference: Floats = (champion - truth) ** 2 - (candidate - truth) ** 2
        return difference

    return draw


def gaussian_units(*, mean: float, batch: int) -> Draw:
    """Units about Gaussian with spread 1, such as days' mean differences."""

    def draw(generator: np.random.Generator, runs: int) -> Floats:
        return generator.normal(mean, 1.0, size=(runs, batch))

    return draw


def _note(first: Floats, spoken: np.ndarray, units: Floats) -> Floats:
    noted: Floats = np.where(np.isnan(first) & spoken, units, first)
    return noted
