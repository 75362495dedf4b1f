"""The sample of a stream."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from worker.checks.reservoir import draw

CHUNKS = st.lists(st.lists(st.integers(), max_size=20), max_size=8)


@given(chunks=CHUNKS, size=st.integers(0, 30), seed=st.integers(0, 9))
def test_it_has_as_many_rows_as_it_may_in_the_order_of_the_stream(
    chunks: list[list[int]], size: int, seed: int
) -> None:
    numbered = list(enumerate(row for chunk in chunks for row in chunk))
    rows = iter(numbered)
    drawn = draw(([next(rows) for _ in chunk] for chunk in chunks), size=size, seed=seed)
    assert min(size, len(numbered)) == len(drawn)
    assert sorted(set(drawn)) == drawn
    assert set(drawn) <= set(numbered)


@given(chunks=CHUNKS, seed=st.integers(0, 9))
def test_how_the_stream_is_cut_does_not_matter(chunks: list[list[int]], seed: int) -> None:
    whole = [[row for chunk in chunks for row in chunk]]
    assert draw(whole, size=5, seed=seed) == draw(chunks, size=5, seed=seed)


def test_every_row_is_as_likely_as_any_other() -> None:
    """2,000 samples of 3 out of 12: each row is in 500 of them, give or take five times
    √(2000 · ¼ · ¾) = 19.4."""
    chunks = [list(range(5)), [], list(range(5, 12))]
    counts = Counter(row for seed in range(2000) for row in draw(chunks, size=3, seed=seed))
    assert set(counts) == set(range(12))
    assert all(abs(count - 500) < 97 for count in counts.values())


def test_the_same_seed_draws_the_same_rows_and_another_one_others() -> None:
    rows = [list(range(1000))]
    assert draw(rows, size=10, seed=1) == draw(rows, size=10, seed=1)
    assert draw(rows, size=10, seed=1) != draw(rows, size=10, seed=2)
