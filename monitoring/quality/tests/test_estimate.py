import numpy as np
import pytest
from scipy import stats
from statsmodels.regression.linear_model import OLS

from monitoring.quality.auc import auc
from monitoring.quality.auc_estimate import auc_estimate, placements
from monitoring.quality.estimate import Estimate, TooLittleData, mean_estimate


def test_the_mean_of_rows_by_hand() -> None:
    # 50 zeros and 50 ones: mean 1/2, standard error sqrt(100/99 · 1/4 / 100).
    found = mean_estimate(np.repeat([0.0, 1.0], 50))
    reach = 1.959964 * np.sqrt(0.25 / 99)
    assert found == Estimate(0.5, pytest.approx(0.5 - reach), pytest.approx(0.5 + reach), 100, 0.95)


def test_the_mean_of_clusters_is_that_of_statsmodels() -> None:
    generator = np.random.default_rng(1)
    days = generator.integers(0, 25, size=1_000)
    values = generator.normal(size=25)[days] + generator.normal(size=1_000)
    fit = OLS(values, np.ones(1_000)).fit(
        cov_type="cluster", cov_kwds={"groups": days, "use_correction": True}
    )
    # Statsmodels corrects by G/(G − 1) · (n − 1)/(n − k), which is our G/(G − 1) for one mean.
    low, high = fit.conf_int()[0]
    found = mean_estimate(values, clusters=days)
    assert (found.lower, found.upper) == pytest.approx((low, high))


def pairs(seed: int, rows: int = 200, ties: bool = True):
    generator = np.random.default_rng(seed)
    truth = generator.integers(0, 2, size=rows)
    score = generator.normal(truth * 1.0)
    return truth, np.round(score, 1) if ties else score


def delong_variance(truth, score) -> float:
    """DeLong et al. (1988), equation 5, from the matrix of all pairs."""
    ones, zeros = score[truth == 1], score[truth == 0]
    right = (ones[:, None] > zeros) + 0.5 * (ones[:, None] == zeros)
    return right.mean(1).var(ddof=1) / len(ones) + right.mean(0).var(ddof=1) / len(zeros)


def test_the_area_has_delongs_error() -> None:
    truth, score = pairs(2, rows=2_000)
    found = auc_estimate(truth, score)
    assert found.value == pytest.approx(auc(truth, score))
    expected = 1.959964 * np.sqrt(delong_variance(truth, score))
    assert found.upper - found.value == pytest.approx(expected, rel=2e-3)


def test_placements_are_shares_of_right_pairs_in_scipys_count() -> None:
    truth, score = pairs(3)
    u = stats.mannwhitneyu(score[truth == 1], score[truth == 0]).statistic
    expected = u / truth.sum() / (1 - truth).sum()
    placed = placements(truth, score)
    assert expected == pytest.approx(placed[truth == 1].mean())
    assert expected == pytest.approx(placed[truth == 0].mean())


def test_repeating_every_row_in_its_cluster_narrows_nothing() -> None:
    truth, score = pairs(4)
    once = auc_estimate(truth, score, clusters=np.arange(200))
    thrice = auc_estimate(np.tile(truth, 3), np.tile(score, 3), clusters=np.tile(np.arange(200), 3))
    assert (thrice.lower, thrice.upper) == pytest.approx((once.lower, once.upper))


def test_the_area_is_covered_as_often_as_it_says() -> None:
    area = stats.norm.cdf(1 / np.sqrt(2))
    found = [auc_estimate(*pairs(seed, ties=False)) for seed in range(500)]
    covered = np.mean([one.lower <= area <= one.upper for one in found])
    assert covered == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize(
    ("reason", "truth", "clusters"),
    [
        ("29 rows are too few", np.arange(29) % 2, None),
        ("4 clusters are too few", np.arange(100) % 2, np.arange(100) % 4),
        ("9 rows of one class", (np.arange(90) < 9).astype(int), None),
        ("part the classes wholly", (np.arange(90) < 45).astype(int), None),
    ],
)
def test_too_little_data_is_an_answer_with_its_reason(reason, truth, clusters) -> None:
    found = auc_estimate(truth, -np.arange(float(len(truth))), clusters=clusters)
    assert isinstance(found, TooLittleData)
    assert reason in found.reason
    assert isinstance(mean_estimate(np.zeros(3)), TooLittleData)
