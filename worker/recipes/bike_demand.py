"""bike-demand: how many bicycles will be hired in an hour, and between which bounds?"""

from pathlib import Path
from typing import Any, ClassVar

import lightgbm as lgb
import numpy as np
import onnx
import pandas as pd

from api.artifact.documents import Card, Example, Presentation
from api.artifact.manifest import DataSource
from api.artifact.schema import GraphInput, Localised, Output, Schema, Task
from monitoring.quality.arrays import Floats
from worker.pipelines.conformal import conformal_margin
from worker.pipelines.hour_bands import hour_bands
from worker.pipelines.parameters import real, whole
from worker.pipelines.recipe import (
    Baseline,
    ConversionLimits,
    Dataset,
    Fitted,
    Parameters,
    Progress,
    Recipe,
    Split,
)
from worker.pipelines.rows import as_row
from worker.pipelines.sources.bike_hours import TIME_ZONE, read_bike_hours
from worker.pipelines.time_blocks import forward_scores, time_blocks
from worker.pipelines.time_split import split_by_time
from worker.recipes.graphs.bike_demand import (
    CATEGORIES,
    NUMBERS,
    BikeModel,
    bike_graph,
    features,
    quantiles,
)
from worker.recipes.wording import bike_demand as wording
from worker.recipes.wording.weekdays import WEEKDAYS

COVERAGE = 0.9
LEVELS = (0.5, (1 - COVERAGE) / 2, (1 + COVERAGE) / 2)
"""Quantiles of the value, the lower and the upper bound."""
FIELDS = (*wording.NUMBERS, *wording.CATEGORIES, wording.HOLIDAY)
HOUR_BANDS = (0, 6, 10, 16, 20)
RECENT_DAYS = 7


class BikeDemand(Recipe):
    name: ClassVar[str] = "bike-demand"
    task: ClassVar[Task] = "regression"
    title: ClassVar[Localised] = {"en": "Bike demand", "pt-BR": "Demanda de bicicletas"}
    summary: ClassVar[Localised] = {
        "en": "How many bicycles will be hired in an hour, with an interval around the forecast.",
        "pt-BR": "Quantas bicicletas serão alugadas em uma hora, com um intervalo na previsão.",
    }
    headline: ClassVar[str] = "mae"
    slices: ClassVar[tuple[str, ...]] = ("hour_band", "weather", "kind_of_day")
    conversion_limits: ClassVar[ConversionLimits] = ConversionLimits(max_abs_difference=0.01)
    defaults: ClassVar[Parameters] = {
        "train_from": "2011-01-08",
        "train_to": "2011-10-01",
        "holdout_to": "2012-01-01",
        "trees": 300,
        "leaves": 15,
        "learning_rate": 0.05,
        "smallest_leaf_rows": 20,
        "calibration_blocks": 6,
        "first_calibration_block": 2,
        "seed": 1,
    }

    def load(self, packages: Path, parameters: Parameters) -> Dataset:
        read = read_bike_hours(packages)
        source = DataSource(
            name="Bikeshare",
            source="PyPI ISLP 0.6.0, ISLP/data/Bikeshare.csv (UCI Bike Sharing, hourly)",
            licence=wording.CARD.licence,
            sha256=read.sha256,
            rows=len(read.hours),
            description={
                "en": "Hours of 2011 in Washington with at least one hire",
                "pt-BR": "Horas de 2011 em Washington com pelo menos um aluguel",
            },
        )
        return Dataset(prepare(read.hours), source)

    def split(self, dataset: Dataset, parameters: Parameters) -> Split:
        known = dataset.frame[dataset.frame["recent_hires_per_hour"].notna()]
        return split_by_time(known, parameters, time_zone=TIME_ZONE)

    def fit(self, split: Split, parameters: Parameters, progress: Progress) -> BikeModel:
        train = split.train
        count = whole(parameters, "calibration_blocks", minimum=2)
        first = whole(parameters, "first_calibration_block", minimum=1)
        blocks = time_blocks(train["cluster"], count)

        def fit_and_score(seen: pd.DataFrame, unseen: pd.DataFrame, block: int) -> Floats:
            progress(block / (count + 1), f"calibration: time block {block + 1} of {count}")
            return quantiles(fit_quantiles(seen, parameters), unseen)

        _, lower, upper = forward_scores(train, blocks, fit_and_score, first=first).T
        margin = conformal_margin(ratio(train)[blocks >= first], lower, upper, COVERAGE)
        progress(count / (count + 1), f"fitting {len(LEVELS)} quantiles on {len(train)} rows")
        return BikeModel(fit_quantiles(train, parameters), float(np.float32(margin)))

    def convert(self, fitted: Fitted) -> onnx.ModelProto:
        if not isinstance(fitted, BikeModel):
            raise TypeError(f"not a model of bicycle hires: {fitted!r}")
        return bike_graph(fitted)

    def baseline(self, split: Split) -> Baseline:
        errors = split.train["hires"] - split.train["week_before"]
        low, high = errors.quantile(list(LEVELS[1:]))
        naive = split.holdout["week_before"].to_numpy(dtype=np.float64)
        bounds = np.maximum(np.column_stack([naive + low, naive + high]), 0.0)
        return Baseline(wording.BASELINE, np.column_stack([naive, bounds]))

    def schema(self, dataset: Dataset) -> Schema:
        return Schema(
            task="regression",
            fields=FIELDS,
            graph_inputs=(
                GraphInput("numbers", "FP32", NUMBERS),
                GraphInput("categories", "BYTES", CATEGORIES),
                GraphInput("holiday", "BOOL", ("holiday",)),
            ),
            outputs=(
                Output("value", "FP32", "value"),
                Output("lower", "FP32", "lower"),
                Output("upper", "FP32", "upper"),
            ),
            coverage=COVERAGE,
            unit=wording.UNIT,
        )

    def examples(self, split: Split) -> tuple[Example, ...]:
        found = (split.holdout.query(query).head(1) for query in EXAMPLES)
        return tuple(_show(row) for rows in found for _, row in rows.iterrows())

    def presentation(self, dataset: Dataset) -> Presentation:
        return wording.PRESENTATION

    def card(self) -> Card:
        return wording.CARD


