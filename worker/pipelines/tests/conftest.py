"""A whole recipe small enough to train in a moment: is a number above its category's line?"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import onnx
import pandas as pd
import pytest
from hypothesis import settings
from onnx import TensorProto, helper, numpy_helper
from sklearn.linear_model import LogisticRegression

from api.artifact.documents import Card, Example, Group, Presentation, Widget
from api.artifact.manifest import DataSource
from api.artifact.schema import Field, GraphInput, Output, Schema
from worker.pipelines.onnx_graph import make_graph
from worker.pipelines.recipe import Baseline, ConversionLimits, Dataset, Recipe, Split
from worker.pipelines.rows import as_row
from worker.pipelines.trees import ML_DOMAIN

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

TEXT = {"en": "toy", "pt-BR": "brinquedo"}
LINES = {"a": 0.0, "b": 1.0}
FIELDS = (
    Field(name="size", kind="number", datatype="FP32"),
    Field(name="line", kind="category", datatype="BYTES", choices=tuple(LINES)),
)


@dataclass(frozen=True)
class ToyModel:
    slope: float
    intercept: float

    def predict(self, frame: pd.DataFrame) -> np.ndarray:
        return 1 / (1 + np.exp(-(self.slope * distance(frame) + self.intercept)))


def distance(frame: pd.DataFrame) -> np.ndarray:
    return (frame["size"] - frame["line"].map(LINES)).to_numpy(dtype=np.float64)


@dataclass(frozen=True)
class ToyRecipe(Recipe):
    name: ClassVar = "toy"
    task: ClassVar = "binary"
    title: ClassVar = TEXT
    summary: ClassVar = TEXT
    headline: ClassVar = "brier"
    slices: ClassVar = ("line",)
    conversion_limits: ClassVar = ConversionLimits(max_abs_difference=1e-5)
    defaults: ClassVar = {"rows": 1200, "seed": 1}

    shuffled: bool = False
    """Truths are dealt to the wrong rows: nothing can be learned."""
    graph_shift: float = 0.0
    """A mistake in the conversion."""

    def load(self, packages: Path, parameters) -> Dataset:
        generator = np.random.default_rng(parameters["seed"])
        rows = parameters["rows"]
        frame = pd.DataFrame(
            {"size": generator.normal(size=rows), "line": generator.choice(list(LINES), rows)}
        )
        happened = generator.random(rows) < 1 / (1 + np.exp(-3 * distance(frame)))
        frame["truth"] = np.where(happened, "above", "below")
        if self.shuffled:
            frame["truth"] = generator.permutation(frame["truth"])
        return Dataset(frame, DataSource("toy", "made up", "CC0-1.0", "0" * 64, rows))

    def split(self, dataset: Dataset, parameters) -> Split:
        half = len(dataset.frame) // 2
        train = dataset.frame.iloc[:half].reset_index(drop=True)
        return Split(train, train.iloc[:0], dataset.frame.iloc[half:].reset_index(drop=True), TEXT)

    def fit(self, split: Split, parameters, progress) -> ToyModel:
        progress(0.5, "fitting")
        line = LogisticRegression(C=1e6).fit(
            distance(split.train)[:, None], split.train["truth"] == "above"
        )
        return ToyModel(float(line.coef_[0, 0]), float(line.intercept_[0]))

    def convert(self, fitted) -> onnx.ModelProto:
        numbers = {"slope": fitted.slope, "intercept": fitted.intercept + self.graph_shift}
        nodes = [
            helper.make_node(
                "LabelEncoder", ["line"], ["at"], domain=ML_DOMAIN,
                keys_strings=list(LINES), values_floats=list(LINES.values()),
            ),
            helper.make_node("Sub", ["size", "at"], ["distance"]),
            helper.make_node("Mul", ["distance", "slope"], ["sloped"]),
            helper.make_node("Add", ["sloped", "intercept"], ["log_odds"]),
            helper.make_node("Sigmoid", ["log_odds"], ["probability"]),
        ]  # fmt: skip
        return make_graph(
            "toy",
            nodes,
            {"size": (TensorProto.FLOAT, 1), "line": (TensorProto.STRING, 1)},
            {"probability": 1},
            [numpy_helper.from_array(np.array([v], np.float32), k) for k, v in numbers.items()],
        )

    def baseline(self, split: Split) -> Baseline:
        rate = (split.train["truth"] == "above").mean()
        return Baseline(TEXT, np.full(len(split.holdout), rate))

    def schema(self, dataset: Dataset) -> Schema:
        return Schema(
            task="binary",
            fields=FIELDS,
            graph_inputs=(
                GraphInput("size", "FP32", ("size",)),
                GraphInput("line", "BYTES", ("line",)),
            ),
            outputs=(Output("probability", "FP32", "probability"),),
            labels=("below", "above"),
        )

    def examples(self, split: Split) -> tuple[Example, ...]:
        first = split.holdout.iloc[0]
        return (Example(TEXT, as_row(FIELDS, first), first["truth"]),)

    def presentation(self, dataset: Dataset) -> Presentation:
        widgets = {"size": Widget("slider"), "line": Widget("select")}
        return Presentation("plane", "probability", TEXT, (Group(TEXT, ("size", "line")),), widgets)

    def card(self) -> Card:
        return Card(TEXT, TEXT, TEXT, "CC0-1.0", "farol reproduce toy")


@pytest.fixture(scope="session")
def toy() -> ToyRecipe:
    return ToyRecipe()


@pytest.fixture(scope="session")
def shuffled_toy() -> ToyRecipe:
    return ToyRecipe(shuffled=True)


@pytest.fixture(scope="session")
def broken_toy() -> ToyRecipe:
    return ToyRecipe(graph_shift=0.01)
