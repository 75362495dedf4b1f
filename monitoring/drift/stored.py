"""Reading back what was sealed or stored as JSON: profiles and counts, by their ``kind``.

Written they are as any dataclass is. Fields that older versions did not have take their defaults.
"""

from collections.abc import Mapping
from typing import cast

import msgspec

from monitoring.drift.counts import CategoryCounts, ColumnCounts, NumberCounts
from monitoring.drift.joint_profile import JointErrors, JointProfile
from monitoring.drift.profile import CategoryProfile, ColumnProfile, NumberProfile
from monitoring.drift.window import Reference, Window

Stored = Mapping[str, object]
"""A decoded JSON object."""


def read_reference(columns: Mapping[str, Stored], joint: Stored | None) -> Reference:
    """From ``profile.json``: ``fields`` or ``outputs`` or both together, and ``joint``, which is
    absent from versions sealed before it was kept. msgspec.ValidationError names what is wrong."""
    return Reference(
        columns={name: read_profile(stored) for name, stored in columns.items()},
        joint=None if joint is None else msgspec.convert(joint, JointProfile),
    )


def read_profile(stored: Stored) -> ColumnProfile:
    kind = CategoryProfile if stored.get("kind") == "category" else NumberProfile
    return cast(ColumnProfile, msgspec.convert(stored, kind))


def read_window(stored: Stored) -> Window:
    columns = cast(Mapping[str, Stored], stored["columns"])
    joint = stored.get("joint")
    return Window(
        rows=msgspec.convert(stored["rows"], int),
        columns={name: read_counts(counts) for name, counts in columns.items()},
        joint=None if joint is None else msgspec.convert(joint, JointErrors),
    )


def read_counts(stored: Stored) -> ColumnCounts:
    kind = CategoryCounts if stored.get("kind") == "category" else NumberCounts
    return cast(ColumnCounts, msgspec.convert(stored, kind))
