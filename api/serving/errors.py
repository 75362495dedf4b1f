"""What can go wrong between a request's bytes and its answer's.

The data plane knows no web framework, so each class says its HTTP status as a plain number and the
HTTP layer only carries it.
"""

from collections.abc import Sequence
from math import isinf, isnan

MAX_ROW_ERRORS = 20
"""A refusal names no more faults: enough to mend a client, bounded for a hostile one."""


class ServingError(Exception):
    """Base of everything that the data plane answers with instead of a prediction."""

    status = 500
    title = "The request failed"
    retry_after_seconds: int | None = None
    counted = False
    """Whether the data plane has counted it already, with the version that it concerns."""


class ModelNotFound(ServingError):
    status = 404
    title = "There is no such model"

    def __init__(self, name: str, valid: Sequence[str]) -> None:
        listed = ", ".join(sorted(valid)) or "none yet"
        super().__init__(f"There is no model {name!r}. Models: {listed}.")


class VersionNotFound(ServingError):
    status = 404
    title = "There is no such version"

    def __init__(self, model: str, version: str, valid: Sequence[int]) -> None:
        listed = ", ".join(str(number) for number in sorted(valid))
        super().__init__(f"Model {model!r} has no version {version!r}. Versions: {listed}.")


class ModelLoading(ServingError):
    status = 503
    title = "The model is loading"
    retry_after_seconds = 1

    def __init__(self, model: str, version: int) -> None:
        super().__init__(f"Version {version} of {model!r} is being loaded. Try again in a second.")


class ModelUnavailable(ServingError):
    status = 503
    title = "The model cannot be loaded"
    retry_after_seconds = 5


class NotKept(ServingError):
    """A prediction that could not be appended to the spool is not acknowledged."""

    status = 503
    title = "The prediction could not be kept"
    retry_after_seconds = 5


class Draining(ServingError):
    status = 503
    title = "This process is shutting down"
    retry_after_seconds = 1


class ModelFailed(ServingError):
    """The graph raised, or gave something that is not an answer (NaN, a wrong shape)."""

    title = "The model gave no answer"
    kind = "graph"
    """What went wrong in a word: ``graph``, ``nan``, ``infinity``, ``no_probability``."""
    row: int | None = None
    """The row that it failed on, where one is to blame."""


class ImpossibleAnswer(ModelFailed):
    """NaN, an infinity, or a number where a probability was due."""

    def __init__(self, value: float, row: int, *, is_probability: bool = False) -> None:
        why = ", which is no probability" if is_probability else ""
        super().__init__(f"The model gave {value} for row {row}{why}.")
        self.value = value
        self.row = row
        if isnan(value):
            self.kind = "nan"
        else:
            self.kind = "infinity" if isinf(value) else "no_probability"


class BrokenRequest(ServingError):
    """The body is not JSON."""

    status = 400
    title = "The body is not valid JSON"


class RowError(Exception):
    """One fault in one row. ``row`` is None where the fault is not in a row."""

    def __init__(self, field: str, expected: str, got: str, row: int | None = None) -> None:
        super().__init__(f"{field}: expected {expected}, got {got}")
        self.field = field
        self.expected = expected
        self.got = got
        self.row = row

    def as_dict(self) -> dict[str, str | int | None]:
        return {"row": self.row, "field": self.field, "expected": self.expected, "got": self.got}


class RowsRefused(ServingError):
    """The body is JSON, but not what the model's schema asks for."""

    status = 422
    title = "The request does not fit the model's schema"

    def __init__(self, errors: Sequence[RowError]) -> None:
        self.errors = tuple(errors[:MAX_ROW_ERRORS])
        first = self.errors[0]
        place = "" if first.row is None else f"row {first.row}, "
        super().__init__(
            f"{place}field {first.field!r}: expected {first.expected}, got {first.got}."
        )
