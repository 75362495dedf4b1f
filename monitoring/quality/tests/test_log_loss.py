import numpy as np
import pytest
from sklearn import metrics

from monitoring.quality.log_loss import log_loss, log_loss_multiclass


def test_is_the_surprise_at_what_happened() -> None:
    losses = log_loss(np.array([1, 0]), np.array([0.5, 0.75]))
    assert [np.log(2), np.log(4)] == pytest.approx(losses.tolist())


def test_agrees_with_scikit_learn() -> None:
    generator = np.random.default_rng(2)
    truth = generator.integers(3, size=400)
    stated = generator.dirichlet([1.0, 2.0, 3.0], size=400)
    assert metrics.log_loss(truth, stated) == pytest.approx(
        log_loss_multiclass(truth, stated).mean()
    )


def test_stays_finite_when_the_impossible_happens() -> None:
    assert np.isfinite(log_loss(np.array([1, 0]), np.array([0.0, 1.0]))).all()
