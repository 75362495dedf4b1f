"""A window of rows, counted into a reference's bins chunk by chunk; windows add up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from monitoring.drift.columns import Chunk, Column, Encoded, Texts, encode
from monitoring.drift.counts import ColumnCounts, add, count
from monitoring.drift.joint_profile import JointErrors, JointProfile, joint_errors
from monitoring.drift.profile import ColumnProfile


@dataclass(frozen=True)
class Reference:
    """What a window is compared with: profiles by column, and that of the features together."""

    columns: dict[str, ColumnProfile]
    joint: JointProfile | None = None
    """None for versions sealed without it."""


@dataclass(frozen=True)
class Window:
    rows: int = 0
    columns: dict[str, ColumnCounts] = field(default_factory=dict)
    """All of the reference's columns, or none in a window without rows."""
    joint: JointErrors | None = None
    """None where the reference has no joint profile."""

    def __add__(self, other: "Window") -> "Window":
        """The rows of both, counted into the same reference; ValueError where they were not."""
        if self.rows == 0 or other.rows == 0:
            return other if self.rows == 0 else self
        if self.columns.keys() != other.columns.keys():
            raise ValueError("windows of different columns do not add up")
        columns = {name: add(counts, other.columns[name]) for name, counts in self.columns.items()}
        joint = [part.joint for part in (self, other) if part.joint is not None]
        return Window(
            self.rows + other.rows, columns, joint[0] + joint[1] if len(joint) == 2 else None
        )


def count_chunk(chunk: Chunk, reference: Reference) -> Window:
    """Count the reference's columns of some rows; other columns are left alone.

    Tens of thousands of rows at a time are fastest: they stay in the processor's caches. Refuses a
    chunk that lacks a column (KeyError), whose columns differ in length (ValueError), or that has
    texts for numbers or numbers for texts (TypeError).
    """
    lengths = {len(chunk[name]) for name in reference.columns}
    if len(lengths) > 1:
        raise ValueError(f"columns of different lengths: {sorted(lengths)}")
    if lengths in (set(), {0}):
        return Window()
    # Texts are encoded once, for the counts and for the joint check.
    encoded = {name: _encoded(chunk[name]) for name in reference.columns}
    counts = {name: count(encoded[name], column) for name, column in reference.columns.items()}
    joint = reference.joint
    errors = None if joint is None else joint_errors(encoded, reference.columns, joint)
    return Window(lengths.pop(), counts, errors)


def _encoded(column: Column) -> Column:
    if isinstance(column, Encoded) or column.dtype != np.object_:
        return column
    return encode(cast(Texts, column))


def count_chunks(chunks: Iterable[Chunk], reference: Reference) -> Window:
    """Count all of them, in memory for one."""
    window = Window()
    for chunk in chunks:
        window += count_chunk(chunk, reference)
    return window
