"""What an explanation is, and what it needs from a model."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

ScoreRows = Callable[[Sequence[dict[str, Any]]], NDArray[np.float64]]
"""Rows -> the explained number of each; (rows,)."""

Method = Literal["permutation-shapley", "word-occlusion", "patch-occlusion"]


class Contribution(msgspec.Struct, frozen=True, omit_defaults=True):
    """How much one field, or one part of it, moved the score."""

    field: str
    value: Any
    contribution: float
    part: str | None = None
    """The word, or ``row,column`` of the patch."""
    start: int | None = None
    """First character of the word, or first element of the patch."""
    end: int | None = None
    """One past the last."""


class Explanation(msgspec.Struct, frozen=True):
    method: Method
    base: float
    """The score of a typical or an empty input, which the contributions start from."""
    score: float
    contributions: tuple[Contribution, ...]
