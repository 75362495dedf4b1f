"""A snapshot made ready for requests: who answers for which model and version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from api.artifact.snapshot import ServedModel, ServedVersion, Snapshot, Variant
from api.serving.counters import Counters, RouteCounter
from api.serving.errors import ModelNotFound, VersionNotFound
from api.serving.shadowing.lane import ShadowLane
from api.serving.traffic import choose

_MAX_VERSION_DIGITS = 9
DIRECT = "direct"
"""Variant of a request that named a version outside the live traffic."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """One version as the answer to a request, with what never changes in its answers."""

    model: str
    version: int
    variant: str
    served: ServedVersion
    answer_middle: str
    """Between the prediction id and ``cached``."""
    predict: RouteCounter
    v2: RouteCounter
    explain: RouteCounter
    aside: RouteCounter


class _SubjectOnly(msgspec.Struct):
    subject: str | None = None


_subject_decoder = msgspec.json.Decoder(_SubjectOnly)


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """One model's traffic."""

    model: ServedModel
    live: Mapping[str, Target]
    """Variant -> target."""
    by_version: Mapping[int, Target]
    only: Target | None
    """The single live target, where there is no choice."""
    shadows: tuple[ShadowLane, ...] = ()
    """What live answers are also scored by; a version does not shadow its own answers."""

    def choose(self, body: bytes, otherwise: str) -> Target:
        """By the subject named in the body; ``otherwise`` stands in where there is none."""
        if self.only is not None:
            return self.only
        try:
            subject = _subject_decoder.decode(body).subject
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            # The decoder of whichever version is chosen will refuse the body and say why.
            subject = None
        salt = self.model.salt or self.model.name
        variant = choose(salt, self.model.variants, subject or otherwise)
        return self.live[variant.name]

    def version(self, text: str) -> Target:
        """Raises VersionNotFound."""
        is_number = text.isascii() and text.isdigit() and len(text) <= _MAX_VERSION_DIGITS
        target = self.by_version.get(int(text)) if is_number else None
        if target is None:
            raise VersionNotFound(self.model.name, text[:20], tuple(self.by_version))
        return target


@dataclass(frozen=True, slots=True, eq=False)
class RoutingTable:
    revision: int = 0
    routes: Mapping[str, Route] = field(default_factory=dict)

    def route(self, model: str) -> Route:
        """Raises ModelNotFound with the names there are."""
        found = self.routes.get(model)
        if found is None:
            raise ModelNotFound(model[:64], tuple(self.routes))
        return found


LaneOf = Callable[[str, ServedVersion], ShadowLane]


def routing_table(snapshot: Snapshot, counters: Counters, lane: LaneOf) -> RoutingTable:
    routes = {model.name: _route(model, counters, lane) for model in snapshot.models}
    return RoutingTable(snapshot.revision, routes)


def _route(model: ServedModel, counters: Counters, lane: LaneOf) -> Route:
    served = {version.version: version for version in model.versions}
    live = {v.name: _target(model, served[v.version], v, counters) for v in model.variants}
    # Who names a version was not allocated to it: an experiment must not count the row.
    names = {} if model.salt else {v.version: v.name for v in reversed(model.variants)}
    by_version = {
        number: live.get(names.get(number, ""))
        or _target(model, version, Variant(DIRECT, number, 0.0), counters)
        for number, version in served.items()
    }
    weighted: list[Variant] = [variant for variant in model.variants if variant.weight > 0]
    only = live[weighted[0].name] if len(weighted) == 1 else None
    # A shadow that there is no version for must not keep the live ones from being served.
    named = [served[number] for number in dict.fromkeys(model.shadows) if number in served]
    shadows = tuple(lane(model.name, version) for version in named)
    return Route(model, live, by_version, only, shadows)


def _target(
    model: ServedModel, served: ServedVersion, variant: Variant, counters: Counters
) -> Target:
    version, counted_as = str(served.version), variant.counted_as or variant.name
    identity = {"model": model.name, "version": served.version, "variant": variant.name}
    return Target(
        model=model.name,
        version=served.version,
        variant=variant.name,
        served=served,
        answer_middle=f'",{msgspec.json.encode(identity).decode()[1:-1]},"cached":',
        predict=counters.get(model.name, version, counted_as, "predict"),
        v2=counters.get(model.name, version, counted_as, "v2"),
        explain=counters.get(model.name, version, counted_as, "explain"),
        aside=counters.get(model.name, version, counted_as, "aside"),
    )
