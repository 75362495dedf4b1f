"""The departures of 2013 as they happened: what was asked when, and when its truth was known."""

import io
from pathlib import Path

import numpy as np
import pandas as pd

from worker.pipelines.archives import read_member
from worker.pipelines.sources.departures import ARCHIVE, FOLDER, read_departures
from worker.recipes.flight_delay import FIELDS, prepare

FIELD_NAMES = tuple(field.name for field in FIELDS)
ZONES_NOT_IN_THE_TABLE = dict.fromkeys(("BQN", "PSE", "SJU", "STT"), "America/Puerto_Rico")


def flights_of_2013(packages: Path) -> pd.DataFrame:
    """Every departure by ``occurred_at``, the moment that it was scheduled for (UTC).

    Columns: the model's fields, ``key`` (unique), ``occurred_at``, ``landed_at`` (UTC) and
    ``truth``. A cancelled or diverted flight was asked about, too; its truth and landing are null.
    """
    flights = read_departures(packages).flights.reset_index(drop=True)
    numbered = _numbers_and_arrivals(packages)
    arrived = flights["arr_delay"].notna()
    frame = prepare(flights.assign(arr_delay=flights["arr_delay"].fillna(0.0)))
    frame["truth"] = frame["truth"].where(arrived, None)
    frame["landed_at"] = landing(frame, numbered, flights["arr_delay"], _zones(packages))
    minute = np.datetime_as_string(frame["occurred_at"].to_numpy("datetime64[m]"))
    number = frame["carrier"] + numbered["flight"].astype(str)
    frame["key"] = minute + "Z-" + number + "-" + frame["origin"]
    columns = [*FIELD_NAMES, "key", "occurred_at", "landed_at", "truth"]
    return frame[columns].sort_values(["occurred_at", "key"], ignore_index=True)


def landing(
    frame: pd.DataFrame,
    numbered: pd.DataFrame,
    delay_minutes: "pd.Series[float]",
    zones: dict[str, str],
) -> "pd.Series[pd.Timestamp]":
    """(n,) UTC: the scheduled arrival, a local time of day at the destination, and its delay.

    The clock at the destination is taken to stand as it did at departure: it is an hour wrong for
    flights in the air when the clocks change.
    """
    minutes = numbered["sched_arr_time"] // 100 * 60 + numbered["sched_arr_time"] % 100
    landed = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[ns, UTC]")
    for zone, rows in frame.groupby(frame["destination"].map(zones), sort=False):
        departed = rows["occurred_at"].dt.tz_convert(str(zone)).dt.tz_localize(None)
        ahead_of_utc = departed - rows["occurred_at"].dt.tz_localize(None)
        on_the_day = departed.dt.normalize() + pd.to_timedelta(minutes[rows.index], unit="min")
        next_day = pd.to_timedelta((on_the_day <= departed).astype(int), unit="D")
        delay = delay_minutes[rows.index]
        late = pd.to_timedelta(delay.fillna(0.0), unit="min").where(delay.notna())
        landed[rows.index] = (on_the_day + next_day + late - ahead_of_utc).dt.tz_localize("UTC")
    return landed


def _numbers_and_arrivals(packages: Path) -> pd.DataFrame:
    content = read_member(packages, ARCHIVE, f"{FOLDER}/flights.csv.zip!flights.csv").content
    return pd.read_csv(io.BytesIO(content), usecols=["flight", "sched_arr_time"])


def _zones(packages: Path) -> dict[str, str]:
    content = read_member(packages, ARCHIVE, f"{FOLDER}/airports.csv").content
    table = pd.read_csv(io.BytesIO(content), usecols=["faa", "tzone"])
    return dict(zip(table["faa"], table["tzone"], strict=True)) | ZONES_NOT_IN_THE_TABLE
