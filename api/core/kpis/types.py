"""What a number of the dashboard is. Unknown is None with a reason, never zero."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

Interval = Literal["day", "week", "month"]
Unit = Literal["count", "share", "seconds", "money", "measure"]
"""``share`` is 0–1; ``money`` is in the settings' currency; ``measure`` has the model's own."""
Better = Literal["higher", "lower", "neither"]
AddsUp = Literal["sum", "ratio", "quantile", "state"]
"""Over days, versions and models: added; sums divided; histograms added; as it stands at an end."""
LeadsTo = Literal["model", "quality", "alerts", "cost", "value"]
"""Which page of a model, or of all, a number is made of."""
Level = Literal["good", "warning", "bad", "unknown"]
Unknown = Literal[
    "nothing_recorded",
    "in_the_future",
    "no_requests",
    "no_thumbs",
    "no_truth",
    "no_promise",
    "no_predictions",
    "no_formula",
    "no_rate",
]
"""Why there is no number."""
Localised = Mapping[str, str]


@dataclass(frozen=True)
class Span:
    """[start, end) in days (UTC)."""

    start: date
    end: date

    def holds(self, day: date) -> bool:
        return self.start <= day < self.end

    def days(self) -> Iterator[date]:
        for number in range((self.end - self.start).days):
            yield self.start + timedelta(days=number)


@dataclass(frozen=True)
class Figure:
    value: float | None
    n: int = 0
    """Of what it rests on: see the KPI's ``counts``."""
    low: float | None = None
    """Ends of a 95 % interval, where there is one."""
    high: float | None = None
    reason: Unknown | None = None
    """Of a value that is None."""


@dataclass(frozen=True)
class Status:
    level: Level
    reason: str
    """A word for programs; ``numbers`` has what a sentence about it needs."""
    numbers: Mapping[str, float | str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    span: Span
    figure: Figure


@dataclass(frozen=True)
class Measure:
    """What a model's quality is measured by."""

    name: str
    title: Localised
    unit: str
    better: Better


@dataclass(frozen=True)
class VersionPart:
    version: int
    figure: Figure
    previous: Figure


@dataclass(frozen=True)
class ModelPart:
    model: str
    title: Localised
    figure: Figure
    previous: Figure
    target: float | None
    measure: Measure | None
    status: Status
    versions: tuple[VersionPart, ...]


@dataclass(frozen=True)
class Measured:
    """A KPI over a period, with the period that it is compared with."""

    figure: Figure
    previous: Figure
    target: float | None
    status: Status
    series: tuple[Point, ...]
    previous_series: tuple[Point, ...]
    models: tuple[ModelPart, ...]
