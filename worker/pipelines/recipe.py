"""What a recipe must say about its model; everything else is the same pipeline for all of them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

import numpy as np
import onnx
import pandas as pd
from numpy.typing import NDArray

from api.artifact.documents import Card, Example, Presentation
from api.artifact.manifest import DataSource
from api.artifact.schema import Localised, Schema, Task

Parameters = Mapping[str, float | int | str | bool | None]
Progress = Callable[[float, str], None]
"""Called with the share done (0–1) and one line for the log; raises when the job was cancelled."""


@dataclass(frozen=True)
class Dataset:
    """Raw rows: one column a schema field, plus ``truth`` (a label of the schema, or a number).

    Where there are any: ``occurred_at`` (UTC), the slice columns, and ``cluster``, equal in rows
    that share their circumstances (confidence intervals resample whole clusters).
    """

    frame: pd.DataFrame
    source: DataSource


@dataclass(frozen=True)
class Split:
    """Rows to fit on, rows to calibrate on (may be empty) and rows never seen by either."""

    train: pd.DataFrame
    calibration: pd.DataFrame
    holdout: pd.DataFrame
    description: Localised


class Fitted(Protocol):
    """The native model with its preprocessing."""

    def predict(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """(n,) probability of labels[1]; (n, labels) of each; or (n, 3) value, lower, upper."""


@dataclass(frozen=True)
class Baseline:
    """What the model must beat: predictions for the hold-out, shaped as ``Fitted.predict`` does."""

    title: Localised
    predictions: NDArray[np.float64]


@dataclass(frozen=True)
class ConversionLimits:
    """A version is refused when its graph and its native model differ by more on the hold-out."""

    label_agreement: float = 1.0
    max_abs_difference: float = 1e-5


class Judging(Protocol):
    """How a model is judged; a recipe says it."""

    @property
    def headline(self) -> str:
        """Metric that stands for the model in one number: brier, accuracy, mae, …"""

    @property
    def slices(self) -> tuple[str, ...]:
        """Columns of the frame by whose values the hold-out is cut."""


@dataclass(frozen=True)
class Recipe(ABC):
    """A file in ``worker/recipes/`` holds one subclass and its module-level ``RECIPE`` instance."""

    name: ClassVar[str]
    task: ClassVar[Task]
    title: ClassVar[Localised]
    summary: ClassVar[Localised]
    headline: ClassVar[str]
    """Metric that stands for the model in one number: brier, accuracy, mae, …"""
    slices: ClassVar[tuple[str, ...]] = ()
    """Columns of the frame by whose values the hold-out is cut; a recipe may add columns for it."""
    conversion_limits: ClassVar[ConversionLimits] = ConversionLimits()
    defaults: ClassVar[Parameters] = {}
    """Parameters and their first values; a run may override any of them."""
    time_zone: ClassVar[str] = "UTC"
    """Where the days that parameters name begin at midnight."""

    @abstractmethod
    def load(self, packages: Path, parameters: Parameters) -> Dataset: ...

    @abstractmethod
    def split(self, dataset: Dataset, parameters: Parameters) -> Split: ...

    @abstractmethod
    def fit(self, split: Split, parameters: Parameters, progress: Progress) -> Fitted: ...

    @abstractmethod
    def convert(self, fitted: Fitted) -> onnx.ModelProto:
        """The graph from raw inputs to answers: encoders, scalers and calibration inside it."""

    @abstractmethod
    def baseline(self, split: Split) -> Baseline: ...

    @abstractmethod
    def schema(self, dataset: Dataset) -> Schema: ...

    @abstractmethod
    def examples(self, split: Split) -> tuple[Example, ...]: ...

    @abstractmethod
    def presentation(self, dataset: Dataset) -> Presentation: ...

    @abstractmethod
    def card(self) -> Card: ...

    def from_log(self, served: pd.DataFrame) -> pd.DataFrame:
        """Served rows as training rows.

        ``served`` has one column a field, ``truth`` and ``occurred_at`` (UTC); the answer has
        those of ``Dataset.frame``: a recipe adds its slices and clusters, from nothing that was
        not known when the row was served. Without its own, a recipe takes rows as they are.
        """
        return served
