"""What the timeline is made of, one source a noun.

A new noun joins by a function of the same shape here and an entry in ``SOURCES``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.core.timeline.sources import (
    alerts,
    checks,
    experiments,
    failures,
    policies,
    reports,
    rollouts,
    trainings,
    versions,
)
from api.core.timeline.types import Entry, Kind, Place

Newest = Callable[[Session, str, Place | None, int], list[Entry]]
"""``(session, model, before, limit)``: the newest entries that stand before the place."""


@dataclass(frozen=True)
class Source:
    kind: Kind
    newest: Newest


SOURCES = (
    Source("version", versions.registered),
    Source("training", trainings.asked),
    Source("training", trainings.ended),
    Source("rollout", rollouts.stepped),
    Source("policy", policies.set_),
    Source("check", checks.made),
    Source("alert", alerts.opened_or_resolved),
    Source("experiment", experiments.created),
    Source("experiment", experiments.started),
    Source("experiment", experiments.ended),
    Source("experiment", experiments.allocated),
    Source("failure", failures.failed),
    Source("report", reports.asked),
)
