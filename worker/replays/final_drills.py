"""The drills at the end of a replay: bad candidates of its own newest days, proposed in earnest."""

import pandas as pd

from worker.context import JobContext
from worker.recipes.flight_delay import RECIPE
from worker.replays.bad_candidates import Days, Kitchen, bad_candidates
from worker.replays.drills import DrillResult, run_drills
from worker.training.lineage import code_commit
from worker.training.log import rfc3339

LEARNED_DAYS = 75
HELD_OUT_DAYS = 14
"""The newest days, which the gate judges on."""
QUICK = {"trees": 60, "calibration_blocks": 0}


def drill_after(context: JobContext, *, end: str) -> list[DrillResult]:
    """``end`` is the day after the last one played."""
    last = pd.Timestamp(end)
    learned = last - pd.DateOffset(days=HELD_OUT_DAYS)
    first = learned - pd.DateOffset(days=LEARNED_DAYS)
    recipe = RECIPE
    packages = context.settings.packages_dir
    departures = recipe.load(packages, recipe.defaults)
    begin = pd.Timestamp("2013-01-01")
    kitchen = Kitchen(
        departures=departures,
        days=Days(_day(max(first, begin)), _day(learned), _day(last)),
        stale_days=Days("2013-01-01", "2013-02-01", "2013-02-08"),
        parameters=QUICK,
        directory=context.working_directory(),
        created_at=rfc3339(context.now()),
        code_commit=code_commit(),
    )
    return run_drills(context, bad_candidates(kitchen), recipe=recipe.name, play_on=lambda: False)


def _day(moment: pd.Timestamp) -> str:
    return f"{moment:%Y-%m-%d}"
