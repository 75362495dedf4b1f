"""The job behind a detailed report: two samples, and the page that Evidently makes of them.

It explains what a check found, and decides nothing.
"""

from dataclasses import dataclass

import pandas as pd

from api.artifact.sealing import open_artifact
from api.core.checks.detailed_reports import (
    WrittenPage,
    get_detailed_report,
    keep_page,
    keep_refusal,
)
from api.core.checks.queries import get_check
from api.core.models.queries import get_version
from api.core.tables import Check
from monitoring.evidently_report import comparable_columns, html_report
from worker.checks.samples import (
    FEWEST_ROWS,
    MAX_ROWS,
    ReferenceSample,
    current_sample,
    reference_sample,
)
from worker.context import JobContext

PLACES = {
    "trained": "the training rows",
    "background": "the rows sealed with the version",
    "log": "the window before",
}


@dataclass(frozen=True)
class Samples:
    current: pd.DataFrame
    reference: ReferenceSample

    @property
    def refusal(self) -> str | None:
        """Why they cannot be compared; None where they can."""
        sizes = {"the window": self.current, PLACES[self.reference.kind]: self.reference.table}
        few = [
            f"{len(table)} of {place}" for place, table in sizes.items() if len(table) < FEWEST_ROWS
        ]
        if few:
            return f"{' and '.join(few)} are too few rows: each side needs {FEWEST_ROWS}"
        common = comparable_columns(self.reference.table, self.current)
        return None if common else "no field has a known value on both sides"


def write_detailed_report(context: JobContext, *, check_id: int) -> None:
    """Killed at any point it leaves the report as it was; one that is written stays as it is."""
    with context.reading() as session:
        check = get_check(session, check_id)
        is_written = get_detailed_report(session, check_id).written_at is not None
    if is_written:
        context.log(f"the detailed report on check {check_id} was written by an earlier attempt")
        return
    samples = _drawn(context, check)
    if samples.refusal is not None:
        with context.session() as session:
            keep_refusal(session, check_id=check_id, refusal=samples.refusal)
        context.progress(1.0, samples.refusal)
        return
    _write(context, check, samples)


def _drawn(context: JobContext, check: Check) -> Samples:
    with context.reading() as session:
        version = get_version(session, check.model_name, check.version)
        schema = open_artifact(context.store.path(version.digest), verify=False).schema
        context.progress(0.05, f"drawing from the window of {check.model_name}")
        current = current_sample(context, session, check, schema)
        context.progress(0.2, "drawing from what it is compared with")
        return Samples(current, reference_sample(context, session, check, schema))


def _write(context: JobContext, check: Check, samples: Samples) -> None:
    current, reference = samples.current, samples.reference
    of_rows = f"{len(current)} rows of the window, {len(reference.table)} of"
    context.progress(0.4, f"comparing {of_rows} {PLACES[reference.kind]}")
    page = html_report(reference.table, current, max_rows=MAX_ROWS, seed=check.id)
    written = WrittenPage(page, reference.kind, len(reference.table), len(current))
    with context.session() as session:
        keep_page(session, check_id=check.id, written=written, now=context.now())
    context.progress(1.0, f"compared {of_rows} {PLACES[reference.kind]}")
