from dataclasses import replace
from functools import reduce

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.drift.columns import Encoded, encode
from monitoring.drift.counts import MOST_NEW_NAMES, add, count, count_categories, count_numbers
from monitoring.drift.profile import profile_categories, profile_numbers

NUMBERS = profile_numbers(np.arange(100, dtype=float))
PLACES = profile_categories(np.array(["JFK", "JFK", "EWR", ""], dtype=object))

numbers = st.lists(st.floats(-50, 150) | st.just(float("nan")), max_size=30).map(
    lambda values: count_numbers(np.array(values, dtype=float), NUMBERS)
)
texts = st.lists(st.sampled_from(["JFK", "EWR", "", "XXX", "YYY", "ZZZ"]) | st.text(max_size=3))
places = texts.map(lambda values: count_categories(encode(np.array(values, dtype=object)), PLACES))


def test_numbers_fall_into_the_bins_of_the_reference() -> None:
    counts = count_numbers(np.array([-5.0, 0.0, 4.0, 5.0, 99.0, 250.0, np.nan]), NUMBERS)
    assert counts.counts == (3, 1, *(0,) * 17, 2)
    assert (counts.rows, counts.missing, counts.known) == (7, 1, 6)
    assert (counts.below, counts.above) == (1, 1)


def test_the_reference_itself_counts_as_it_was_profiled() -> None:
    values = np.random.default_rng(1).exponential(size=997).round(1)
    profile = profile_numbers(values)
    counts = count_numbers(values, profile)
    assert (profile.counts, 0, 0) == (counts.counts, counts.below, counts.above)


def test_infinite_numbers_are_out_of_range() -> None:
    counts = count_numbers(np.array([-np.inf, np.inf, np.inf]), NUMBERS)
    assert (counts.below, counts.above, counts.missing) == (1, 2, 0)


def test_nothing_leaves_the_range_of_a_reference_without_values() -> None:
    counts = count_numbers(np.array([1.0, np.nan]), profile_numbers(np.array([np.nan])))
    assert (counts.counts, counts.below, counts.above, counts.missing) == ((1,), 0, 0, 1)


def test_categories_are_listed_new_or_missing() -> None:
    values = np.array(["EWR", "XXX", "", None, "XXX", "JFK"], dtype=object)
    counts = count(values, PLACES)
    assert counts.counts == {"JFK": 1, "EWR": 1}
    assert (counts.unlisted, counts.unlisted_names) == (2, {"XXX": 2})
    assert (counts.rows, counts.missing, counts.known) == (6, 2, 4)


def test_encoded_categories_count_as_their_texts_do() -> None:
    encoded = Encoded(np.array([0, 2, -1, 1, 0]), ("XXX", "", "JFK", "never used"))
    texts = np.array(["XXX", "JFK", None, "", "XXX"], dtype=object)
    assert count(texts, PLACES) == count(encoded, PLACES)


@given(numbers, numbers, numbers)
def test_counts_of_numbers_add_up_in_any_grouping(a, b, c) -> None:
    assert add(add(a, b), c) == add(a, add(b, c)) == add(c, add(b, a))


@given(places, places, places)
def test_counts_of_categories_add_up_in_any_grouping(a, b, c) -> None:
    assert add(add(a, b), c) == add(a, add(b, c)) == add(c, add(b, a))


@given(st.lists(st.floats(-50, 150) | st.just(float("nan")), max_size=60), st.integers(1, 60))
def test_chunks_count_as_the_whole(values, size) -> None:
    array = np.array(values, dtype=float)
    chunks = [array[i : i + size] for i in range(0, max(len(array), 1), size)]
    assert count(array, NUMBERS) == reduce(add, (count(chunk, NUMBERS) for chunk in chunks))


def test_a_flood_of_new_names_stays_bounded_and_exact_for_those_kept() -> None:
    names = np.array([f"typo {i % 1000}" for i in range(5000)], dtype=object)
    whole = count(names, PLACES)
    halves = add(count(names[:2500], PLACES), count(names[2500:], PLACES))
    assert whole == halves
    assert (len(whole.unlisted_names), whole.unlisted) == (MOST_NEW_NAMES, 5000)
    assert set(whole.unlisted_names.values()) == {5}


def test_refuses_to_add_counts_over_different_bins() -> None:
    counts = count(np.array([1.0]), NUMBERS)
    with pytest.raises(ValueError, match="bins"):
        add(counts, replace(counts, counts=(1,)))
    with pytest.raises(ValueError, match="categories"):
        add(counts, count(np.array(["JFK"], dtype=object), PLACES))
    with pytest.raises(ValueError, match="values"):
        add(
            count(np.array(["JFK"], dtype=object), PLACES),
            count(np.array(["JFK"], dtype=object), replace(PLACES, counts={"JFK": 2})),
        )


def test_refuses_texts_for_numbers_and_numbers_for_texts() -> None:
    with pytest.raises(TypeError, match="texts"):
        count(np.array(["1"], dtype=object), NUMBERS)
    with pytest.raises(TypeError, match="numbers"):
        count(np.array([1.0]), PLACES)
