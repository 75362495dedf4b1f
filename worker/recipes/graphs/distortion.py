"""New handwriting from old: images turned, sheared, scaled, shifted and bent at random.

A network sees each training image many times, never twice the same, and learns the digit rather
than its place. The bends follow Simard, Steinkraus and Platt, "Best practices for convolutional
neural networks applied to visual document analysis" (ICDAR 2003), section 2, with the smooth
displacement made from a coarse grid of bumps, which is many times cheaper than smoothing noise.
"""

import numpy as np
from numpy.typing import NDArray

SIDE = 28
CENTRE = (SIDE - 1) / 2
MARGIN = 1
PADDED = SIDE + 2 * MARGIN

LARGEST_ANGLE_RADIANS = 0.26
LARGEST_SHEAR = 0.2
LARGEST_SCALE_CHANGE = 0.12
LARGEST_SHIFT_PIXELS = 1.5
BEND_PIXELS = 0.8
"""Standard deviation of each bump's height."""
BUMPS = 6
BUMP_WIDTH_PIXELS = 4.0

_GRID = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE), indexing="ij"))
_OFFSETS = (_GRID.reshape(2, -1) - CENTRE).astype(np.float32)
_BUMP_CENTRES = np.linspace(0, SIDE - 1, BUMPS)
_BUMP_SHAPES = np.exp(
    -((np.arange(SIDE)[:, None] - _BUMP_CENTRES) ** 2) / (2 * BUMP_WIDTH_PIXELS**2)
).astype(np.float32)


def distort(images: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """(n, 28, 28) images, each under a transformation of its own; outside is paper (0)."""
    sources = _affine(len(images), rng) + _bends(len(images), rng)
    # Half a pixel beyond the edge is still between ink and paper; further out is paper.
    np.clip(sources, -MARGIN, SIDE - 1e-3, out=sources)
    return _interpolate(images, sources + MARGIN)


def _affine(count: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """(count, 2, 784) where each pixel of the new image comes from in the old."""
    angle = rng.uniform(-LARGEST_ANGLE_RADIANS, LARGEST_ANGLE_RADIANS, count)
    shear = rng.uniform(-LARGEST_SHEAR, LARGEST_SHEAR, count)
    scale = rng.uniform(1 - LARGEST_SCALE_CHANGE, 1 + LARGEST_SCALE_CHANGE, (count, 2))
    shift = rng.uniform(-LARGEST_SHIFT_PIXELS, LARGEST_SHIFT_PIXELS, (count, 2))
    cosine, sine = np.cos(angle), np.sin(angle)
    matrix = np.empty((count, 2, 2), dtype=np.float32)
    matrix[:, 0, 0] = cosine / scale[:, 0]
    matrix[:, 0, 1] = (shear - sine) / scale[:, 0]
    matrix[:, 1, 0] = sine / scale[:, 1]
    matrix[:, 1, 1] = cosine / scale[:, 1]
    return np.asarray(matrix @ _OFFSETS + (shift + CENTRE).astype(np.float32)[:, :, None])


def _bends(count: int, rng: np.random.Generator) -> NDArray[np.float32]:
    heights = rng.normal(0.0, BEND_PIXELS, (count, 2, BUMPS, BUMPS)).astype(np.float32)
    return np.asarray((_BUMP_SHAPES @ heights @ _BUMP_SHAPES.T).reshape(count, 2, -1))


def _interpolate(images: NDArray[np.float32], sources: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bilinear reading of the padded images at (n, 2, 784) places."""
    count = len(images)
    padded = np.zeros((count, PADDED, PADDED), dtype=np.float32)
    padded[:, MARGIN:-MARGIN, MARGIN:-MARGIN] = images
    flat = padded.ravel()
    corner = np.minimum(sources.astype(np.int32), PADDED - 2)
    row_share, column_share = np.moveaxis(sources - corner, 1, 0)
    first = np.arange(count, dtype=np.int32)[:, None] * PADDED**2
    place = first + corner[:, 0] * PADDED + corner[:, 1]
    upper = flat[place] * (1 - column_share) + flat[place + 1] * column_share
    below = place + PADDED
    lower = flat[below] * (1 - column_share) + flat[below + 1] * column_share
    mixed = upper * (1 - row_share) + lower * row_share
    return np.asarray(mixed.reshape(count, SIDE, SIDE), dtype=np.float32)
