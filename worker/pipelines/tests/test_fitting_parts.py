"""The small parts that recipes are fitted with: codes, calibration, margins, blocks of time."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from worker.pipelines.category_codes import fit_category_codes
from worker.pipelines.conformal import conformal_margin
from worker.pipelines.hour_bands import hour_bands
from worker.pipelines.logistic_calibration import fit_logistic_calibration
from worker.pipelines.time_blocks import cross_fitted_scores, forward_scores, time_blocks


def test_a_category_is_its_rate_drawn_towards_the_average() -> None:
    frame = pd.DataFrame({"carrier": ["AA", "AA", "UA", "UA"]})
    codes = fit_category_codes(frame, np.array([1.0, 1, 0, 0]), ["carrier"], prior_rows=2)
    assert codes.codes == {"AA": 0.75, "UA": 0.25}


def test_a_category_never_seen_is_an_average_one() -> None:
    frame = pd.DataFrame({"carrier": ["AA", "UA"]})
    codes = fit_category_codes(frame, np.array([1.0, 0.0]), ["carrier"], prior_rows=1)
    assert codes.encode(pd.DataFrame({"carrier": ["ZZ"]})).tolist() == [[0.5]]


def test_fields_that_share_a_value_are_refused() -> None:
    frame = pd.DataFrame({"origin": ["JFK", "EWR"], "destination": ["LAX", "JFK"]})
    with pytest.raises(ValueError, match=r"destination: the values \['JFK'\]"):
        fit_category_codes(frame, np.array([1.0, 0.0]), list(frame), prior_rows=1)


def test_calibration_agrees_with_an_unpenalised_logistic_regression() -> None:
    generator = np.random.default_rng(1)
    score = generator.normal(size=4000)
    truth = (generator.random(4000) < 1 / (1 + np.exp(-(0.6 * score - 0.3)))).astype(int)
    theirs = LogisticRegression(C=np.inf, tol=1e-10).fit(score[:, None], truth)
    ours = fit_logistic_calibration(truth, score)
    assert ours.apply(score) == pytest.approx(theirs.predict_proba(score[:, None])[:, 1], abs=1e-4)


def test_calibration_refuses_rows_that_tell_no_line() -> None:
    with pytest.raises(ValueError, match="one class"):
        fit_logistic_calibration(np.ones(10, dtype=int), np.arange(10.0))


def test_the_conformal_margin_is_the_distance_that_enough_truths_lie_within() -> None:
    # Distances outside [0, 1]: −0.5 (inside), 1, 2, 3; of 4 rows the ⌈5 · 0.7⌉ = 4th smallest.
    truth = np.array([0.5, 2.0, 3.0, -3.0])
    assert conformal_margin(truth, np.zeros(4), np.ones(4), 0.7) == 3.0


def test_the_conformal_margin_covers_exchangeable_rows_as_promised() -> None:
    generator = np.random.default_rng(2)
    shares = []
    for _ in range(300):
        known, later = generator.standard_t(3, 200), generator.standard_t(3, 200)
        margin = conformal_margin(known, np.full(200, -0.1), np.full(200, 0.1), 0.9)
        shares.append((np.abs(later) <= 0.1 + margin).mean())
    assert np.mean(shares) == pytest.approx(0.9, abs=0.01)


def test_too_few_rows_for_the_coverage_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        conformal_margin(np.zeros(5), np.zeros(5), np.zeros(5), 0.9)


@given(st.integers(2, 8), st.lists(st.integers(1, 5), min_size=8, max_size=30))
def test_blocks_hold_whole_days_in_order(count, rows_by_day) -> None:
    days = pd.Series(np.repeat(np.arange(len(rows_by_day)), rows_by_day))
    blocks = time_blocks(days, count)
    assert (np.diff(blocks) >= 0).all()
    assert set(blocks) == set(range(count))
    assert all(len(set(blocks[days == day])) == 1 for day in set(days))


def test_rows_out_of_time_order_are_refused() -> None:
    with pytest.raises(ValueError, match="time order"):
        time_blocks(pd.Series([2, 1]), 2)


def test_no_block_is_scored_by_a_model_that_saw_it() -> None:
    frame = pd.DataFrame({"row": range(12)})

    def overlap(seen: pd.DataFrame, unseen: pd.DataFrame, block: int) -> np.ndarray:
        return np.full(len(unseen), len(set(seen["row"]) & set(unseen["row"])))

    blocks = time_blocks(frame["row"], 3)
    assert cross_fitted_scores(frame, blocks, overlap).tolist() == [0] * 12


def test_forward_scores_come_from_earlier_blocks_only() -> None:
    frame = pd.DataFrame({"row": range(12)})
    scores = forward_scores(
        frame,
        time_blocks(frame["row"], 3),
        lambda seen, unseen, block: unseen["row"].to_numpy() - seen["row"].max(),
        first=1,
    )
    assert scores.tolist() == [1, 2, 3, 4] * 2


def test_hour_bands_leave_out_their_ends() -> None:
    assert hour_bands(pd.Series([0, 5, 6, 23]), (0, 6)).tolist() == [
        "00–06",
        "00–06",
        "06–24",
        "06–24",
    ]
