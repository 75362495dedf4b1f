"""A sample of a stream that is too long to hold."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

Row = TypeVar("Row")


def draw(chunks: Iterable[Sequence[Row]], *, size: int, seed: int) -> list[Row]:
    """At most ``size`` rows, every set of so many equally likely, in the order of the stream.

    Each row is given a random key and the smallest keys stay: the reservoir of Efraimidis and
    Spirakis (Information Processing Letters 97, 2006) with equal weights. In memory are ``size``
    rows and one chunk. The same rows in the same order and the same seed give the same sample.
    """
    generator = np.random.default_rng(seed)
    keys = np.empty(0)
    kept: list[Row] = []
    for chunk in chunks:
        keys = np.concatenate([keys, generator.random(len(chunk))])
        rows = [*kept, *chunk]
        chosen = np.sort(np.argsort(keys, kind="stable")[:size])
        keys, kept = keys[chosen], [rows[position] for position in chosen]
    return kept
