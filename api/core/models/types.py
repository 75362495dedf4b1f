from typing import Any, Literal

import msgspec

from api.artifact.snapshot import Execution


class ExecutionOverride(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person asked for instead of what was measured; None leaves the measured value."""

    mode: Literal["inline", "thread"] | None = None
    max_batch_size: int | None = None


def effective_execution(stored: dict[str, Any]) -> Execution:
    """How a version runs: as measured when registered, but for what a person overrode.

    ``stored`` is ``ModelVersion.execution``.
    """
    measured = msgspec.convert(
        {key: value for key, value in stored.items() if key != "override"}, Execution
    )
    if stored.get("override") is None:
        return measured
    override = msgspec.convert(stored["override"], ExecutionOverride)
    return msgspec.structs.replace(
        measured,
        mode=override.mode or measured.mode,
        max_batch_size=override.max_batch_size or measured.max_batch_size,
        overridden=True,
    )
