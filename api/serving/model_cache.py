"""The versions in memory: loaded once, within a byte budget, never evicted while in use."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from api.serving.errors import ModelUnavailable, ServingError
from api.serving.loaded_model import LoadedModel

Load = Callable[[str], LoadedModel]
"""Digest -> the loaded model. Raises ServingError."""


class ModelCache:
    """Safe for several threads; ``get`` takes no lock."""

    def __init__(self, load: Load, *, budget_bytes: int) -> None:
        self._load = load
        self._budget_bytes = budget_bytes
        self._loaded: dict[str, LoadedModel] = {}
        self._loading: dict[str, Future[LoadedModel]] = {}
        self._leased: dict[int, LoadedModel] = {}
        self._reserved: dict[str, int] = {}
        self._failures: dict[str, str] = {}
        self._wanted: frozenset[str] = frozenset()
        self._lock = threading.Lock()
        self._clock = 0
        self._loader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model-loader")

    def get(self, digest: str) -> LoadedModel | None:
        model = self._loaded.get(digest)
        if model is not None:
            self._clock += 1
            model.last_used = self._clock
        return model

    @contextmanager
    def lease(self, model: LoadedModel) -> Iterator[LoadedModel]:
        """While it lasts the model stays in memory and in the budget, even if it was just evicted.

        Needed wherever the user of a model lets the event loop go on.
        """
        with self._lock:
            model.leases += 1
            self._leased[id(model)] = model
        try:
            yield model
        finally:
            with self._lock:
                model.leases -= 1
                if not model.leases:
                    del self._leased[id(model)]

    def start_loading(
        self, digest: str, memory_bytes: int, *, spares_wanted: bool = False
    ) -> Future[LoadedModel]:
        """Begin, or join the loading that somebody else began. Its result raises ServingError.

        With ``spares_wanted`` it fails rather than put out a version that is live.
        """
        with self._lock:
            loaded = self._loaded.get(digest)
            if loaded is not None:
                done: Future[LoadedModel] = Future()
                done.set_result(loaded)
                return done
            if digest in self._loading:
                return self._loading[digest]
            future = self._loader.submit(self._load_one, digest, memory_bytes, spares_wanted)
            self._loading[digest] = future
        return future

    def prefer(self, wanted: frozenset[str]) -> None:
        """Say which digests are live; the others are the first to go, but not before they must."""
        self._wanted = wanted

    def forget(self, known: frozenset[str]) -> None:
        """Drop what no snapshot names any more, as soon as nothing uses it."""
        with self._lock:
            for digest, model in tuple(self._loaded.items()):
                if digest not in known and not model.leases:
                    del self._loaded[digest]
            for digest in tuple(self._failures):
                if digest not in known:
                    del self._failures[digest]

    def failure(self, digest: str) -> str | None:
        return self._failures.get(digest)

    @property
    def used_bytes(self) -> int:
        models = {id(model): model for model in tuple(self._loaded.values())}
        models.update(self._leased.copy())
        loading = sum(tuple(self._reserved.values()))
        return sum(model.memory_bytes for model in models.values()) + loading

    def loaded(self) -> dict[str, LoadedModel]:
        """By digest."""
        return self._loaded.copy()

    @property
    def loaded_count(self) -> int:
        return len(self._loaded)

    def close(self) -> None:
        self._loader.shutdown(wait=True, cancel_futures=True)

    def _load_one(self, digest: str, memory_bytes: int, spares_wanted: bool) -> LoadedModel:
        try:
            self._make_room(digest, memory_bytes, spares_wanted)
            model = self._load(digest)
        except ServingError as error:
            self._failures[digest] = str(error)
            raise
        else:
            model.memory_bytes = memory_bytes
            with self._lock:
                self._failures.pop(digest, None)
                self._loaded[digest] = model
            return model
        finally:
            with self._lock:
                self._reserved.pop(digest, None)
                self._loading.pop(digest, None)

    def _make_room(self, digest: str, memory_bytes: int, spares_wanted: bool) -> None:
        with self._lock:
            while self.used_bytes + memory_bytes > self._budget_bytes:
                idle = [
                    (known in self._wanted, model.last_used, known)
                    for known, model in self._loaded.items()
                    if not model.leases and not (spares_wanted and known in self._wanted)
                ]
                if not idle:
                    raise ModelUnavailable(
                        f"It needs {memory_bytes} bytes; {self.used_bytes} of the budget of "
                        f"{self._budget_bytes} are in use."
                    )
                del self._loaded[min(idle)[2]]
            self._reserved[digest] = memory_bytes