def prepare(hours: pd.DataFrame) -> pd.DataFrame:
    """With recent demand (missing in the first week), the naive forecast, and the slice columns."""
    frame = hours.copy()
    daily = frame.groupby("date")["hires"].agg(["sum", "count"])
    week = daily.rolling(RECENT_DAYS).sum().shift(1)
    frame["recent_hires_per_hour"] = frame["date"].map((week["sum"] / week["count"]).round(2))
    frame["week_before"] = _week_before(frame)
    frame["truth"] = frame["hires"]
    frame["cluster"] = frame["date"].dt.strftime("%Y-%m-%d")
    frame["hour_band"] = hour_bands(frame["hour"], HOUR_BANDS)
    frame["kind_of_day"] = np.where(frame["working_day"], "working day", "weekend or holiday")
    return frame


def _week_before(frame: pd.DataFrame) -> "pd.Series[float]":
    """Hires at the same hour a week earlier; where nobody hired then, none."""
    by_hour = frame.set_index(["date", "hour"])["hires"]
    keys = pd.MultiIndex.from_arrays([frame["date"] - pd.Timedelta(days=7), frame["hour"]])
    return pd.Series(by_hour.reindex(keys).fillna(0.0).to_numpy(), index=frame.index)


def ratio(frame: pd.DataFrame) -> Floats:
    """(n,) hires relative to the recent average: what is fitted, so that growth cancels out."""
    relative = frame["truth"] / frame["recent_hires_per_hour"]
    return np.asarray(relative, dtype=np.float64)


def fit_quantiles(train: pd.DataFrame, parameters: Parameters) -> tuple[lgb.Booster, ...]:
    """One booster a level; the same rows, parameters and seed give the same trees."""
    inputs, target = features(train), ratio(train)
    settings = {
        "objective": "quantile",
        "num_leaves": whole(parameters, "leaves", minimum=2),
        "learning_rate": real(parameters, "learning_rate"),
        "min_data_in_leaf": whole(parameters, "smallest_leaf_rows", minimum=1),
        "seed": whole(parameters, "seed"),
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbose": -1,
    }
    rounds = whole(parameters, "trees", minimum=1)
    return tuple(
        lgb.train({**settings, "alpha": level}, lgb.Dataset(inputs, target), rounds)
        for level in LEVELS
    )


EXAMPLES = (
    "hour == 8 and working_day and weather == 'clear'",
    "hour == 17 and working_day and weather == 'light rain/snow'",
    "hour == 14 and weekday == 'saturday' and temperature_celsius > 18",
    "hour == 3 and weekday == 'sunday'",
    "hour == 12 and holiday",
)
"""Which held-out hours to show: the first one that fits each."""


def _show(row: "pd.Series[Any]") -> Example:
    title = {
        language: f"{day}, {row['hour']:02}:00 · {wording.WEATHER[row['weather']][language]}"
        for language, day in WEEKDAYS[row["weekday"]].items()
    }
    return Example(title=title, row=as_row(FIELDS, row), truth=float(row["truth"]))


RECIPE = BikeDemand()
