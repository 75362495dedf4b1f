"""The recorded flights that a history shows, at the moments that it shows them at."""

from pathlib import Path
from zlib import crc32

import pandas as pd

from api.core.history.types import Plan
from worker.replays.flights import flights_of_2013


def shifted_flights(packages: Path, plan: Plan, *, one_in: int) -> pd.DataFrame:
    """As ``flights_of_2013`` has them, by ``occurred_at`` in [plan.starts_at, plan.ends_at).

    Only the moments move: what is asked about a flight is what was asked in 2013. Which ones are
    there is decided by their keys, so that it is the same whenever it is asked. Adds ``number``,
    counting from 0.
    """
    flights = flights_of_2013(packages)
    shift = pd.Timedelta(weeks=plan.shifted_weeks)
    for moment in ("occurred_at", "landed_at"):
        flights[moment] = flights[moment] + shift
    shown = (flights["occurred_at"] >= plan.starts_at) & (flights["occurred_at"] < plan.ends_at)
    within = flights[shown]
    chosen = within["key"].map(lambda key: crc32(key.encode()) % one_in == 0)
    found = within[chosen].reset_index(drop=True)
    return found.assign(number=found.index)
