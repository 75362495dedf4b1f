"""An experiment's log as sums over subjects, in memory that does not grow with the log. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from api.core.experiments.measures import LoggedRow, Measured
from api.core.experiments.traffic import allocated
from api.core.experiments.types import Measure
from monitoring.sequential.moments import Moments, merge, update

SUBJECTS_AT_ONCE = 4_096

Cell = tuple[int, str]
"""Number of the allocation under which a subject came in, and the arm that it met."""
Key = tuple[Measure, int, str, bool]
"""A measure, the cell, and whether the subjects have a past."""


@dataclass(frozen=True)
class Summary:
    rows: int
    assigned: dict[Cell, int]
    """Subjects, with or without a value."""
    values: dict[Measure, dict[Cell, Moments]]
    """Of (past value, value), one pair a subject."""
    with_past: int
    """Subjects with a past, of the plan's goal."""


def summarise(rows: Iterable[LoggedRow], measured: Mapping[Measure, Measured]) -> Summary:
    """``rows`` in order of their units, and of the time they were served within.

    The unit is the subject: it belongs to the arm that it met first, under the allocation of then,
    and its value is the mean of its rows there. What it met after new shares moved it to another
    arm does not count. Its covariate is the mean of its rows before the experiment; where it had
    none, that of the others, which neither helps nor harms. ``measured`` names the goal first.
    """
    pairs = _Pairs()
    assigned: Counter[Cell] = Counter()
    counted = 0
    for _, of_unit in groupby(rows, key=lambda row: row.unit):
        unit = _Unit(measured)
        for row in of_unit:
            unit.add(row)
        counted += unit.rows
        if unit.cell is not None:
            assigned[unit.cell] += 1
            pairs.add(unit, unit.cell)
    pairs.flush()
    goal = next(iter(measured), None)
    with_past = sum(m.count for key, m in pairs.moments.items() if key[0] == goal and key[3])
    return Summary(counted, dict(assigned), _with_the_past(pairs.moments, measured), with_past)


@dataclass(slots=True)
class _Mean:
    total: float = 0.0
    count: int = 0

    def add(self, value: float | None) -> None:
        if value is not None:
            self.total += value
            self.count += 1

    @property
    def value(self) -> float | None:
        return self.total / self.count if self.count else None


class _Unit:
    def __init__(self, measured: Mapping[Measure, Measured]) -> None:
        self._measured = measured
        self.cell: Cell | None = None
        self.rows = 0
        self.now = {measure: _Mean() for measure in measured}
        self.past = {measure: _Mean() for measure in measured}

    def add(self, row: LoggedRow) -> None:
        if row.in_experiment:
            self.rows += 1
            cell = allocated(row.variant)
            self.cell = self.cell or cell
            if cell[1] != self.cell[1]:
                return
        means = self.now if row.in_experiment else self.past
        for measure, value_of in self._measured.items():
            means[measure].add(value_of(row))


@dataclass
class _Pairs:
    moments: dict[Key, Moments] = field(default_factory=dict)
    _waiting: dict[Key, list[tuple[float, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _subjects: int = 0

    def add(self, unit: _Unit, cell: Cell) -> None:
        for measure, mean in unit.now.items():
            if mean.value is not None:
                past = unit.past[measure].value
                pair = (0.0 if past is None else past, mean.value)
                self._waiting[(measure, *cell, past is not None)].append(pair)
        self._subjects += 1
        if self._subjects % SUBJECTS_AT_ONCE == 0:
            self.flush()

    def flush(self) -> None:
        for key, pairs in self._waiting.items():
            columns = np.array(pairs, dtype=np.float64)
            known = self.moments.get(key, Moments())
            self.moments[key] = update(known, columns[:, 0], columns[:, 1])
        self._waiting.clear()


def _with_the_past(
    moments: Mapping[Key, Moments], measured: Iterable[Measure]
) -> dict[Measure, dict[Cell, Moments]]:
    found: dict[Measure, dict[Cell, Moments]] = {measure: {} for measure in measured}
    for measure, cells in found.items():
        usual = _usual_past(measure, moments)
        for (of, number, arm, has_past), known in moments.items():
            if of == measure:
                filled = known if has_past else replace(known, mean_x=usual)
                cells[number, arm] = merge(cells.get((number, arm), Moments()), filled)
    return found


def _usual_past(measure: Measure, moments: Mapping[Key, Moments]) -> float:
    """The mean past of those who have one, in whatever arm; 0 without any."""
    pasts = [known for key, known in moments.items() if key[0] == measure and key[3]]
    subjects = sum(known.count for known in pasts)
    return sum(known.mean_x * known.count for known in pasts) / subjects if subjects else 0.0
