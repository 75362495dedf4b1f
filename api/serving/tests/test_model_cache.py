"""Loaded once, kept while in use, evicted by memory: the model cache."""

import threading
from dataclasses import dataclass
from typing import Any, cast

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from api.serving.errors import ModelUnavailable
from api.serving.loaded_model import LoadedModel
from api.serving.model_cache import ModelCache

MEGABYTE = 1_000_000


@dataclass(eq=False)
class FakeModel:
    digest: str
    memory_bytes: int = 0
    leases: int = 0
    last_used: int = 0


def cache_of(budget_bytes: int, loads: list[str] | None = None) -> ModelCache:
    def load(digest: str) -> LoadedModel:
        if loads is not None:
            loads.append(digest)
        return cast(LoadedModel, FakeModel(digest))

    return ModelCache(load, budget_bytes=budget_bytes)


def test_many_who_want_a_model_at_once_load_it_once() -> None:
    loads: list[str] = []
    gate = threading.Event()

    def load(digest: str) -> LoadedModel:
        gate.wait(5)
        loads.append(digest)
        return cast(LoadedModel, FakeModel(digest))

    cache = ModelCache(load, budget_bytes=10)
    futures = [cache.start_loading("a", 1) for _ in range(20)]
    assert cache.get("a") is None
    gate.set()
    assert len({id(future.result(5)) for future in futures}) == 1
    assert loads == ["a"]
    assert cache.start_loading("a", 1).result(5) is cache.get("a")
    cache.close()


def test_the_least_recently_used_model_goes_first() -> None:
    cache = cache_of(2)
    for digest in ("a", "b"):
        cache.start_loading(digest, 1).result(5)
    cache.get("a")
    cache.start_loading("c", 1).result(5)
    assert cache.get("b") is None
    assert cache.get("a") is not None
    cache.close()


def test_live_models_go_after_the_others() -> None:
    cache = cache_of(2)
    cache.prefer(frozenset({"live"}))
    for digest in ("live", "old"):
        cache.start_loading(digest, 1).result(5)
    cache.get("old")
    cache.start_loading("new", 1).result(5)
    assert cache.get("live") is not None
    assert cache.get("old") is None
    cache.close()


def test_a_model_in_use_is_not_evicted_and_the_other_is_refused() -> None:
    cache = cache_of(1)
    model = cache.start_loading("a", 1).result(5)
    with cache.lease(model):
        with pytest.raises(ModelUnavailable, match="budget"):
            cache.start_loading("b", 1).result(5)
        assert cache.failure("b") is not None
    cache.start_loading("b", 1).result(5)
    assert cache.failure("b") is None
    assert cache.get("a") is None
    cache.close()


def test_forgetting_drops_what_no_snapshot_names_but_not_what_is_in_use() -> None:
    cache = cache_of(10)
    used = cache.start_loading("used", 1).result(5)
    cache.start_loading("gone", 1).result(5)
    with cache.lease(used):
        cache.forget(frozenset())
        assert cache.get("used") is used
    assert cache.get("gone") is None
    cache.forget(frozenset())
    assert cache.get("used") is None
    cache.close()


class CacheMachine(RuleBasedStateMachine):
    """Any order of loading, leasing and ending leases."""

    BUDGET = 5

    def __init__(self) -> None:
        super().__init__()
        self.cache = cache_of(self.BUDGET)
        self.leases: list[tuple[Any, LoadedModel]] = []

    @rule(digest=st.sampled_from("abcdef"), size=st.integers(1, 3))
    def load(self, digest: str, size: int) -> None:
        future = self.cache.start_loading(digest, size)
        error = future.exception(5)
        assert error is None or isinstance(error, ModelUnavailable)

    @rule(digest=st.sampled_from("abcdef"))
    def lease(self, digest: str) -> None:
        model = self.cache.get(digest)
        if model is not None:
            held = self.cache.lease(model)
            held.__enter__()
            self.leases.append((held, model))

    @precondition(lambda self: self.leases)
    @rule(data=st.data())
    def end_lease(self, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(self.leases) - 1))
        held, _ = self.leases.pop(place)
        held.__exit__(None, None, None)

    @invariant()
    def the_budget_holds(self) -> None:
        assert self.cache.used_bytes <= self.BUDGET

    @invariant()
    def what_is_leased_is_loaded(self) -> None:
        for _, model in self.leases:
            assert self.cache.get(cast(FakeModel, model).digest) is model

    def teardown(self) -> None:
        self.cache.close()


CacheMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAnyOrder = CacheMachine.TestCase


def test_what_spares_the_live_ones_puts_out_only_others() -> None:
    cache = cache_of(2)
    for digest in ("live", "idle"):
        cache.start_loading(digest, 1).result(5)
    cache.prefer(frozenset({"live"}))
    cache.start_loading("shadow", 1, spares_wanted=True).result(5)
    assert (cache.get("idle"), cache.get("live") is None) == (None, False)
    with pytest.raises(ModelUnavailable):
        cache.start_loading("large", 2, spares_wanted=True).result(5)
    assert cache.get("live") is not None
    cache.close()
