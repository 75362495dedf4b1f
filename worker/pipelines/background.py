"""Typical training rows, sealed for explanations to compare a row with."""

from typing import Any

import numpy as np
import pandas as pd

from api.artifact.schema import Schema
from worker.pipelines.rows import as_row

BACKGROUND_ROWS = 100


def background_rows(schema: Schema, train: pd.DataFrame, *, seed: int) -> list[dict[str, Any]]:
    """At most 100 training rows drawn at random, in their own order, as a request holds them."""
    generator = np.random.default_rng(seed)
    count = min(BACKGROUND_ROWS, len(train))
    chosen = np.sort(generator.choice(len(train), size=count, replace=False))
    return [as_row(schema.fields, train.iloc[position]) for position in chosen]
