"""A batch job: a file of rows in, the same file with predictions out, every prediction kept.

Files are written under other names and renamed at the end, so a result is whole or not there. After
a kill the job starts over and gives the same files, ids and rows.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import ClassVar, cast, get_args

from api.core.batches import operations, queries
from api.core.batches.types import ERRORS, INPUT, RESULT, BatchFormat
from api.core.errors import FarolError, Kind
from api.core.models.queries import get_version
from api.core.shipping import ship
from api.serving.scoring import Scorer
from worker.batches.errors_file import ErrorsFile
from worker.batches.files import Chunk, Writer
from worker.batches.flatten import answer_columns, flatten
from worker.batches.formats import open_reader, open_writer
from worker.batches.identity import BatchIdentity, prediction_id, spool_name
from worker.batches.records import record
from worker.batches.scoring import Scored, score
from worker.context import JobContext


class NothingScored(FarolError):
    """Every row was refused; the errors file says why."""

    kind: ClassVar[Kind] = "invalid"


@dataclass(frozen=True)
class Batch:
    identity: BatchIdentity
    format: BatchFormat
    directory: Path
    digest: str

    def path(self, name: str) -> Path:
        return self.directory / name


@dataclass
class Tally:
    scored: int = 0
    refused: int = 0
    started: float = 0.0

    def line(self) -> str:
        rate = (self.scored + self.refused) / max(monotonic() - self.started, 1e-6)
        refused = f", {self.refused:,} refused" if self.refused else ""
        return f"{self.scored:,} rows scored{refused}, {rate:,.0f} rows/s"


def predict_batch(context: JobContext, *, batch_id: str) -> None:
    batch = _load(context, batch_id)
    for left_over in batch.directory.glob("*.part-*"):
        left_over.unlink()
    artifact = context.store.path(batch.digest)
    scorer = Scorer(artifact, threads=context.settings.graph_threads)
    result, errors = f"{RESULT}.{batch.format}", ERRORS
    parts = {name: batch.path(f"{name}.part-{context.attempt}") for name in (result, errors)}
    try:
        tally = _score_file(context, batch, scorer, parts[result], parts[errors])
        with context.session():  # the files too appear only while the job is this attempt's
            for name, part in parts.items():
                part.replace(batch.path(name))
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    if tally.scored == 0:
        raise NothingScored(
            f"None of the {tally.refused:,} rows could be scored; the errors file says why."
        )
    context.log(tally.line())


def _load(context: JobContext, batch_id: str) -> Batch:
    with context.reading() as session:
        row = queries.get(session, batch_id)
        digest = get_version(session, row.model_name, row.version).digest
    if row.format not in get_args(BatchFormat):
        raise ValueError(f"batch {batch_id} has the format {row.format!r}")
    return Batch(
        BatchIdentity(row.id, row.model_name, row.version, row.created_at.astimezone(UTC)),
        cast(BatchFormat, row.format),
        context.settings.batches_dir / row.id,
        digest,
    )


def _score_file(
    context: JobContext, batch: Batch, scorer: Scorer, result: Path, errors: Path
) -> Tally:
    context.progress(0.0, "reading the file")
    reader = open_reader(batch.format, batch.path(f"{INPUT}.{batch.format}"), scorer.schema)
    writer = open_writer(reader, result, scorer.schema)
    tally = Tally(started=monotonic())
    try:
        with ErrorsFile(errors) as errors_file:
            for number, chunk in enumerate(reader.chunks()):
                started = monotonic()
                scored = score(scorer, chunk)
                seconds = monotonic() - started
                _write(batch, scorer, writer, errors_file, number, chunk, scored)
                tally.scored += len(scored.rows)
                tally.refused += len(scored.faults)
                _keep(context, batch, number, scored, seconds, tally)
                context.progress(chunk.share, tally.line())
    finally:
        writer.close()
    return tally


def _write(
    batch: Batch,
    scorer: Scorer,
    writer: Writer,
    errors: ErrorsFile,
    number: int,
    chunk: Chunk,
    scored: Scored,
) -> None:
    request_id, answers = prediction_id(batch.identity, number), answer_columns(scorer.schema)
    appended = [
        (row.number, request_id, index, *flatten(answers, prediction))
        for index, (row, prediction) in enumerate(zip(scored.rows, scored.predictions, strict=True))
    ]
    writer.write(chunk, scored.rows, appended)
    errors.write(scored.faults)


def _keep(
    context: JobContext, batch: Batch, number: int, scored: Scored, seconds: float, tally: Tally
) -> None:
    """The chunk's predictions and the batch's counts, together."""
    now: datetime = context.now()
    with context.session() as session:
        if scored.rows:
            kept = record(
                batch.identity,
                number,
                scored.rows,
                scored.predictions,
                served_at=now,
                latency_seconds=seconds,
            )
            # The chunk's number is its place in a spool file that exists by name only.
            refused = ship(
                session,
                file=spool_name(batch.identity.batch_id),
                records=[(number + 1, kept)],
                end_position=number + 1,
                now=now,
            )
            if refused:
                raise ValueError(f"chunk {number} cannot be kept: {refused[0].reason}")
        operations.record_progress(
            session,
            batch_id=batch.identity.batch_id,
            rows_scored=tally.scored,
            rows_refused=tally.refused,
        )
