"""Train on what was served: the recipe's own data up to a day, the log's rows with truth after it.

Both parts are of disjoint stretches of event time, so no event is in both.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Protocol

import pandas as pd

from api.artifact.manifest import DataSource
from api.artifact.schema import Localised
from api.core.errors import FarolError, Kind
from api.core.predictions.truths import ServedTruth
from worker.pipelines.data_hash import rows_sha256
from worker.pipelines.parameters import InvalidParameter, choice, midnight, moment
from worker.pipelines.recipe import Dataset, Parameters, Recipe
from worker.pipelines.served_frame import served_frame

SERVED_DEFAULTS: Parameters = {
    "source": "archive",
    "archive_to": None,
    "known_at": None,
    "truth_clock": "wall",
    "calibrate_to": None,
    "refit": False,
}
"""Parameters of a recipe that can be trained on served rows.

``source``: ``archive`` (the recipe's own data) or ``log`` (and what was served since). With
``log``, ``archive_to`` is the day from which served rows take the archive's place, ``known_at``
the moment by which a truth must have arrived, and ``truth_clock`` the clock that says when it did.
With ``archive``, ``known_at`` leaves out rows about a later time.

``calibrate_to``: rows from ``train_to`` to that day are not trained on; a line is fitted on them,
see ``recalibration_line``. ``refit``: what was judged is fitted once more, on the hold-out too.
"""
DESCRIPTION: Localised = {
    "en": "The recipe's own data, then rows that were served and whose truth arrived",
    "pt-BR": "Os dados da própria receita e, depois, linhas servidas cuja verdade chegou",
}


class ServedRows(Protocol):
    """The log of one model, see ``api.core.predictions.truths.served_truths``."""

    def __call__(
        self, *, since: datetime, until: datetime, known_at: datetime
    ) -> Iterator[Sequence[ServedTruth]]: ...


class ServedRowsUnsuitable(FarolError):
    """The log cannot stand in for the recipe's own data."""

    kind: ClassVar[Kind] = "conflict"


def load_dataset(
    recipe: Recipe, parameters: Parameters, *, packages: Path, served: ServedRows | None
) -> Dataset:
    """The recipe's data as the parameters ask for them.

    Raises InvalidParameter, and ServedRowsUnsuitable where there is no log, it has no rows, or the
    recipe needs columns that are not served.
    """
    archive = recipe.load(packages, parameters)
    from_log = "source" in parameters and choice(parameters, "source", ("archive", "log")) == "log"
    known_at = moment(parameters, "known_at") if parameters.get("known_at") else None
    if known_at is not None and "occurred_at" in archive.frame:
        archive = replace(archive, frame=_before(archive.frame, known_at))
    if not from_log:
        return archive
    if served is None or known_at is None:
        raise ServedRowsUnsuitable(
            f"{recipe.name}: rows that were served are known only to the Farol that served them, "
            "in a training run of its own"
        )
    return _joined(recipe, archive, parameters, served, known_at)


def _joined(
    recipe: Recipe, archive: Dataset, parameters: Parameters, served: ServedRows, known_at: datetime
) -> Dataset:
    start = midnight(parameters, "archive_to", time_zone=recipe.time_zone)
    end = midnight(parameters, "holdout_to", time_zone=recipe.time_zone)
    if end <= start:
        raise InvalidParameter("holdout_to must come after archive_to: the log begins there")
    days = served(since=start.to_pydatetime(), until=end.to_pydatetime(), known_at=known_at)
    logged = recipe.from_log(served_frame(recipe.schema(archive), days))
    _require_columns(recipe, archive, logged)
    early = _before(archive.frame, start.to_pydatetime())
    frame = pd.concat([early, logged[early.columns]], ignore_index=True)
    return replace(archive, frame=frame, source=_source(archive.source, early, logged))


def _before(frame: pd.DataFrame, moment: datetime) -> pd.DataFrame:
    return frame[frame["occurred_at"] < moment].reset_index(drop=True)


def _require_columns(recipe: Recipe, archive: Dataset, logged: pd.DataFrame) -> None:
    missing = [name for name in archive.frame.columns if name not in logged.columns]
    if missing:
        raise ServedRowsUnsuitable(
            f"{recipe.name} needs {', '.join(missing)}, which served rows do not have"
        )
    if logged.empty:
        raise ServedRowsUnsuitable(f"{recipe.name}: no served row has a truth yet")


def _source(archive: DataSource, early: pd.DataFrame, logged: pd.DataFrame) -> DataSource:
    """With a hash over the archive's, how many of its rows are in, and the served rows."""
    parts = f"{archive.sha256} {len(early)} {rows_sha256(logged)}"
    return DataSource(
        name=f"{archive.name} and served rows",
        source=f"{archive.source}; {len(early)} rows of it, then {len(logged)} served rows",
        licence=archive.licence,
        sha256=hashlib.sha256(parts.encode()).hexdigest(),
        rows=len(early) + len(logged),
        description=DESCRIPTION,
    )
