"""The shape of a KPI."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Generic, Protocol, TypeVar

from api.core.kpis.facts import Facts
from api.core.kpis.types import (
    AddsUp,
    Better,
    Figure,
    LeadsTo,
    Measure,
    Span,
    Status,
    Unit,
)
from api.core.kpis.words import WORDS, Words

NO_TARGET = Status("unknown", "no_target")


class Row(Protocol):
    """What figures are put together from."""

    @property
    def model(self) -> str: ...

    @property
    def version(self) -> int: ...


class Dated(Row, Protocol):
    @property
    def day(self) -> date: ...


R = TypeVar("R", bound=Row)
D = TypeVar("D", bound=Dated)


class Kpi(ABC, Generic[R]):
    """One number: which rows it takes, what it makes of them, and when it is well with it."""

    slug: ClassVar[str]
    """Its key in ``api.core.kpis.words``, and the anchor in docs/metrics.md."""
    unit: ClassVar[Unit]
    better: ClassVar[Better]
    adds_up: ClassVar[AddsUp]
    counts: ClassVar[str]
    """What a figure's ``n`` counts."""
    leads_to: ClassVar[LeadsTo]

    @property
    def words(self) -> Words:
        return WORDS[self.slug]

    @abstractmethod
    def rows(self, facts: Facts) -> Sequence[R]:
        """Of both periods, every model and version."""

    @abstractmethod
    def spread(self, rows: Sequence[R], spans: Sequence[Span]) -> list[list[R]]:
        """The rows that each of these spans is made of."""

    @abstractmethod
    def figure(self, rows: Sequence[R], span: Span, facts: Facts, model: str | None) -> Figure:
        """Of ``rows``, which all lie in ``span``; of one model where one is named."""

    def target(self, facts: Facts, model: str | None) -> float | None:  # noqa: ARG002 - most have none
        """What the value is held against."""
        return None

    def status(
        self,
        now: Figure,  # noqa: ARG002 - most say nothing of it
        previous: Figure,  # noqa: ARG002
        rows: Sequence[R],  # noqa: ARG002
        facts: Facts,  # noqa: ARG002
        model: str | None,  # noqa: ARG002
    ) -> Status:
        """Whether it is well with ``now``, which was made of ``rows``."""
        return NO_TARGET

    def unit_of(self, model: str | None) -> Unit:  # noqa: ARG002 - only quality has the model's own
        return self.unit

    def measure(self, facts: Facts, model: str) -> Measure | None:  # noqa: ARG002
        """Where the unit is the model's own."""
        return None


class DayKpi(Kpi[D]):
    """Of rows that each belong to a day."""

    def spread(self, rows: Sequence[D], spans: Sequence[Span]) -> list[list[D]]:
        """The spans do not overlap."""
        index = {day: number for number, span in enumerate(spans) for day in span.days()}
        found: list[list[D]] = [[] for _ in spans]
        for row in rows:
            number = index.get(row.day)
            if number is not None:
                found[number].append(row)
        return found


def unknown_of(figure: Figure) -> Status:
    return Status("unknown", figure.reason or "no_target")
