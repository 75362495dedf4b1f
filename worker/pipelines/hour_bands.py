"""Parts of the day to slice by."""

from collections.abc import Sequence

import pandas as pd


def hour_bands(hours: pd.Series, starts: Sequence[int]) -> pd.Series:
    """The band of each hour (0–23) as text, for example ``06–10``; ends are excluded."""
    edges = [*starts, 24]
    names = [f"{start:02}–{end:02}" for start, end in zip(starts, edges[1:], strict=True)]
    return pd.cut(hours, edges, right=False, labels=names).astype(str)
