"""What the features look like together: the directions in which training rows vary.

Features become numbers (a category becomes its share among the training rows), are standardised,
and projected on their first principal components. A row's error is its distance from what these
rebuild: the root of the Q statistic of process control (Jackson and Mudholkar, 1979, Technometrics
21(3)), which is too skewed for its mean to be normal. Rows in which features no longer go together
as they did have large errors even where each feature by itself looks as before. The mean error of a
window needs two sums, which add up over chunks.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from monitoring.drift.columns import Chunk, Column, Encoded, categories, numbers
from monitoring.drift.profile import CategoryProfile, ColumnProfile, NumberProfile
from monitoring.quality.arrays import Floats

KEPT_VARIANCE = 0.65
"""Share of the variance that the kept components explain, as NannyML's reconstruction check."""
LARGEST_DEVIATION = 5.0
"""Standardised values are cut here, so that a few extreme rows cannot be the whole error."""
FEWEST_ROWS = 100


@dataclass(frozen=True)
class JointProfile:
    """Reference of the multivariate check, over d features and k components; k < d."""

    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    """(d,) standard deviations of the coded features, all above 0."""
    components: tuple[tuple[float, ...], ...]
    """(k, d) orthonormal rows."""
    rows: int
    """Rows whose errors are given: not those that the components were fitted on."""
    error_mean: float
    error_deviation: float
    """Standard deviation of one row's error."""


@dataclass(frozen=True)
class JointErrors:
    """The errors of a window's rows, summed."""

    rows: int
    total: float

    def __add__(self, other: "JointErrors") -> "JointErrors":
        return JointErrors(self.rows + other.rows, self.total + other.total)


def profile_joint(chunk: Chunk, columns: Mapping[str, ColumnProfile]) -> JointProfile | None:
    """Profile the rows from which ``columns`` were profiled.

    None where there is nothing to learn: under 100 rows, or fewer than two features that vary.
    Every other row is fitted on, the rest give the errors, since a component fits its own rows
    better than any later ones.
    """
    coded = {name: _code(chunk[name], column) for name, column in columns.items()}
    # Everything that is fitted is fitted on the same rows, means and scales too.
    scales = {name: _deviation(values[::2]) for name, values in coded.items()}
    features = tuple(name for name, scale in scales.items() if scale > 0)
    if len(features) < 2 or len(coded[features[0]]) < FEWEST_ROWS:
        return None
    means = [float(np.nanmean(coded[name][::2])) for name in features]
    rows = np.array(
        [
            _standardised(coded[name], mean, scales[name])
            for name, mean in zip(features, means, strict=True)
        ]
    )
    components = _components(rows[:, ::2])
    errors = _errors(rows[:, 1::2], components)
    return JointProfile(
        features=features,
        means=tuple(means),
        scales=tuple(scales[name] for name in features),
        components=tuple(tuple(map(float, component)) for component in components),
        rows=len(errors),
        error_mean=float(errors.mean()),
        error_deviation=float(errors.std()),
    )


def joint_errors(
    chunk: Chunk, columns: Mapping[str, ColumnProfile], joint: JointProfile
) -> JointErrors:
    """Sum the errors of one chunk's rows."""
    # One contiguous line a feature: columns are filled and standardised in the processor's caches.
    rows = np.empty((len(joint.features), len(chunk[joint.features[0]])))
    for line, name, mean, scale in zip(
        rows, joint.features, joint.means, joint.scales, strict=True
    ):
        line[:] = _standard(chunk[name], columns[name], mean, scale)
    errors = _errors(rows, np.array(joint.components))
    return JointErrors(len(errors), float(errors.sum()))


def _standard(column: Column, profile: ColumnProfile, mean: float, scale: float) -> Floats:
    if isinstance(profile, NumberProfile):
        return _standardised(numbers(column), mean, scale)
    encoded = categories(column)
    # A category's number is worked out once for each name, not for each row.
    by_name: Floats = _standardised(_shares(encoded, profile), mean, scale)[encoded.codes]
    return by_name


def _code(column: Column, profile: ColumnProfile) -> Floats:
    """(n,) numbers; nan where missing."""
    if isinstance(profile, NumberProfile):
        return numbers(column)
    encoded = categories(column)
    by_name: Floats = _shares(encoded, profile)[encoded.codes]
    return by_name


def _shares(column: Encoded, profile: CategoryProfile) -> Floats:
    """Each name as its share among the reference's known rows, 0 if unlisted; nan, missing, last,
    where code −1 finds it."""
    known = max(profile.known, 1)
    shares = [profile.counts.get(name, 0) / known if name else np.nan for name in column.names]
    return np.array([*shares, np.nan])


def _deviation(values: Floats) -> float:
    return 0.0 if np.isnan(values).all() else float(np.nanstd(values))


def _standardised(values: Floats, mean: float, scale: float) -> Floats:
    """A missing value says nothing: it becomes the mean, 0."""
    standard = values - mean
    standard /= scale
    np.clip(standard, -LARGEST_DEVIATION, LARGEST_DEVIATION, out=standard)
    np.copyto(standard, 0.0, where=np.isnan(standard))
    return standard


def _components(rows: Floats) -> Floats:
    """(k, d) principal directions of (d, n), the fewest that keep ``KEPT_VARIANCE``, never all."""
    variances, directions = np.linalg.eigh(rows @ rows.T / rows.shape[1])
    explained = np.cumsum(variances[::-1]) / variances.sum()
    kept = min(int(np.searchsorted(explained, KEPT_VARIANCE)) + 1, len(rows) - 1)
    components: Floats = directions[:, ::-1][:, :kept].T
    return components


def _errors(rows: Floats, components: Floats) -> Floats:
    """(n,) length of what the (k, d) components leave out of (d, n)."""
    scores = components @ rows
    squares = np.einsum("ij,ij->j", rows, rows) - np.einsum("ij,ij->j", scores, scores)
    errors: Floats = np.sqrt(np.maximum(squares, 0.0))
    return errors
