import math

import pytest
from scipy import stats

from monitoring.sequential.sample_ratio import (
    CONCENTRATION,
    check_sample_ratio,
    log_evidence,
)


def test_evidence_is_the_ratio_of_scipys_dirichlet_multinomial_to_its_multinomial() -> None:
    counts, shares = [60, 25, 15], [0.5, 0.25, 0.25]
    mixture = stats.dirichlet_multinomial([CONCENTRATION * share for share in shares], 100)
    expected = mixture.logpmf(counts) - stats.multinomial(100, shares).logpmf(counts)
    assert expected == pytest.approx(log_evidence(counts, shares), abs=1e-8)


def test_finds_a_lost_tenth_of_one_variant_and_leaves_chance_alone() -> None:
    halves = {"champion": 0.5, "candidate": 0.5}
    lost = check_sample_ratio({"champion": 5_000, "candidate": 4_500}, halves)
    chance = check_sample_ratio({"champion": 5_000, "candidate": 4_900}, halves)
    assert lost.mismatch
    assert not chance.mismatch
    assert math.exp(-lost.log_evidence) < 0.001


def test_no_subjects_are_no_mismatch() -> None:
    found = check_sample_ratio({"a": 0, "b": 0}, {"a": 0.9, "b": 0.1})
    assert found.log_evidence == pytest.approx(0.0)
    assert not found.mismatch


def test_refuses_shares_that_are_none() -> None:
    with pytest.raises(ValueError, match="share above 0"):
        check_sample_ratio({"a": 1, "b": 1}, {"a": 1.0})
    with pytest.raises(ValueError, match="share above 0"):
        check_sample_ratio({"a": 1, "b": 1}, {"a": 1.0, "b": 0.0})
    with pytest.raises(ValueError, match="sum to"):
        check_sample_ratio({"a": 1, "b": 1}, {"a": 0.5, "b": 0.4})
