"""What an experiment sets out to learn, fixed before its first subject."""

from dataclasses import dataclass

from monitoring.sequential.interval import ALPHA


@dataclass(frozen=True)
class Guardrail:
    """A value that no arm may make worse than the control's by more than ``tolerance``."""

    name: str
    tolerance: float
    higher_is_better: bool


@dataclass(frozen=True)
class ExperimentPlan:
    goal: str
    """Name of the value to improve, as in "thumbs up"."""
    higher_is_better: bool
    minimum_effect: float
    """Smallest improvement worth having, in the goal's unit, above 0."""
    control: str
    shares: dict[str, float]
    """Share of subjects of each arm, the control among them; 1 in sum."""
    horizon_subjects: int
    """All arms together; the experiment ends here at the latest."""
    minimum_subjects: int = 100
    """Of each arm, before anything is said of it."""
    alpha: float = ALPHA
    """Chance of any false word, over all arms, guardrails and looks together."""
    guardrails: tuple[Guardrail, ...] = ()

    def __post_init__(self) -> None:
        if self.control not in self.shares or len(self.shares) < 2:
            raise ValueError(f"{self.control!r} and another arm need shares, got {self.shares}")
        if not self.minimum_effect > 0:
            raise ValueError(f"minimum_effect {self.minimum_effect} is not above 0")
        if self.horizon_subjects < self.minimum_subjects * len(self.shares):
            raise ValueError(f"a horizon of {self.horizon_subjects} ends before the first verdict")

    @property
    def arms(self) -> tuple[str, ...]:
        """All but the control."""
        return tuple(name for name in self.shares if name != self.control)

    @property
    def alpha_each(self) -> float:
        """Bonferroni's level of one comparison: every arm is compared on every value."""
        return self.alpha / (len(self.arms) * (1 + len(self.guardrails)))
