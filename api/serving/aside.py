"""Answers that are no predictions: of several versions to one row, and of rows from a hold-out.

They are counted, and nothing else is done with them. They are not kept, so they are in no figure of
traffic, drift, quality, experiments or rollouts; no shadow scores them; no subject is placed. A row
of the hold-out is of the reference itself and not of the world as it is now, and its truth chose
which versions there are: kept, it would make drift look smaller and quality better than they are.
"""

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from api.serving.documents import SealedRow, SealedRows, read_held_out
from api.serving.errors import ModelFailed, ModelLoading, ModelUnavailable, ServingError
from api.serving.loaded_model import LoadedModel
from api.serving.model_cache import ModelCache
from api.serving.routing import Route, Target


class NoHeldOutRows(ServingError):
    status = 404
    title = "There are no held-out rows"

    def __init__(self, model: str, versions: Sequence[int]) -> None:
        named = " and ".join(f"version {number}" for number in versions)
        super().__init__(
            f"No rows that {named} of {model!r} never saw are sealed with it: it was trained "
            "before they were kept, or on all there are, or on what was served here."
        )


class HeldOutRowNotFound(ServingError):
    status = 404
    title = "There is no such row"

    def __init__(self, number: int, rows: int) -> None:
        super().__init__(f"There is no held-out row {number}. Rows: 0 to {rows - 1}.")


@dataclass(frozen=True, slots=True)
class Aside:
    """What one version says of one row."""

    target: Target
    prediction: msgspec.Raw
    score_seconds: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """One row of a version's hold-out."""

    target: Target
    number: int
    held_out: SealedRows

    @property
    def row(self) -> SealedRow:
        return self.held_out.rows[self.number]


class Asides:
    """Belongs to the event loop; what takes long is done in ``threads``."""

    def __init__(self, cache: ModelCache, threads: Executor, models_dir: Path) -> None:
        self._cache = cache
        self._threads = threads
        self._models_dir = models_dir

    async def compare(self, targets: Sequence[Target], row: Any) -> list[Aside]:
        """What each says of the row, one after the other. Raises ServingError."""
        models = [self._model(target) for target in targets]
        answers = []
        for target, model in zip(targets, models, strict=True):
            with self._cache.lease(model):
                answers.append(await self._counted(target, model, row))
        return answers

    async def draw(self, route: Route, target: Target | None, seed: int) -> Drawn:
        """The row of ``target``'s hold-out that ``seed`` names; without a target, of the live
        version with most of the traffic that has rows. Raises NoHeldOutRows, BrokenModel."""
        candidates = [target] if target else _by_weight(route)
        for candidate in candidates:
            held_out = await self._read(candidate)
            if held_out is not None and held_out.rows:
                return Drawn(candidate, seed % len(held_out.rows), held_out)
        raise NoHeldOutRows(route.model.name, [found.version for found in candidates])

    async def answer(self, target: Target, number: int) -> tuple[Aside, SealedRow]:
        """What ``target`` says of its held-out row, and the truth. Raises ServingError."""
        held_out = await self._read(target)
        if held_out is None or not held_out.rows:
            raise NoHeldOutRows(target.model, [target.version])
        if number >= len(held_out.rows):
            raise HeldOutRowNotFound(number, len(held_out.rows))
        held = held_out.rows[number]
        [answer] = await self.compare([target], msgspec.json.decode(held.row))
        return answer, held

    async def _read(self, target: Target) -> SealedRows | None:
        directory = self._models_dir / target.served.digest
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, read_held_out, directory)

    async def _counted(self, target: Target, model: LoadedModel, row: Any) -> Aside:
        loop = asyncio.get_running_loop()
        started = time.perf_counter()
        try:
            prediction = await loop.run_in_executor(self._threads, _score, model, row)
        except ServingError as error:
            target.aside.refused(error.status, time.perf_counter() - started)
            if isinstance(error, ModelFailed):
                target.aside.model_failed(error.kind)
            error.counted = True
            raise
        seconds = time.perf_counter() - started
        target.aside.answered(1, seconds)
        return Aside(target, msgspec.Raw(prediction.encode()), seconds)

    def _model(self, target: Target) -> LoadedModel:
        """Loaded where there is room: never in the place of a version that is live.

        Raises ModelLoading, ModelUnavailable."""
        digest = target.served.digest
        model = self._cache.get(digest)
        if model is not None:
            return model
        failure = self._cache.failure(digest)
        self._cache.start_loading(digest, target.served.execution.memory_bytes, spares_wanted=True)
        if failure is not None:
            raise ModelUnavailable(f"Version {target.version} of {target.model!r}: {failure}")
        raise ModelLoading(target.model, target.version)


def _by_weight(route: Route) -> list[Target]:
    variants = sorted(route.model.variants, key=lambda variant: -variant.weight)
    return [route.live[variant.name] for variant in variants]


def _score(model: LoadedModel, row: Any) -> str:
    model.decoder.check_rows([row])
    feed = model.decoder.pack(model.decoder.convert([row]))
    return model.encode(model.session.run(feed, 1))[0]
