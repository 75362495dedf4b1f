"""Bicycle hires in Washington by the hour of 2011, with the weather.

The Bikeshare table of "An Introduction to Statistical Learning" (James, Witten, Hastie and
Tibshirani), made from Fanaee-T and Gama's Bike Sharing data at UCI. UCI gives the ranges by which
its columns were scaled to 0–1; here they are scaled back.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from worker.pipelines.archives import read_member

ARCHIVE = "islp-0.6.0-py3-none-any.whl"
MEMBER = "ISLP/data/Bikeshare.csv"
FIRST_DAY = "2011-01-01"
TIME_ZONE = "America/New_York"


@dataclass(frozen=True)
class BikeHours:
    """One row an hour with hires, in time order: ``starts_at`` (local, no zone), ``hires``, …"""

    hours: pd.DataFrame
    sha256: str


def read_bike_hours(packages: Path) -> BikeHours:
    file = read_member(packages, ARCHIVE, MEMBER)
    table = pd.read_csv(io.BytesIO(file.content))
    hour = table["hr"].astype(int)
    days = pd.to_timedelta(table["day"] - 1, unit="D")
    date = pd.Timestamp(FIRST_DAY) + days
    hours = pd.DataFrame(
        {
            "date": date,
            "hour": hour,
            "weekday": date.dt.day_name().str.lower(),
            "holiday": table["holiday"] == 1,
            "working_day": table["workingday"] == 1,
            "weather": table["weathersit"],
            "temperature_celsius": (table["temp"] * 47 - 8).round(1),
            "felt_temperature_celsius": (table["atemp"] * 66 - 16).round(1),
            "humidity_percent": (table["hum"] * 100).round(0),
            "wind_speed_kmh": (table["windspeed"] * 67).round(1),
            "hires": table["bikers"].astype(float),
        }
    )
    local = date + pd.to_timedelta(hour, unit="h")
    hours["occurred_at"] = local.dt.tz_localize(
        TIME_ZONE, ambiguous=True, nonexistent="shift_forward"
    ).dt.tz_convert("UTC")
    return BikeHours(hours, file.sha256)
