"""The arrays that every measure takes."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SMALLEST_PROBABILITY = 1e-7
"""Probabilities are clipped this far from 0 and 1 before a logarithm; float32 resolves no finer
near 1."""
