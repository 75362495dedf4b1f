"""``python ci-cd/bench/flights_offline.py``: what retraining and recalibrating are worth in 2013.

No service, no database: the recipe's trees at the first of each month, scored on everything after,
and schedules and rules played over those scores. Prints the Brier score by month of each, and how
long each fit took. About three minutes and 1 GB on one core.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from api.adapters.settings import Settings
from monitoring.quality.arrays import Floats, Ints
from worker.pipelines.recalibration_line import RecalibrationLine, fit_recalibration
from worker.recipes.flight_delay import RECIPE, event, fit_trees

MONTHS = range(3, 13)
EVERY_DAYS = 7
FEWEST_ROWS = 2000
NEW_TRUTH_SHARE = 0.3
BUDGET = 4


@dataclass(frozen=True)
class Year:
    late: Ints
    day: Ints
    """Of the year, from 1."""
    month: Ints
    stated: dict[int, Floats]
    """First day after training -> probability of each row, nan before."""
    seconds: dict[int, float]


def read_year(packages: Path) -> Year:
    frame = RECIPE.load(packages, RECIPE.defaults).frame
    dates = pd.to_datetime(frame["cluster"]).dt
    day, month = dates.dayofyear.to_numpy(), dates.month.to_numpy()
    stated, seconds = {}, {}
    for first in MONTHS:
        starts = int(day[month == first].min())
        began = time.perf_counter()
        trees = fit_trees(frame[day < starts], RECIPE.defaults)
        seconds[starts] = time.perf_counter() - began
        stated[starts] = np.full(len(frame), np.nan)
        scores = trees.scores(frame[day >= starts])
        stated[starts][day >= starts] = 1 / (1 + np.exp(-scores))
    return Year(event(frame).astype(np.int64), day, month, stated, seconds)


def served(year: Year, starts: list[int], correct: Callable[[Floats, int], Floats]) -> Floats:
    """What users get when the model of each of ``starts`` serves until the next."""
    answers = np.full(len(year.late), np.nan)
    for start, end in zip(starts, [*starts[1:], 400], strict=True):
        inside = (year.day >= start) & (year.day < end)
        answers[inside] = correct(year.stated[start], start)[inside]
    return answers


def as_it_is(stated: Floats, _start: int) -> Floats:
    return stated


def recalibrated(year: Year, window_days: int, lag_days: int) -> Callable[[Floats, int], Floats]:
    """Each week by a line fitted on the window that ended ``lag_days`` before."""

    def correct(stated: Floats, start: int) -> Floats:
        answers = stated.copy()
        known = ~np.isnan(stated)
        for today in range(start, 366, EVERY_DAYS):
            newest = today - lag_days
            fitted = known & (year.day >= newest - window_days) & (year.day < newest)
            if fitted.sum() < FEWEST_ROWS:
                continue
            line = fit_recalibration(year.late[fitted], stated[fitted], year.day[fitted])
            week = known & (year.day >= today) & (year.day < today + EVERY_DAYS)
            if isinstance(line, RecalibrationLine):
                answers[week] = line.apply(stated[week])
        return answers

    return correct


def by_new_truth(year: Year) -> list[int]:
    """Retrain on the first of a month when there are 30 % more rows with truth than the model was
    trained on, until the budget is spent: what new rows teach goes by how many there were."""
    starts = [min(year.stated)]
    for today in sorted(year.stated)[1:]:
        before, now = ((year.day < day).sum() for day in (starts[-1], today))
        if len(starts) <= BUDGET and now >= (1.0 + NEW_TRUTH_SHARE) * before:
            starts.append(today)
    return starts


def show(year: Year, name: str, answers: Floats) -> Floats:
    """Returns the score of each month."""
    squared = np.square(answers - year.late)
    months = np.array([squared[year.month == month].mean() for month in MONTHS])
    figures = " ".join(f"{score:.4f}" for score in months)
    print(f"{name:46} {figures}  {months.mean():.4f}", flush=True)
    return months


def main() -> None:
    year = read_year(Settings().packages_dir)
    starts = sorted(year.stated)
    for start, seconds in year.seconds.items():
        print(f"{(year.day < start).sum():7,} rows fitted in {seconds:5.1f} s")
    schedules = {
        "never": starts[:1],
        "monthly (9 retrainings)": starts,
        "each second month (4)": starts[::2],
        f"by new truth ({len(by_new_truth(year)) - 1})": by_new_truth(year),
    }
    plain = {name: show(year, name, served(year, s, as_it_is)) for name, s in schedules.items()}
    never, monthly = list(plain.values())[:2]
    print(f"the better of never and monthly, in hindsight: {np.minimum(never, monthly).mean():.4f}")
    for name, chosen in schedules.items():
        for window, lag in ((14, 0), (14, 1), (14, 3), (28, 0), (28, 3), (60, 0)):
            answers = served(year, chosen, recalibrated(year, window, lag))
            show(year, f"{name[:22]}, line of {window} d, {lag} d ago", answers)


if __name__ == "__main__":
    main()
