"""Whether parameters are what a recipe declares. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar

from api.core.errors import FarolError, Kind, one_of
from api.core.training.types import Parameter, ParameterKind, Value

METHOD = "method"
"""A parameter that chooses another way than the recipe's own, which has parameters of its own."""


class InvalidParameters(FarolError):
    kind: ClassVar[Kind] = "invalid"


def require_valid(recipe: str, declared: Sequence[Parameter], given: Mapping[str, Value]) -> None:
    """Raises InvalidParameters, which names every fault."""
    if METHOD in given:
        return
    found = list(faults(recipe, declared, given))
    if found:
        raise InvalidParameters("; ".join(found))


def faults(recipe: str, declared: Sequence[Parameter], given: Mapping[str, Value]) -> Iterator[str]:
    known = {parameter.name: parameter for parameter in declared}
    for name, value in given.items():
        if name not in known:
            yield f"{recipe} has no parameter {name}: {one_of(list(known))}"
            continue
        expected = _fault(known[name], value)
        if expected is not None:
            yield f"{name} must be {expected}, not {value!r}"


def _fault(parameter: Parameter, value: Value) -> str | None:
    """What it must be, where it is not that."""
    if value is None:
        return None if parameter.optional else "given"
    fits, expected = _DEMANDS[parameter.kind]
    return None if fits(parameter, value) else expected(parameter)


def _is_whole(parameter: Parameter, value: Value) -> bool:
    return isinstance(value, int) and _is_real(parameter, value)


def _is_real(parameter: Parameter, value: Value) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return _within(parameter, float(value))


def _within(parameter: Parameter, number: float) -> bool:
    if parameter.minimum is not None and number < parameter.minimum:
        return False
    return parameter.above is None or number > parameter.above


def _number(parameter: Parameter, what: str = "") -> str:
    bounds = [f"from {parameter.minimum:g}"] if parameter.minimum is not None else []
    bounds += [f"above {parameter.above:g}"] if parameter.above is not None else []
    return " ".join([f"a {what}number", *bounds])


def _is_day(_parameter: Parameter, value: Value) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_moment(_parameter: Parameter, value: Value) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


_DEMANDS: Mapping[
    ParameterKind, tuple[Callable[[Parameter, Value], bool], Callable[[Parameter], str]]
] = {
    "whole": (_is_whole, lambda parameter: _number(parameter, "whole ")),
    "real": (_is_real, _number),
    "day": (_is_day, lambda _: "a date like 2013-03-01"),
    "moment": (_is_moment, lambda _: "like 2013-03-01T00:00:00Z"),
    "switch": (lambda _, value: isinstance(value, bool), lambda _: "true or false"),
    "choice": (
        lambda parameter, value: value in parameter.choices,
        lambda parameter: one_of(list(parameter.choices)),
    ),
    "text": (lambda _, value: isinstance(value, str), lambda _: "text"),
}
"""Whether a value is one of the kind, and what to say where it is not."""
