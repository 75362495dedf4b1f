"""Files in, files out, and every prediction kept."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import select

from api.adapters.database import read_session
from api.core.tables import Prediction
from worker.tests.batch_jobs import Batches, parquet_rows, with_tiny_model
from worker.tests.installation import Installation
from worker.tests.tiny_model import probability

HEADER = "note,amount,count,kind,divisor"
ROWS: list[dict[str, Any]] = [
    {"note": "é, first", "amount": 0.5, "count": 1, "kind": "plain", "divisor": 2.0},
    {"note": "second", "amount": -1.5, "count": 0, "kind": "vip", "divisor": 2.0},
    {"note": "unknown kind", "amount": 0.0, "count": 0, "kind": "royal", "divisor": 2.0},
    {"note": "negative count", "amount": 0.0, "count": -1, "kind": "vip", "divisor": 2.0},
    {"note": "poison", "amount": 0.0, "count": 0, "kind": "vip", "divisor": None},
    {"note": "last", "amount": 3.0, "count": 2, "kind": "plain", "divisor": 2.0},
]
GOOD = [0, 1, 5]


@pytest.fixture
def batches(embedded: Installation, tmp_path: Path) -> Batches:
    return with_tiny_model(embedded, tmp_path / "model")


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def as_ndjson(rows: list[dict[str, Any]]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def as_parquet(rows: list[dict[str, Any]]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    return sink.getvalue()


def read(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return parquet_rows(path)
    if path.suffix == ".ndjson":
        return [json.loads(line) for line in path.read_text().splitlines()]
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


WRITERS = {"csv": as_csv, "ndjson": as_ndjson, "parquet": as_parquet}


@pytest.mark.parametrize("kind", WRITERS)
def test_good_rows_keep_their_columns_and_order_and_get_predictions(
    batches: Batches, kind: str
) -> None:
    batch_id = batches.score(WRITERS[kind](ROWS), kind)

    assert batches.job(batch_id).state == "succeeded", batches.job(batch_id).error
    result = read(batches.result(batch_id))
    assert [row["note"] for row in result] == [ROWS[index]["note"] for index in GOOD]
    assert [int(row["prediction_source_row"]) for row in result] == GOOD
    assert [int(row["prediction_row"]) for row in result] == [0, 1, 2]
    for row, index in zip(result, GOOD, strict=True):
        expected = probability(*(ROWS[index][name] for name in ("amount", "count", "kind")))
        assert float(row["prediction_probability"]) == pytest.approx(expected, abs=1e-6)
        assert row["prediction_label"] == ("yes" if expected >= 0.5 else "no")
        assert float(row["amount"]) == ROWS[index]["amount"]


@pytest.mark.parametrize("kind", WRITERS)
def test_bad_rows_are_reported_with_number_field_and_reason(batches: Batches, kind: str) -> None:
    batch_id = batches.score(WRITERS[kind](ROWS), kind)

    errors = batches.errors(batch_id)
    assert [(error["row"], error["field"]) for error in errors] == [
        (2, "kind"),
        (3, "count"),
        (4, ""),
    ]
    assert "plain, vip" in errors[0]["reason"]
    assert "royal" in errors[0]["reason"]
    if kind == "csv":
        assert [error["line"] for error in errors] == [4, 5, 6]
    row = batches.row(batch_id)
    assert (row.rows_scored, row.rows_refused) == (3, 3)


def test_every_prediction_is_kept_under_the_id_that_the_result_names(batches: Batches) -> None:
    rows = [{**row, "occurred_at": "2013-01-31T14:05:00-05:00", "key": f"k{n}"}
            for n, row in enumerate(ROWS)]  # fmt: skip
    batch_id = batches.score(as_csv(rows), "csv")

    result = read(batches.result(batch_id))
    with read_session(batches.installation.runtime.sessions) as session:
        kept = session.scalars(select(Prediction).order_by(Prediction.row)).all()
    assert [(p.id, p.row) for p in kept] == [
        (row["prediction_id"], int(row["prediction_row"])) for row in result
    ]
    assert {p.occurred_at for p in kept} == {datetime(2013, 1, 31, 19, 5, tzinfo=UTC)}
    assert [p.client_key for p in kept] == ["k0", "k1", "k5"]
    assert {p.source for p in kept} == {"batch"}
    assert kept[0].inputs == {"amount": 0.5, "count": 1, "kind": "plain", "divisor": 2.0}
    assert batches.kept() == (3, 3)


def test_files_of_other_tools_are_read(batches: Batches) -> None:
    """A byte order mark, semicolons, quotes over two lines, 5.0 for 5, an empty line."""
    text = (
        '\ufeffnote;amount;count;kind;divisor\r\n"two\nlines";1;2.0;vip;1\r\n\r\nx;0;0;plain;1\r\n'
    )
    batch_id = batches.score(text.encode(), "csv")

    content = batches.result(batch_id).read_text()
    assert content.startswith("note;amount;count;kind;divisor;prediction_source_row;")
    assert [row["prediction_source_row"] for row in csv.DictReader(
        io.StringIO(content), delimiter=";")] == ["0", "1"]  # fmt: skip
    assert batches.errors(batch_id) == []


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ("x,abc,1,vip,1", "amount", "expected a number, got 'abc'"),
        ("x,1_000,1,vip,1", "amount", "expected a number, got '1_000'"),
        ("x,inf,1,vip,1", "amount", "expected a number, got 'inf'"),
        ("x,,1,vip,1", "amount", "expected"),
        ("x,1,1.5,vip,1", "count", "expected a whole number, got '1.5'"),
        ("x,1,1", "", "expected 5 cells as in the header, got 3"),
        ("x,1,1,vip,1,1", "", "expected 5 cells as in the header, got 6"),
        ("x,1,1,,1", "kind", "expected one of plain, vip"),
    ],
)
def test_a_bad_cell_says_what_was_expected(
    batches: Batches, cells: str, field: str, reason: str
) -> None:
    batch_id = batches.score(f"{HEADER}\nx,1,1,vip,1\n{cells}\n".encode(), "csv")

    (error,) = batches.errors(batch_id)
    assert (error["row"], error["line"], error["field"]) == (1, 3, field)
    assert error["reason"].startswith(reason)


def test_a_parquet_table_of_pandas_with_gaps_and_infinities_is_read(batches: Batches) -> None:
    table = pa.table(
        {
            "amount": [1.0, float("inf"), 2.0],
            "count": [1.0, 1.0, 3.0],
            "kind": pa.array(["vip", "vip", "plain"]).dictionary_encode(),
            "divisor": pa.array([1.0, 1.0, 1.0], pa.float32()),
            "seen": pa.array([datetime(2020, 1, 1, tzinfo=UTC)] * 3),
        }
    )
    sink = io.BytesIO()
    pq.write_table(table, sink)
    batch_id = batches.score(sink.getvalue(), "parquet")

    assert [error["field"] for error in batches.errors(batch_id)] == ["amount"]
    result = pq.read_table(batches.result(batch_id))
    assert result.column("prediction_source_row").to_pylist() == [0, 2]
    assert result.schema.field("kind").type == table.schema.field("kind").type
    assert result.schema.field("seen").type == table.schema.field("seen").type


def test_a_file_without_one_good_row_fails_and_says_where_to_look(batches: Batches) -> None:
    batch_id = batches.score(f"{HEADER}\nx,abc,1,vip,1\n".encode(), "csv")

    job = batches.job(batch_id)
    assert (job.state, job.error) == (
        "failed",
        "None of the 1 rows could be scored; the errors file says why.",
    )
    assert len(batches.errors(batch_id)) == 1


def test_a_repeated_attempt_keeps_nothing_twice_and_gives_the_same_file(batches: Batches) -> None:
    many = [{**ROWS[0], "count": number % 7} for number in range(5_000)]
    batch_id = batches.score(as_csv(many), "csv")
    first = batches.result(batch_id).read_bytes()
    batches.score_again(batch_id)

    assert batches.result(batch_id).read_bytes() == first
    assert batches.kept() == (5_000, 5_000)
    assert list(batches.directory(batch_id).glob("*.part-*")) == []
