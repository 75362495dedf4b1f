"""What an experiment has learnt so far."""

from dataclasses import dataclass
from enum import StrEnum

from monitoring.sequential.comparison import Verdict
from monitoring.sequential.interval import Interval
from monitoring.sequential.sample_ratio import SampleRatio


class Decision(StrEnum):
    CONTINUE = "continue"
    WIN = "win"
    HARM = "harm"
    FUTILE = "futile"
    HORIZON = "horizon reached"
    RATIO_MISMATCH = "sample ratio mismatch"


@dataclass(frozen=True)
class ArmResult:
    name: str
    improvement: Interval
    """Of the goal over the control; above 0 is better, whichever way the goal points."""
    verdict: Verdict
    hopeless: bool
    """Shown to improve by less than the minimum effect, if at all."""
    breached: tuple[str, ...]
    """Names of the guardrails that the arm is shown to break."""
    unjudged: tuple[str, ...] = ()
    """Names of the guardrails of which too little is known yet: they are no pass."""

    @property
    def harmful(self) -> bool:
        """To be stopped, whatever the other arms do."""
        return self.verdict is Verdict.WORSE or bool(self.breached)

    @property
    def wins(self) -> bool:
        return self.verdict is Verdict.BETTER and not (
            self.hopeless or self.breached or self.unjudged
        )


@dataclass(frozen=True)
class ExperimentResult:
    decision: Decision
    winner: str | None
    arms: tuple[ArmResult, ...]
    sample_ratio: SampleRatio
    subjects: int
    sentence: str
    """What was learnt and how sure that is, for a business user."""

    @property
    def stops(self) -> bool:
        return self.decision is not Decision.CONTINUE
