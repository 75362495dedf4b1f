"""Rows of the hold-out, sealed so that visitors may try a version on what it never saw."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from api.artifact.documents import HELD_OUT_ROWS, HeldOut, HeldOutRow
from api.artifact.schema import Localised, Schema
from api.serving.decoder import RequestDecoder
from api.serving.errors import RowError
from worker.pipelines.rows import as_row


def held_out_rows(schema: Schema, holdout: pd.DataFrame, source: str, *, seed: int) -> HeldOut:
    """At most 200 rows drawn at random, as a request holds them, in the order drawn.

    A row that the schema refuses (a sensor's impossible reading) is passed over: nobody could ask
    about it.
    """
    decoder = RequestDecoder(schema)
    found: list[HeldOutRow] = []
    for position in np.random.default_rng(seed).permutation(len(holdout)):
        if len(found) == HELD_OUT_ROWS:
            break
        row = _held_out_row(schema, holdout.iloc[position])
        if _fits(decoder, row):
            found.append(row)
    return HeldOut(tuple(found), len(holdout), description(source, len(holdout)))


def description(source: str, rows: int) -> Localised:
    return {
        "en": f"A real row of {source}, out of {rows:,} that this version has never seen.",
        "pt-BR": f"Uma linha real de {source}, entre {_grouped(rows)} que esta versão nunca viu.",
    }


def _grouped(number: int) -> str:
    """As Portuguese writes it."""
    return f"{number:,}".replace(",", ".")


def outside(held_out: HeldOut, times: Iterable[pd.Timestamp]) -> HeldOut | None:
    """The rows about other times than those from the first to the last of ``times``; None where
    no row is left. Rows that do not say when they were are kept."""
    moments = pd.DatetimeIndex(pd.to_datetime(list(times), utc=True))
    first, last = moments.min(), moments.max()
    kept = tuple(
        row
        for row in held_out.rows
        if not row.occurred_at or not first <= pd.Timestamp(row.occurred_at) <= last
    )
    return HeldOut(kept, held_out.of_rows, held_out.description) if kept else None


def _held_out_row(schema: Schema, row: "pd.Series[Any]") -> HeldOutRow:
    truth, at = row["truth"], row.get("occurred_at")
    return HeldOutRow(
        row=as_row(schema.fields, row),
        truth=truth if isinstance(truth, str) else float(truth),
        occurred_at="" if at is None else f"{at.tz_convert('UTC'):%Y-%m-%dT%H:%M:%SZ}",
    )


def _fits(decoder: RequestDecoder, row: HeldOutRow) -> bool:
    try:
        decoder.check_row(row.row)
    except RowError:
        return False
    return True
