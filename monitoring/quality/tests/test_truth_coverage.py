import numpy as np
import pytest
from scipy import stats

from monitoring.quality.truth_coverage import ALPHA, Missing, truth_coverage


def test_counts_the_share_with_truth_and_the_distance_of_the_rest_as_scipy_does() -> None:
    generator = np.random.default_rng(1)
    score, known = generator.random(1_000), generator.random(1_000) < 0.7
    found = truth_coverage(score, known)
    oracle = stats.ks_2samp(score[known], score[~known])
    assert found.score_distance == pytest.approx(oracle.statistic)
    assert (found.predictions, found.with_truth) == (1_000, known.sum())
    assert found.share == pytest.approx(known.mean())
    assert found.missing is Missing.ALIKE


def test_the_distance_by_chance_is_kolmogorovs_quantile() -> None:
    found = truth_coverage(np.arange(200.0), np.arange(200) % 2 == 0)
    assert found.chance_distance * np.sqrt(50) == pytest.approx(
        stats.kstwobign.isf(ALPHA), rel=1e-3
    )


def test_truth_that_favours_high_scores_is_seen() -> None:
    generator = np.random.default_rng(2)
    score = generator.random(2_000)
    assert truth_coverage(score, generator.random(2_000) < score).missing is Missing.DIFFERENT


def test_a_large_window_does_not_call_a_tiny_difference_one() -> None:
    generator = np.random.default_rng(3)
    score = generator.random(400_000)
    found = truth_coverage(score, generator.random(400_000) < 0.5 + 0.05 * score)
    assert found.score_distance > found.chance_distance
    assert found.missing is Missing.ALIKE


@pytest.mark.parametrize(
    ("expected", "known"),
    [
        (Missing.NONE, [True] * 100),
        (Missing.TOO_FEW, [False] * 100),
        (Missing.TOO_FEW, [True] * 60 + [False] * 40),
        (Missing.NONE, []),
    ],
)
def test_says_when_there_is_nothing_or_too_little_to_compare(expected, known) -> None:
    assert (
        expected
        is truth_coverage(np.arange(float(len(known))), np.array(known, dtype=bool)).missing
    )
