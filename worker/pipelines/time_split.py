"""Split by time: what is judged always comes after what was learned from."""

import pandas as pd

from worker.pipelines.parameters import InvalidParameter, midnight
from worker.pipelines.recipe import Parameters, Split


def split_by_time(frame: pd.DataFrame, parameters: Parameters, *, time_zone: str) -> Split:
    """Train on [train_from, train_to), hold out [train_to, holdout_to), by ``occurred_at``.

    Calibration is left empty: recipes calibrate on training rows unseen by the trees that scored
    them. Raises InvalidParameter when the days do not rise, or either part has no rows.
    """
    start, middle, end = (
        midnight(parameters, name, time_zone=time_zone)
        for name in ("train_from", "train_to", "holdout_to")
    )
    if not start < middle < end:
        raise InvalidParameter(
            f"train_from, train_to and holdout_to must rise, not {start:%Y-%m-%d}, "
            f"{middle:%Y-%m-%d}, {end:%Y-%m-%d}"
        )
    at = frame["occurred_at"]
    train = frame[(at >= start) & (at < middle)].reset_index(drop=True)
    holdout = frame[(at >= middle) & (at < end)].reset_index(drop=True)
    trained, held = f"{start:%Y-%m-%d} – {middle:%Y-%m-%d}", f"{middle:%Y-%m-%d} – {end:%Y-%m-%d}"
    if train.empty or holdout.empty:
        raise InvalidParameter(
            f"{len(train)} rows to train on ({trained}) and {len(holdout)} held out ({held}): "
            f"the data run from {at.min():%Y-%m-%d} to {at.max():%Y-%m-%d}"
        )
    return Split(
        train=train,
        calibration=train.iloc[:0],
        holdout=holdout,
        description={
            "en": f"By time (local dates, ends excluded): trained on {trained}, held out {held}",
            "pt-BR": f"Por tempo (datas locais, fins excluídos): treino {trained}, teste {held}",
        },
    )
