import msgspec

from api.artifact.schema import Task


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the limited process says about an upload: a refusal, or what it found."""

    refusal: str | None = None
    task: Task | None = None
    notes: tuple[str, ...] = ()
    """Lines for the job's log."""
