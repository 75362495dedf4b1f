import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from monitoring.quality.auc import auc, rank
from monitoring.quality.bootstrap import resample

scored_rows = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 8)), min_size=2, max_size=60
).filter(lambda rows: len({truth for truth, _ in rows}) == 2)


def test_counts_the_pairs_in_the_right_order_and_half_of_the_ties() -> None:
    # Pairs (late, on time): 3 > 1, 3 = 3, 2 > 1, 2 < 3.
    assert auc(np.array([1, 0, 1, 0]), np.array([3.0, 1.0, 2.0, 3.0])) == pytest.approx(2.5 / 4)


@given(scored_rows, st.randoms(use_true_random=False))
def test_agrees_with_scikit_learn_under_any_ties_and_weights(rows, random) -> None:
    truth, score = (np.array(column) for column in zip(*rows, strict=True))
    weights = np.array([random.randint(1, 4) for _ in rows], dtype=float)
    expected = roc_auc_score(truth, score, sample_weight=weights)
    assert expected == pytest.approx(rank(truth, score.astype(float)).auc(weights))


@given(scored_rows, st.lists(st.integers(0, 4), min_size=60, max_size=60))
def test_resampled_by_clusters_is_ranked_again_for_each_resample(rows, clusters) -> None:
    truth, score = (np.array(column) for column in zip(*rows, strict=True))
    resampling = resample(len(rows), clusters=np.array(clusters[: len(rows)]), resamples=20, seed=1)
    ranked = rank(truth, score.astype(float))
    expected = resampling.statistics(ranked.auc)
    assert ranked.resampled(resampling) == pytest.approx(expected, nan_ok=True)


def test_many_clusters_are_ranked_one_resample_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    truth, score = np.array([0, 1, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8, 0.1])
    resampling, ranked = resample(5, resamples=50, seed=2), rank(truth, score)
    at_once = ranked.resampled(resampling)
    monkeypatch.setattr("monitoring.quality.auc.LARGEST_TABLE", 1)
    assert ranked.resampled(resampling) == pytest.approx(at_once, nan_ok=True)


@given(scored_rows)
def test_of_turned_scores_is_the_rest_to_one(rows) -> None:
    truth, score = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    assert auc(truth, score) + auc(truth, -score) == pytest.approx(1.0)


def test_has_no_value_where_a_class_is_missing() -> None:
    assert np.isnan(auc(np.array([1, 1]), np.array([0.1, 0.2])))
    weights = np.array([1.0, 0.0])
    assert np.isnan(rank(np.array([1, 0]), np.array([0.1, 0.2])).auc(weights))


def test_refuses_an_empty_sample() -> None:
    with pytest.raises(ValueError, match="no rows"):
        rank(np.array([], dtype=int), np.array([]))
