"""A chunk's column: numbers, texts, or texts already encoded as codes into a list of names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from monitoring.quality.arrays import Floats, Ints

MISSING = -1


@dataclass(frozen=True)
class Encoded:
    """Categories as a columnar file keeps them: code i means ``names[i]``, −1 is missing.

    The empty name is missing too.
    """

    codes: Ints
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)


Texts = NDArray[np.object_]

Column = Floats | Texts | Encoded
"""(n,) float64 with nan missing; (n,) texts, None or empty where missing; or ``Encoded``."""

Chunk = Mapping[str, Column]
"""Columns of the same rows by name."""


def encode(values: Texts | Encoded) -> Encoded:
    """Each distinct text is looked at once; the rows cost one dictionary look-up each."""
    if isinstance(values, Encoded):
        return values
    index = _Index()
    codes = np.fromiter(map(index.__getitem__, values.tolist()), dtype=np.int64, count=len(values))
    return Encoded(codes, tuple("" if name is None else name for name in index))


class _Index(dict[str | None, int]):
    """Gives every new name the next code."""

    def __missing__(self, name: str | None) -> int:
        self[name] = code = len(self)
        return code


def numbers(values: Column) -> Floats:
    """Refuses texts with TypeError: a number column is never guessed from them."""
    if isinstance(values, Encoded) or values.dtype == np.object_:
        raise TypeError("texts where the reference has numbers")
    return np.asarray(values, dtype=np.float64)


def categories(values: Column) -> Encoded:
    """Refuses numbers with TypeError."""
    if isinstance(values, Encoded):
        return values
    if values.dtype != np.object_:
        raise TypeError("numbers where the reference has texts")
    return encode(cast(Texts, values))
