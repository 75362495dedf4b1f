"""``python -m worker.drafts.asking DIRECTORY``, run under limits: the answers to ``rows.json``, row
by row. Writes one ``Answers`` as JSON to standard output."""

import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from api.core.drafts.types import TriedRow
from api.serving.errors import ModelFailed, RowError, RowsRefused
from api.serving.scoring import Scorer
from api.serving.session import BrokenModel


class Answers(msgspec.Struct, frozen=True):
    refusal: str | None = None
    results: tuple[TriedRow, ...] = ()
    seconds: float = 0.0


def ask(directory: Path) -> Answers:
    rows = msgspec.json.decode((directory / "rows.json").read_bytes(), type=list[dict[str, Any]])
    try:
        scorer = Scorer(directory)
    except BrokenModel as error:
        return Answers(refusal=str(error))
    started = time.perf_counter()
    results = tuple(_result(scorer, row) for row in rows)
    return Answers(results=results, seconds=time.perf_counter() - started)


def _result(scorer: Scorer, row: dict[str, Any]) -> TriedRow:
    """Each by itself, so that one that cannot be scored leaves the others their answers."""
    try:
        scorer.decode_row(row)
        (prediction,) = scorer.score([row])
    except (RowError, RowsRefused, ModelFailed) as error:
        return TriedRow(error=str(error))
    return TriedRow(prediction=prediction)


def main() -> None:
    sys.stdout.buffer.write(msgspec.json.encode(ask(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
