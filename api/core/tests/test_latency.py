import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core.predictions.latency import quantile, quantiles
from monitoring.metrics import LATENCY_BUCKETS_SECONDS

BOUNDS = (1.0, 2.0, 4.0)


@pytest.mark.parametrize(
    ("counts", "share", "expected"),
    [
        ([4, 0, 0, 0], 0.5, 0.5),
        ([0, 4, 0, 0], 0.5, 1.5),
        ([2, 2, 0, 0], 0.75, 1.5),
        ([1, 1, 2, 0], 1.0, 4.0),
        ([0, 0, 0, 3], 0.5, 4.0),
        ([0, 0, 0, 0], 0.5, None),
    ],
)
def test_quantiles_worked_by_hand(counts: list[int], share: float, expected: float | None) -> None:
    assert expected == quantile(counts, share, BOUNDS)


@given(st.lists(st.integers(0, 50), min_size=4, max_size=4), st.floats(0.01, 1))
def test_a_quantile_lies_in_the_bucket_that_its_rank_falls_in(
    counts: list[int], share: float
) -> None:
    found = quantile(counts, share, BOUNDS)
    if sum(counts) == 0:
        assert found is None
        return
    assert found is not None
    edges = (0.0, *BOUNDS)
    at_or_below = sum(counts[: sum(edge < found for edge in edges)])
    assert at_or_below >= share * sum(counts) - 1e-9 or found == BOUNDS[-1]


def test_higher_shares_are_no_faster() -> None:
    counts = [3] * (len(LATENCY_BUCKETS_SECONDS) + 1)
    found = quantiles(counts)
    assert found.p50 is not None
    assert found.p95 is not None
    assert found.p99 is not None
    assert found.p50 <= found.p95 <= found.p99
