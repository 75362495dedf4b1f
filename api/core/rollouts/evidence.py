"""What decisions rest on. Computed elsewhere; numbers only, so that a transition can keep them.

An improvement is the champion's loss minus the candidate's on the same rows, in units of the loss:
above 0 the candidate is better.
"""

from typing import Any, Literal

import msgspec

Verdict = Literal["held", "breached", "too_little_data"]


class SliceEvidence(msgspec.Struct, frozen=True):
    """One value of one column, with an interval that allows for looking at many slices."""

    name: str
    """For example ``carrier = EV``."""
    rows: int
    champion_loss: float
    improvement: float
    lower: float
    upper: float


class GateEvidence(msgspec.Struct, frozen=True):
    """Candidate against champion on the same held-out rows."""

    rows: int
    champion_loss: float
    improvement: float
    lower: float
    upper: float
    confidence: float
    """Of the interval, 0–1."""
    latency_ratio: float
    """Candidate / champion, medians."""
    size_ratio: float
    """Candidate / champion, resident memory or bytes."""
    agreement: float
    """Share of rows with the same answer, 0–1; told, not judged."""
    nan_answers: int
    """Held-out and probe rows answered with NaN or infinity."""
    slices: tuple[SliceEvidence, ...] = ()
    suspicions: tuple[str, ...] = ()
    """Sentences that each name a cause to refuse it whatever its figures, such as a leaked
    feature or shuffled labels."""
    lacking: tuple[str, ...] = ()
    """Sentences on what has too little data to be judged yet: the figures are then no verdict."""


class PairedEvidence(msgspec.Struct, frozen=True):
    """Both scored the same live rows, and the truth of ``rows`` of them has come.

    ``lower`` and ``upper`` come from a confidence sequence: valid however often it is looked at,
    and infinite where there are too few clusters for any. It goes over the whole trial, from the
    first row in shadow on: a new sequence a stage would be another chance of error each.
    """

    rows: int
    clusters: int
    """Independent units behind the rows, for example days."""
    champion_loss: float
    improvement: float
    lower: float
    upper: float
    confidence: float
    truth_coverage: float
    """Share of the stage's rows that both scored whose truth is known, 0–1."""
    dropped_share: float
    """Share of the stage's live rows that the shadow left out, 0–1."""
    stage_rows: int | None = None
    """Rows with truth since this stage, or this weight in the canary, began; None for all."""

    @property
    def rows_of_stage(self) -> int:
        return self.rows if self.stage_rows is None else self.stage_rows


class Guardrail(msgspec.Struct, frozen=True):
    """One thing that must not happen, judged against the policy's limit."""

    name: str
    """In words: ``errors``, ``latency``, ``score distribution``, ``NaN answers``."""
    verdict: Verdict
    rows: int
    value: float
    limit: float
    detail: str = ""
    """What is known of the cause, for example ``NaN for carrier = OO``."""


class GuardrailEvidence(msgspec.Struct, frozen=True):
    """All four are asked for: one that could not be judged is no pass."""

    errors: Guardrail
    latency: Guardrail
    score_shift: Guardrail
    nan_answers: Guardrail


class Evidence(msgspec.Struct, frozen=True):
    """None where nothing was measured yet."""

    gate: GateEvidence | None = None
    pairs: PairedEvidence | None = None
    guardrails: GuardrailEvidence | None = None

    def stored(self) -> dict[str, Any] | None:
        """As a transition keeps it: plain JSON, NaN as null; None when there is no evidence."""
        present: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        present = {part: figures for part, figures in present.items() if figures is not None}
        return present or None
