"""A file that cannot be read at all fails with a sentence, and leaves nothing behind."""

import gzip
import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from worker.batches import files, parquet_file
from worker.tests.batch_jobs import Batches, with_tiny_model
from worker.tests.installation import Installation

GOOD = b"amount,count,kind,divisor\n1,1,vip,1\n"


@pytest.fixture
def batches(embedded: Installation, tmp_path: Path) -> Batches:
    return with_tiny_model(embedded, tmp_path / "model")


def zipped(content: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("input.csv", content)
    return sink.getvalue()


def parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("kind", "content", "sentence"),
    [
        ("csv", b"", "The file is empty."),
        ("csv", b"amount,count,kind,divisor\n", "The file has a header and no rows."),
        ("csv", b"amount,count\n1,1\n", "These columns are missing: kind. The file has: amount"),
        ("csv", b"amount,amount,count,kind\n1,1,1,vip\n", "These columns are there twice: amount."),
        ("csv", "amount,count,kind\n1,1,não\n".encode("latin-1"), "The file is not UTF-8 text"),
        ("csv", GOOD.decode().encode("utf-16"), "The file is not text: it holds NUL bytes."),
        ("csv", gzip.compress(GOOD, mtime=0), "The file is gzip, not plain text."),
        ("csv", zipped(GOOD * 1_000), "The file is a zip archive, not plain text."),
        ("csv", GOOD + b'1,1,"vip,1\n', "Line 3 is not CSV: unexpected end of data."),
        ("csv", GOOD + b"x" * (files.MAX_LINE_CHARACTERS + 1), "Line 3 is longer than 1,000,000"),
        (
            "csv",
            b"amount,count,kind,prediction_id\n1,1,vip,x\n",
            "Rename these columns, the result needs the names: prediction_id.",
        ),
        ("ndjson", b"", "The file is empty."),
        ("ndjson", b"\n\n  \n", "The file has no rows."),
        ("ndjson", b"\xff\xfe{}", "The file is not UTF-8 text"),
        ("ndjson", parquet(pa.table({"a": [1]})), "The file is Parquet, not plain text."),
        ("parquet", GOOD, "The file is not Parquet"),
        ("parquet", b"", "The file is not Parquet"),
        ("parquet", parquet(pa.table({"amount": [1.0]})), "These columns are missing: count, kind"),
        ("parquet", parquet(pa.table({"a": [1.0]}))[:-60] + b"PAR1", "The file is not Parquet"),
    ],
)
def test_the_job_fails_with_a_sentence(
    batches: Batches, kind: str, content: bytes, sentence: str
) -> None:
    batch_id = batches.score(content, kind)

    job = batches.job(batch_id)
    assert job.state == "failed"
    assert (job.error or "").startswith(sentence)
    assert [path.name for path in batches.directory(batch_id).iterdir()] == [f"input.{kind}"]


def test_a_parquet_file_that_unpacks_to_too_much_is_refused(
    batches: Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_file, "MAX_ROW_GROUP_BYTES", 1_000)
    table = pa.table({"amount": [1.0], "count": [1], "kind": ["v" * 5_000], "divisor": [1.0]})
    job = batches.job(batches.score(parquet(table), "parquet"))

    assert job.state == "failed"
    assert "write the file with smaller row groups" in (job.error or "")


def test_lines_that_are_no_objects_are_bad_rows(batches: Batches) -> None:
    good = b'{"amount":1,"count":1,"kind":"vip","divisor":1}'
    deep = b'{"amount":' + b"[" * 5_000 + b"]" * 5_000 + b"}"
    batch_id = batches.score(b"\n".join([b"[1]", good, b"{broken", deep, b"NaN"]), "ndjson")

    assert batches.job(batch_id).state == "succeeded"
    assert [error["row"] for error in batches.errors(batch_id)] == [0, 2, 3, 4]
