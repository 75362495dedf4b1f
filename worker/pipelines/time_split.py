"""Split by time: what is judged always comes after what was learned from."""

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from api.artifact.schema import Localised
from worker.pipelines.parameters import InvalidParameter, midnight
from worker.pipelines.recipe import Parameters, Split


def split_by_time(frame: pd.DataFrame, parameters: Parameters, *, time_zone: str) -> Split:
    """Train on [train_from, train_to), calibrate on [train_to, calibrate_to), hold out
    [calibrate_to, holdout_to), by ``occurred_at``.

    Without ``calibrate_to`` nothing lies between training and hold-out: recipes then calibrate on
    training rows unseen by the trees that scored them. Raises InvalidParameter when the days do
    not rise, or a part has no rows.
    """
    calibrated = parameters.get("calibrate_to") is not None
    names = ["train_from", "train_to", *(["calibrate_to"] if calibrated else []), "holdout_to"]
    days = [midnight(parameters, name, time_zone=time_zone) for name in names]
    if any(one >= other for one, other in pairwise(days)):
        raise InvalidParameter(
            f"{', '.join(names[:-1])} and {names[-1]} must rise, not "
            f"{', '.join(f'{day:%Y-%m-%d}' for day in days)}"
        )
    at = frame["occurred_at"]
    parts = [
        frame[(at >= begin) & (at < end)].reset_index(drop=True) for begin, end in pairwise(days)
    ]
    spans = [f"{begin:%Y-%m-%d} – {end:%Y-%m-%d}" for begin, end in pairwise(days)]
    if any(part.empty for part in parts):
        found = ", ".join(f"{len(part)} in {span}" for part, span in zip(parts, spans, strict=True))
        raise InvalidParameter(
            f"a part has no rows ({found}): "
            f"the data run from {at.min():%Y-%m-%d} to {at.max():%Y-%m-%d}"
        )
    train, *between, holdout = parts
    return Split(
        train=train,
        calibration=between[0] if between else train.iloc[:0],
        holdout=holdout,
        description=_description(spans),
    )


def _description(spans: Sequence[str]) -> Localised:
    english = ("trained on", "calibrated on", "held out")
    portuguese = ("treino", "calibração", "teste")
    parts = slice(None) if len(spans) == len(english) else slice(None, None, 2)

    def told(words: Sequence[str]) -> str:
        return ", ".join(f"{word} {span}" for word, span in zip(words, spans, strict=True))

    return {
        "en": f"By time (local dates, ends excluded): {told(english[parts])}",
        "pt-BR": f"Por tempo (datas locais, fins excluídos): {told(portuguese[parts])}",
    }
