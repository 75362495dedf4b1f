"""The job behind a detailed report, from spooled rows to the page."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import numpy as np
import pandas as pd
import pytest

from api.adapters.database import read_session, write_session
from api.artifact.canonical import canonical_json
from api.artifact.manifest import FILES, DataSource
from api.artifact.sealing import open_artifact, seal
from api.core import shipping
from api.core.checks import detailed_reports
from api.core.checks.detailed_reports import DetailedReportAbsent, detailed_page
from api.core.checks.queries import get_check
from api.core.jobs.rules import LeaseLost
from api.core.models.operations import register_version
from api.core.tables import DetailedReport, Job
from api.spool.records import PredictionRecord
from testing.artifacts import EXECUTION
from testing.checks import add_check
from testing.records import prediction_id
from worker.checks import detail, samples
from worker.checks.detail import write_detailed_report
from worker.pipelines.recipe import Dataset, Parameters, Split
from worker.runner import run
from worker.tests import tiny_model
from worker.tests.installation import Installation

NOW = datetime(2026, 1, 15, tzinfo=UTC)
ROWS_A_DAY = 40


@pytest.fixture
def modelled(embedded: Installation) -> Installation:
    """The tiny model without a recipe, and check 1 on its second week."""
    embedded.runtime = replace(embedded.runtime, clock=lambda: NOW)
    register(embedded)
    with write_session(embedded.runtime.sessions) as session:
        add_check(session, model="tiny", at=NOW)
    return embedded


def register(
    installation: Installation,
    *,
    background: int = 0,
    recipe: str | None = None,
    **manifest: Any,
) -> str:
    """Another version; returns its digest."""
    directory = installation.settings.data_dir / f"sealed-{background}-{len(manifest)}"
    tiny_model.write_sealed(directory)
    rows = [tiny_row(float(number)) for number in range(background)]
    (directory / FILES["background"]).write_bytes(canonical_json(rows))
    sealed = replace_manifest(directory, manifest)
    installation.runtime.store.put(directory)
    with write_session(installation.runtime.sessions) as session:
        register_version(
            session, artifact=open_artifact(directory), execution=EXECUTION,
            created_by="person:ana", now=NOW, recipe=recipe,
        )  # fmt: skip
    return sealed


def replace_manifest(directory: Path, changes: dict[str, Any]) -> str:
    manifest = open_artifact(directory, verify=False).manifest
    return seal(directory, msgspec.structs.replace(manifest, files={}, **changes))


def tiny_row(amount: float, kind: str = "plain") -> dict[str, Any]:
    return {"amount": amount, "count": 0, "kind": kind, "divisor": 1.0}


def serve(
    installation: Installation, days: range, *, kind: str = "plain", variant: str = "champion"
) -> None:
    """Forty rows at noon of each day of January."""
    records = [_record(day, kind, variant) for day in days]
    with write_session(installation.runtime.sessions) as session:
        shipping.ship(
            session, file=f"{days}-{variant}", records=list(enumerate(records, start=1)),
            end_position=len(records), now=NOW,
        )  # fmt: skip


def _record(day: int, kind: str, variant: str) -> PredictionRecord:
    noon = datetime(2026, 1, day, 12, tzinfo=UTC)
    amounts = np.random.default_rng(day).normal(0, 1.5, ROWS_A_DAY).round(3).tolist()
    request = {"rows": [tiny_row(a, kind) for a in amounts], "occurred_at": noon.isoformat()}
    outputs = [{"probability": 0.5, "label": "yes"}] * ROWS_A_DAY
    number = day + 100 * (variant != "champion")
    return PredictionRecord(
        id=prediction_id(number), served_at=noon.timestamp(), latency_seconds=0.001, model="tiny",
        version=1, variant=variant, source="api", cached=False, rows=ROWS_A_DAY,
        batch_rows=ROWS_A_DAY, request=json.dumps(request).encode(),
        predictions=json.dumps(outputs).encode(),
    )  # fmt: skip


def written(installation: Installation, check_id: int = 1) -> tuple[Job, DetailedReport]:
    with write_session(installation.runtime.sessions) as session:
        job_id = detailed_reports.ask_for_detailed_report(
            session, check_id=check_id, reason="look closer", actor="person:ana", now=NOW
        ).job_id
    run(installation.runtime, job_id=job_id, worker="test", work=write_detailed_report)
    return installation.job(job_id), kept(installation, check_id)


def kept(installation: Installation, check_id: int = 1) -> DetailedReport:
    with read_session(installation.runtime.sessions) as session:
        return detailed_reports.get_detailed_report(session, check_id)


def page(installation: Installation) -> str:
    with read_session(installation.runtime.sessions) as session:
        return detailed_page(session, 1).decode()


def test_a_window_is_compared_with_the_one_before_and_the_page_is_kept(
    modelled: Installation,
) -> None:
    """Seven days of forty rows each; what was asked of a version by number is nobody's traffic, and
    the fifteenth is not in the window."""
    serve(modelled, range(1, 8))
    serve(modelled, range(8, 16), kind="<script>vip")
    serve(modelled, range(8, 15), kind="by number", variant="direct")
    job, report = written(modelled)
    assert (job.state, job.message) == (
        "succeeded",
        "compared 280 rows of the window, 280 of the window before",
    )
    assert (report.reference, report.reference_rows, report.current_rows, report.written_at) == (
        "log", 280, 280, NOW,
    )  # fmt: skip
    html = page(modelled)
    for shown in ("amount", "count", "kind", "divisor", r"\u2039script\u203avip"):
        assert shown in html
    assert "by number" not in html

    again = modelled.enqueue("checks.detail", check_id=1)
    run(modelled.runtime, job_id=again, worker="test", work=write_detailed_report)
    assert (modelled.job(again).state, kept(modelled).sha256) == ("succeeded", report.sha256)


def test_too_few_rows_are_an_answer_of_their_own(modelled: Installation) -> None:
    serve(modelled, range(8, 9))
    job, report = written(modelled)
    sentence = "40 of the window and 0 of the window before are too few rows: each side needs 50"
    assert (job.state, job.message, report.refusal) == ("succeeded", sentence, sentence)
    with pytest.raises(DetailedReportAbsent, match="40 of the window and 0"):
        page(modelled)


def test_a_worker_killed_before_the_end_leaves_nothing_half_done(
    modelled: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(modelled, range(1, 15))

    def killed(*_: object, **__: object) -> None:
        raise LeaseLost("killed here")

    monkeypatch.setattr(detail, "html_report", lambda *_, **__: "<p>compared</p>")
    with monkeypatch.context() as patched:
        patched.setattr(detail, "keep_page", killed)
        job, report = written(modelled)
    assert (job.state, report.written_at, report.refusal) == ("running", None, None)
    again = modelled.enqueue("checks.detail", check_id=1)
    run(modelled.runtime, job_id=again, worker="test", work=write_detailed_report)
    assert page(modelled) == "<p>compared</p>"


def reference(installation: Installation, version: int) -> samples.ReferenceSample:
    """Of a check on this version."""
    found: list[samples.ReferenceSample] = []
    with write_session(installation.runtime.sessions) as session:
        check_id = add_check(session, model="tiny", at=NOW, version=version).id

    def look(context, **_: object) -> None:
        with context.reading() as session:
            check = get_check(session, check_id)
            found.append(samples.reference_sample(context, session, check, tiny_model.SCHEMA))

    job_id = installation.enqueue("checks.detail")
    run(installation.runtime, job_id=job_id, worker="test", work=look)
    assert installation.job(job_id).error is None
    return found[0]


def test_of_a_model_without_a_recipe_the_sealed_rows_are_the_reference(
    modelled: Installation,
) -> None:
    register(modelled, background=60)
    drawn = reference(modelled, version=2)
    assert (drawn.kind, drawn.table["amount"].tolist()) == (
        "background",
        [float(number) for number in range(60)],
    )


def test_fewer_than_fifty_sealed_rows_are_left_for_the_log(modelled: Installation) -> None:
    register(modelled, background=49)
    serve(modelled, range(1, 8))
    drawn = reference(modelled, version=2)
    assert (drawn.kind, len(drawn.table)) == ("log", 280)


@dataclass(frozen=True)
class TinyRecipe:
    """Only what is asked of a recipe here: rows whose amount is at most the parameter."""

    name: ClassVar[str] = "tiny"
    defaults: ClassVar[Parameters] = {"most": 1}

    def load(self, packages: Path, parameters: Parameters) -> Dataset:
        frame = pd.DataFrame([tiny_row(float(number % 200)) for number in range(20_000)])
        return Dataset(frame, DataSource("tiny", "", "", "", len(frame), {"en": ""}))

    def split(self, dataset: Dataset, parameters: Parameters) -> Split:
        few = dataset.frame["amount"] <= parameters["most"]
        return Split(dataset.frame[few], dataset.frame[:0], dataset.frame[~few], {"en": ""})


def test_of_a_recipe_s_version_five_thousand_training_rows_are_the_reference(
    modelled: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the version whose graph was trained, by its own parameters: 10,000 of the 20,000 rows."""
    monkeypatch.setattr(samples, "catalogue", lambda: {"tiny": TinyRecipe()})
    parent = register(
        modelled, recipe="tiny", origin="recipe:tiny", parameters={"most": 99, "left": "over"}
    )
    register(
        modelled, recipe="tiny", origin="recalibration", parameters={"parent_digest": parent},
        data=None,
    )  # fmt: skip
    drawn = reference(modelled, version=3)
    assert (drawn.kind, len(drawn.table)) == ("trained", 5_000)
    assert drawn.table["amount"].max() == 99


def test_what_was_uploaded_to_a_recipe_s_model_was_not_trained_by_it(
    modelled: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(samples, "catalogue", lambda: {"tiny": TinyRecipe()})
    register(modelled, background=60, recipe="tiny")
    assert reference(modelled, version=2).kind == "background"
