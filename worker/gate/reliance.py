"""Shuffle one column at a time and see what the answers lose, and how far they move."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from monitoring.quality.arrays import Floats
from worker.gate.held_out import HeldOut
from worker.gate.suspicions import Reliance, skill

Predict = Callable[[pd.DataFrame], Floats]


def reliance(
    held_out: HeldOut, predictions: Floats, frame: pd.DataFrame, predict: Predict, *, seed: int
) -> Reliance:
    """Of each field of the schema, over the rows of ``held_out``, which ``frame`` holds.

    The loss of skill is permutation importance (Breiman, 2001, Machine Learning 45(1)); the
    movement is the total index in Jansen's form (Saltelli et al., 2010, Computer Physics
    Communications 181(2), table 2), exact for independent fields.
    """
    generator = np.random.default_rng(seed)
    full = skill(held_out, predictions)
    columns = _columns(predictions)
    variance = float(columns.var(axis=0).sum())
    shares, movements = {}, {}
    for field in held_out.schema.fields:
        order = generator.permutation(len(frame))
        shuffled = predict(frame.assign(**{field.name: frame[field.name].to_numpy()[order]}))
        moved = float(np.square(_columns(shuffled) - columns).mean(axis=0).sum()) / 2.0
        shares[field.name] = (full - skill(held_out, shuffled)) / full if full > 0 else 0.0
        movements[field.name] = moved / variance if variance else 0.0
    return Reliance(full, shares, movements)


def _columns(predictions: Floats) -> Floats:
    return predictions.reshape(len(predictions), -1)
