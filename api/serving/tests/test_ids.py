"""Ids sort as they were given, and none comes twice."""

import pytest

from api.serving import ids
from api.serving.ids import IdSource


def test_ids_have_the_form_of_the_contract_and_are_ordered() -> None:
    source = IdSource()
    made = [source.next() for _ in range(5_000)]
    assert made == sorted(set(made))
    assert {len(name) for name in made} == {32}
    assert set("".join(made)) <= set("0123456789abcdefghijklmnopqrstuvp")


def test_ids_stay_ordered_when_the_clock_steps_back(monkeypatch: pytest.MonkeyPatch) -> None:
    source = IdSource()
    times = iter([5_000_000_000, 4_000_000_000, 1_000_000_000, 6_000_000_000])
    monkeypatch.setattr(ids.time, "time_ns", lambda: next(times))
    made = [source.next() for _ in range(4)]
    assert made == sorted(made)
