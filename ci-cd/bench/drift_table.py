"""The table that both drift checks get: the same rows whoever asks, made chunk by chunk."""

from collections.abc import Iterator

import numpy as np

from monitoring.drift.columns import Chunk

CHUNK_ROWS = 20_000
REFERENCE_ROWS = 50_000
DRIFTED = 3
"""So many columns of the window, the first numbers, lie half a standard deviation higher."""
NAMES = np.array([f"value {number}" for number in range(30)], dtype=object)


def chunk(features: int, rows: int, *, seed: int, drifted: int) -> Chunk:
    """Seven of ten columns are numbers (a third of them skewed, a tenth of every seventh missing),
    three are texts with 30 values."""
    generator = np.random.default_rng(seed)
    factor = generator.normal(size=rows)
    columns: dict[str, np.ndarray] = {}
    for number in range(features):
        if number % 10 >= 7:
            columns[f"text {number:03d}"] = NAMES[generator.integers(0, len(NAMES), rows)]
            continue
        values = 0.6 * factor + 0.8 * generator.normal(size=rows) + 0.5 * (number < drifted)
        if number % 3 == 1:
            values = np.exp(values)
        if number % 7 == 6:
            values[generator.random(rows) < 0.1] = np.nan
        columns[f"number {number:03d}"] = values
    return columns


def reference(features: int) -> Chunk:
    return chunk(features, REFERENCE_ROWS, seed=0, drifted=0)


def window(features: int, rows: int) -> Iterator[Chunk]:
    for number, start in enumerate(range(0, rows, CHUNK_ROWS)):
        size = min(CHUNK_ROWS, rows - start)
        yield chunk(features, size, seed=number + 1, drifted=DRIFTED)
