"""What a report says, before it is put into words: figures of one model over [start, end).

Stored with the report as JSON. A figure that could not be measured is None, never 0.
"""

from datetime import date, datetime
from typing import Literal

import msgspec

Better = Literal["lower", "higher", "target"]
Verdict = Literal["better", "as_promised", "worse", "too_little_data", "no_promise"]
"""Of a live figure beside the one on the model's card. ``as_promised`` says that the interval holds
the promise, no more."""
LANGUAGES = ("en", "pt-BR")
FORMATS = ("html", "pdf")


class VersionTraffic(msgspec.Struct, frozen=True):
    version: int
    """0 where no version answered: refused, or not ready."""
    rows: int
    """Predicted about a time in the window (event time)."""
    requests: int
    """Online, in the window (wall time)."""
    client_errors: int
    server_errors: int
    p50_seconds: float | None
    p95_seconds: float | None
    p99_seconds: float | None


class TrafficDay(msgspec.Struct, frozen=True):
    day: date
    """Of event time (UTC)."""
    rows: int
    rows_with_truth: int


class Traffic(msgspec.Struct, frozen=True):
    versions: tuple[VersionTraffic, ...] = ()
    """Newest first."""
    days: tuple[TrafficDay, ...] = ()
    """Every day that the window touches, also those without rows."""
    rows: int = 0
    rows_before: int = 0
    """In the window of the same length before this one, as all that ends in ``before``."""
    requests: int = 0
    requests_before: int = 0
    server_errors: int = 0
    server_errors_before: int = 0


class Estimate(msgspec.Struct, frozen=True):
    """A mean with the 95 % interval that its days give; no interval of too few days."""

    value: float
    lower: float | None
    upper: float | None
    rows: int
    days: int


class Promise(msgspec.Struct, frozen=True):
    """The same metric on the held-out rows, as the champion's card has it."""

    value: float
    lower: float
    upper: float


class Score(msgspec.Struct, frozen=True):
    """One metric over all that was answered in the window and whose truth is known."""

    name: str
    title: dict[str, str]
    better: Better
    unit: str
    live: Estimate
    promised: Promise | None
    before: float | None
    """Its value in the window before."""
    change_lower: float | None
    """Interval of the change from the window before."""
    change_upper: float | None
    verdict: Verdict


class VersionScore(msgspec.Struct, frozen=True):
    """The headline metric of one version."""

    version: int
    live: Estimate


class ScoreDay(msgspec.Struct, frozen=True):
    """The headline metric of one day."""

    day: date
    value: float
    rows: int


class Quality(msgspec.Struct, frozen=True):
    headline: str | None = None
    """Name of the metric that stands for the model; None where nothing was measured."""
    scores: tuple[Score, ...] = ()
    versions: tuple[VersionScore, ...] = ()
    days: tuple[ScoreDay, ...] = ()
    rows: int = 0
    """That live traffic was answered with; batch jobs and requests that name a version are not."""
    rows_with_truth: int = 0
    truth_share: float | None = None
    """Of ``rows``, 0–1; None of no rows."""
    truth_share_before: float | None = None


class DriftedFeature(msgspec.Struct, frozen=True):
    feature: str
    severity: str
    reason: str


class Drift(msgspec.Struct, frozen=True):
    """The newest drift check of the window."""

    checked_at: datetime
    window_start: datetime
    window_end: datetime
    version: int
    """With whose training data it was compared."""
    rows: int | None
    severity: str
    """none, moderate, serious or too little data."""
    reason: str
    measured_features: int
    features: tuple[DriftedFeature, ...]
    """The flagged ones, worst first."""


class Happening(msgspec.Struct, frozen=True):
    """An entry of the model's timeline."""

    at: datetime
    kind: str
    event: str
    actor: str | None
    version: int | None
    title: dict[str, str]
    reason: str | None


class JobCost(msgspec.Struct, frozen=True):
    task: str
    jobs: int
    seconds: float
    """From start to end, of those that ended in the window."""


class Cost(msgspec.Struct, frozen=True):
    """What is measured today; processor time, memory and money are not."""

    jobs: tuple[JobCost, ...] = ()
    serving_seconds: float = 0.0
    """Time that online requests took, added up."""
    shadow_seconds: float = 0.0
    """Time that shadows took for the same rows."""


class Waiting(msgspec.Struct, frozen=True):
    """A rollout that is not over, and what it waits for."""

    version: int
    stage: str
    waits_for: str | None
    waits_until: datetime | None
    paused: bool


class NextStep(msgspec.Struct, frozen=True):
    waiting: tuple[Waiting, ...]
    repairs: dict[str, tuple[str, ...]]
    """What starts a repair by the policy, in sentences by language."""


class ReportDocument(msgspec.Struct, frozen=True):
    model: str
    title: dict[str, str]
    window_start: datetime
    window_end: datetime
    before_start: datetime
    """Beginning of the window of the same length before."""
    written_at: datetime
    reason: str
    champion: int | None
    """That serves when the report is written."""
    traffic: Traffic
    quality: Quality
    drift: Drift | None
    """None where no check was made in the window."""
    happenings: tuple[Happening, ...]
    """Oldest first."""
    cost: Cost
    next_step: NextStep
