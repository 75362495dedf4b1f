"""What the domain needs from outside, as protocols; the adapters keep them."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Literal, Protocol

from api.core.alerts.types import Notice
from api.core.errors import FarolError, Kind

ParameterValue = float | int | str | bool | None
Alias = Literal["champion", "challenger"]


class ArtifactStore(Protocol):
    """Sealed artifacts by digest; what is in it never changes."""

    def put(self, directory: Path) -> str:
        """Keep a copy of a sealed directory; returns its digest. Doing it again changes nothing."""
        ...

    def path(self, digest: str) -> Path:
        """The kept directory. Raises an error of kind not_found when there is none."""
        ...

    def has(self, digest: str) -> bool: ...


class ModelRegistry(Protocol):
    """The experiment log and the mirror of what is served. It never decides anything."""

    def log_run(
        self,
        *,
        experiment: str,
        parameters: Mapping[str, ParameterValue],
        metrics: Mapping[str, float],
        plots: Mapping[str, bytes],
        artifact_dir: Path,
        tags: Mapping[str, str],
    ) -> str:
        """Log one training; plots are PNG by name. Returns the run's id."""
        ...

    def register(
        self, *, model: str, digest: str, run_id: str | None, version: int, artifact_dir: Path
    ) -> None:
        """Mirror a registered version. Doing it again changes nothing."""
        ...

    def set_alias(self, *, model: str, alias: Alias, version: int | None) -> None:
        """Point the alias at a version, or take it away with None."""
        ...


class NotSent(FarolError):
    """A channel did not take a notice. The message tells why and never holds a secret."""

    kind: ClassVar[Kind] = "unavailable"

    def __init__(self, reason: str, *, transient: bool) -> None:
        super().__init__(reason)
        self.transient = transient
        """Whether trying again later may help."""


class Notifier(Protocol):
    """Tells people, or their programs, something through one channel."""

    def notify(self, notice: Notice) -> None:
        """Once at most, within seconds. Raises NotSent."""
        ...
