"""Whether subjects reached the variants in the shares that were set, looked at as often as wanted.

A Dirichlet mixture of multinomial likelihoods over the set one is a martingale while the shares
hold (Lindon and Malek, 2022, NeurIPS, "Anytime-valid inference for multinomial count data").
Count subjects, not rows, where allocation is sticky: a busy subject is no mismatch.
"""

import math
from dataclasses import dataclass

CONCENTRATION = 1_000.0
"""Weight of the prior about the set shares, in subjects: quickest for deviations of about 3 %."""
ALPHA = 0.001
"""A mismatch voids the experiment, so it is called only when it is all but certain."""


@dataclass(frozen=True)
class SampleRatio:
    mismatch: bool
    log_evidence: float
    """Above log(1/alpha) at any look, the shares are not those that were set. A caller stops then:
    later looks may fall below it again."""
    counts: dict[str, int]
    expected_shares: dict[str, float]


def check_sample_ratio(
    counts: dict[str, int], shares: dict[str, float], alpha: float = ALPHA
) -> SampleRatio:
    """Compare ``counts`` with ``shares``: the same variants, all above 0, 1 in sum."""
    if counts.keys() != shares.keys() or min(shares.values()) <= 0:
        raise ValueError(f"variants {sorted(counts)} need a share above 0 each, got {shares}")
    if not math.isclose(sum(shares.values()), 1.0, abs_tol=1e-9):
        raise ValueError(f"the shares sum to {sum(shares.values())}")
    evidence = log_evidence([counts[name] for name in shares], list(shares.values()))
    return SampleRatio(evidence >= -math.log(alpha), evidence, dict(counts), dict(shares))


def log_evidence(counts: list[int], shares: list[float]) -> float:
    """Log of the mixture's likelihood over that of ``shares``."""
    terms = (
        math.lgamma(CONCENTRATION * share + count)
        - math.lgamma(CONCENTRATION * share)
        - count * math.log(share)
        for count, share in zip(counts, shares, strict=True)
    )
    whole = math.lgamma(CONCENTRATION) - math.lgamma(CONCENTRATION + sum(counts))
    return whole + sum(terms)
