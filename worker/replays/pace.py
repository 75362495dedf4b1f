"""Days as they are written, where the flights depart."""

from datetime import date
from typing import ClassVar

import pandas as pd

from api.core.errors import FarolError, Kind
from worker.replays.flights_year import BEGIN, END, ZONE


class DayRefused(FarolError):
    kind: ClassVar[Kind] = "invalid"


def midnight(day: str) -> pd.Timestamp:
    """Raises DayRefused for what is no day of the recording after the first version's data."""
    try:
        found = pd.Timestamp(date.fromisoformat(day), tz=ZONE)
    except ValueError:
        raise DayRefused(f"{day!r} is no day such as 2013-03-01") from None
    if not BEGIN <= found <= END:
        raise DayRefused(f"{day} is not from {BEGIN:%Y-%m-%d} to {END:%Y-%m-%d}")
    return found
