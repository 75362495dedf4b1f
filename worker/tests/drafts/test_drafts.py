"""From a file of scikit-learn's to a draft that has answered, in processes under limits."""

import secrets
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from api.adapters.database import read_session, write_session
from api.core.drafts import operations, queries
from api.core.drafts.operations import Deed, GraphFile
from api.core.drafts.types import Checked, DraftDocument, TriedRow
from api.core.tables import ModelDraft
from worker.context import JobContext
from worker.drafts.check import check_draft
from worker.drafts.look import look
from worker.drafts.trial import try_draft
from worker.registrations.limits import GraphRefused
from worker.runner import run
from worker.tests.installation import Installation

SPECIES = ("setosa", "versicolor", "virginica")


def iris(*, names: bool = False) -> onnx.ModelProto:
    data = load_iris()
    target = np.array(SPECIES)[data.target] if names else data.target
    fitted = make_pipeline(StandardScaler(), LogisticRegression()).fit(
        data.data.astype(np.float32), target
    )
    return to_onnx(
        fitted,
        initial_types=[("flower", FloatTensorType([None, 4]))],
        options={"zipmap": False},
        target_opset=17,
    )


def graph_of(op: str, *, shape: list[str | int] | None = None, domain: str = "") -> onnx.ModelProto:
    """y = op(x), row by row."""
    node = helper.make_node(op, ["x"], ["y"], domain=domain)
    sizes = shape or ["rows", 1]
    x, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, sizes) for n in "xy")
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("my.ops", 1)]
    return helper.make_model(
        helper.make_graph([node], "g", [x], [y]), opset_imports=opsets, ir_version=9
    )


def looked_at(tmp_path: Path, graph: onnx.ModelProto) -> Checked:
    (tmp_path / "model.onnx").write_bytes(graph.SerializeToString())
    return look(tmp_path)


def proposed(tmp_path: Path, graph: onnx.ModelProto) -> DraftDocument:
    document = looked_at(tmp_path, graph).document
    assert document is not None
    return document


def test_a_classifier_is_proposed_with_a_field_a_column_and_its_classes(tmp_path: Path) -> None:
    schema = proposed(tmp_path, iris(names=True)).schema
    assert [(f.name, f.kind) for f in schema.fields] == [
        (f"flower_{number}", "number") for number in (1, 2, 3, 4)
    ]
    assert (schema.task, schema.labels) == ("multiclass", SPECIES)
    assert [(o.name, o.role, o.shape) for o in schema.outputs] == [
        ("probabilities", "probabilities", (3,))
    ]


def test_classes_that_are_numbers_are_labels_too(tmp_path: Path) -> None:
    assert proposed(tmp_path, iris()).schema.labels == ("0", "1", "2")


def test_what_the_graph_is_made_of_is_told(tmp_path: Path) -> None:
    findings = looked_at(tmp_path, iris()).findings
    assert findings is not None
    assert [(i.name, i.datatype, i.shape) for i in findings.inputs] == [("flower", "FP32", (4,))]
    assert [(o.name, o.datatype, o.shape) for o in findings.outputs] == [
        ("label", "INT64", ()),
        ("probabilities", "FP32", (3,)),
    ]
    assert findings.operators["ai.onnx.ml"] >= 1


def test_one_number_a_row_is_taken_for_a_regression(tmp_path: Path) -> None:
    document = proposed(tmp_path, graph_of("Neg"))
    assert document.schema.task == "regression"
    assert document.presentation.answer == "interval"


def test_a_free_dimension_is_guessed_and_said(tmp_path: Path) -> None:
    checked = looked_at(tmp_path, graph_of("Neg", shape=["rows", "columns"]))
    assert checked.findings is not None
    assert checked.findings.notes == ("input x does not say its whole shape: [1] is a guess",)


def test_an_operator_of_somebody_elses_library_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GraphRefused, match=r"custom operator 'Secret' of 'my\.ops'"):
        looked_at(tmp_path, graph_of("Secret", domain="my.ops"))


def draft_of(installation: Installation, graph: bytes) -> str:
    draft_id = secrets.token_hex(8)
    directory = installation.settings.data_dir / "uploads" / draft_id
    directory.mkdir(parents=True)
    (directory / "model.onnx").write_bytes(graph)
    with write_session(installation.runtime.sessions) as session:
        file = GraphFile("iris.onnx", len(graph), "0" * 64)
        deed = Deed("ana", installation.runtime.clock())
        job_id = operations.start(session, draft_id=draft_id, file=file, deed=deed).check_job_id

    def work(context: JobContext, *, draft_id: str) -> None:
        check_draft(context, draft_id=draft_id)

    run(installation.runtime, job_id=job_id, worker="test", work=work)
    return draft_id


def stored(installation: Installation, draft_id: str) -> ModelDraft:
    with read_session(installation.runtime.sessions) as session:
        return queries.get(session, draft_id)


def describe(installation: Installation, draft_id: str) -> None:
    """As a person does: a title is what a proposal never has."""
    document = operations.document_of(stored(installation, draft_id))
    with write_session(installation.runtime.sessions) as session:
        operations.change(
            session,
            draft_id=draft_id,
            name="iris",
            document=msgspec.structs.replace(document, title={"en": "Iris"}),
            seen_revision=0,
            deed=Deed("ana", installation.runtime.clock()),
        )


def tried(installation: Installation, draft_id: str, *rows: dict[str, Any]) -> tuple[TriedRow, ...]:
    with write_session(installation.runtime.sessions) as session:
        deed = Deed("ana", installation.runtime.clock())
        job_id = operations.ask_to_try(
            session, draft_id=draft_id, rows=list(rows), deed=deed
        ).trial_job_id
    assert job_id is not None

    def work(context: JobContext, *, draft_id: str) -> None:
        try_draft(context, draft_id=draft_id)

    run(installation.runtime, job_id=job_id, worker="test", work=work)
    assert installation.job(job_id).error is None
    trial = operations.trial_of(stored(installation, draft_id))
    assert trial is not None
    assert trial.results is not None
    return trial.results


@pytest.mark.slow
def test_rows_are_answered_or_told_why_not_before_anything_is_registered(
    embedded: Installation,
) -> None:
    draft_id = draft_of(embedded, iris(names=True).SerializeToString())
    describe(embedded, draft_id)
    known = dict(zip((f"flower_{n}" for n in (1, 2, 3, 4)), (5.1, 3.5, 1.4, 0.2), strict=True))
    right, wrong = tried(embedded, draft_id, known, known | {"flower_1": "wide"})
    assert right.prediction is not None
    assert right.prediction["label"] == "setosa"
    assert right.prediction["probability"] > 0.9
    assert wrong.error is not None
    assert "flower_1" in wrong.error


@pytest.mark.slow
def test_an_answer_that_is_no_number_is_told(embedded: Installation) -> None:
    draft_id = draft_of(embedded, graph_of("Log").SerializeToString())
    describe(embedded, draft_id)
    good, bad = tried(embedded, draft_id, {"x": 1.0}, {"x": -1.0})
    assert good.prediction == {"value": 0.0}
    assert bad.error == "The model gave nan for row 0."


@pytest.mark.slow
def test_a_refused_file_is_gone_and_its_draft_says_why(embedded: Installation) -> None:
    draft_id = draft_of(embedded, b"\x80\x04.")
    draft = stored(embedded, draft_id)
    assert draft.document is None
    assert embedded.job(draft.check_job_id).error == (
        "The file is a Python pickle, which Farol never loads: export the model to ONNX."
    )
    assert not (embedded.settings.data_dir / "uploads" / draft_id).exists()
