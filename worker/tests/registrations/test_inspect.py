"""What strangers upload is refused with a sentence; what could do harm, in the limited process."""

import json
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from api.artifact.canonical import canonical_json
from api.artifact.documents import HELD_OUT_ROWS, Example, HeldOut, HeldOutRow
from api.artifact.schema import Output, Schema
from worker.registrations.inspect import inspect
from worker.registrations.limits import GraphRefused, run_limited
from worker.registrations.report import Report
from worker.tests import tiny_model


def inspect_under_limits(tmp_path: Path, upload: Path) -> Report:
    module, target = "worker.registrations.inspect", tmp_path / "target"
    answer = run_limited(module, str(upload), str(target), log=tmp_path / "log")
    return msgspec.json.decode(answer, type=Report)


def refusal_under_limits(tmp_path: Path, upload: Path) -> str:
    try:
        return inspect_under_limits(tmp_path, upload).refusal or ""
    except GraphRefused as refused:
        return str(refused)


def refusal(tmp_path: Path, upload: Path) -> str:
    """In this process: what is refused here can do no harm, and a process each costs a second."""
    with pytest.raises(GraphRefused) as refused:
        inspect(upload, tmp_path / "target")
    return str(refused.value)


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    """A good one, for the tests to spoil."""
    directory = tmp_path / "upload"
    tiny_model.write(directory)
    return directory


def with_schema(upload: Path, **changes: object) -> None:
    schema = msgspec.structs.replace(tiny_model.SCHEMA, **changes)
    (upload / "schema.json").write_bytes(canonical_json(schema))


def test_a_good_graph_passes_with_its_examples(tmp_path: Path, upload: Path) -> None:
    row = {"amount": 1.0, "count": 1, "kind": "vip", "divisor": 1.0}
    example = Example(title={"en": "One"}, row=row)
    (upload / "examples.json").write_bytes(canonical_json((example,)))

    report = inspect_under_limits(tmp_path, upload)
    assert (report.refusal, report.task) == (None, "binary")
    assert report.notes == ("5 nodes, operators of ai.onnx 17, ai.onnx.ml 3; 1 examples scored",)
    assert {path.name for path in (tmp_path / "target").iterdir()} == {
        "model.onnx",
        "schema.json",
        "examples.json",
    }


class Runs:
    """A pickle that leaves a trace when it is loaded."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (f"touch {self.trace}",)


def test_a_pickle_is_refused_and_not_loaded(tmp_path: Path, upload: Path) -> None:
    trace = tmp_path / "it-ran"
    (upload / "model.onnx").write_bytes(pickle.dumps(Runs(trace)))

    assert refusal_under_limits(tmp_path, upload) == (
        "The file is a Python pickle, which Farol never loads: export the model to ONNX."
    )
    assert not trace.exists()


def test_files_of_other_kinds_are_named(tmp_path: Path, upload: Path) -> None:
    with zipfile.ZipFile(upload / "model.onnx", "w") as archive:
        archive.writestr("data.pkl", b"x")

    assert refusal(tmp_path, upload) == (
        "The file is a zip archive (PyTorch's own files are): export the model to ONNX."
    )


@pytest.mark.parametrize("seed", range(6))
def test_random_bytes_are_no_graph(tmp_path: Path, upload: Path, seed: int) -> None:
    noise = np.random.default_rng(seed).bytes(10_000)
    (upload / "model.onnx").write_bytes(b"\x08" * (seed % 2) + noise)

    assert refusal(tmp_path, upload).startswith("The file is")


@pytest.mark.parametrize("kept_share", [0.0, 0.3, 0.7, 0.99])
def test_a_graph_that_was_cut_off_is_refused(
    tmp_path: Path, upload: Path, kept_share: float
) -> None:
    whole = (upload / "model.onnx").read_bytes()
    (upload / "model.onnx").write_bytes(whole[: int(len(whole) * kept_share)])

    assert refusal(tmp_path, upload)


def test_weights_in_another_file_are_refused(tmp_path: Path, upload: Path) -> None:
    graph = tiny_model.graph()
    (tensor,) = graph.graph.initializer
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../../../etc/passwd")
    (upload / "model.onnx").write_bytes(graph.SerializeToString())

    assert refusal(tmp_path, upload).startswith("The weights 'zero' lie in another file")


def test_an_operator_that_nobody_knows_is_refused(tmp_path: Path, upload: Path) -> None:
    graph = tiny_model.graph()
    graph.graph.node[-1].op_type = "Exfiltrate"
    (upload / "model.onnx").write_bytes(graph.SerializeToString())

    assert "Exfiltrate" in refusal(tmp_path, upload)


def test_a_graph_that_unpacks_to_more_memory_than_there_is_is_refused(
    tmp_path: Path, upload: Path
) -> None:
    """200 bytes that ask for 32 GB when they are run."""
    shape = numpy_helper.from_array(np.array([1 << 33], np.int64), "shape")
    nodes = [
        helper.make_node("ConstantOfShape", ["shape"], ["huge"]),
        helper.make_node("ReduceSum", ["huge"], ["total"], keepdims=0),
        helper.make_node("Add", ["x", "total"], ["y"]),
    ]
    values = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["rows", 1]) for n in "xy"]
    graph = helper.make_model(
        helper.make_graph(nodes, "bomb", [values[0]], [values[1]], [shape]),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=9,
    )
    (upload / "model.onnx").write_bytes(graph.SerializeToString())
    (upload / "schema.json").unlink()

    assert refusal_under_limits(tmp_path, upload).startswith("The graph failed on made-up rows")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"labels": ("one",)}, "The schema is wrong: a binary model has 2 labels, not 1."),
        ({"task": "regression"}, "The schema is wrong: a regression model has 1 output with the"),
        ({"graph_inputs": tiny_model.SCHEMA.graph_inputs[1:]}, "field 'amount' goes into no graph"),
        (
            {"fields": tiny_model.SCHEMA.fields[1:]},
            "a graph input is made of 'amount', which is no",
        ),
        ({"outputs": (Output("nowhere", "FP32", "probability"),)}, "The graph gives"),
        ({"outputs": (Output("probability", "FP64", "probability"),)}, "is FP32, not FP64"),
        ({"max_rows": 0}, "max_rows is 0"),
    ],
)
def test_a_schema_that_does_not_fit_is_refused(
    tmp_path: Path, upload: Path, changes: dict[str, object], sentence: str
) -> None:
    with_schema(upload, **changes)

    assert sentence in refusal(tmp_path, upload)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("schema.json", b"[]"),
        ("schema.json", b'{"task": "binary"}'),
        ("card.json", b'{"limits": 3}'),
        ("evaluation.json", b"{"),
        ("examples.json", b'[{"title": {"en": "x"}}]'),
    ],
)
def test_a_document_that_is_not_what_its_name_says_is_refused(
    tmp_path: Path, upload: Path, name: str, content: bytes
) -> None:
    (upload / name).write_bytes(content)

    assert refusal(tmp_path, upload).startswith(f"{name} is not what it should be")


def test_an_example_that_cannot_be_scored_is_named(tmp_path: Path, upload: Path) -> None:
    (upload / "examples.json").write_text(
        json.dumps([{"title": {"en": "x"}, "row": {"amount": "much"}}])
    )

    assert refusal(tmp_path, upload).startswith("Example 1 cannot be scored: count: expected")


def linear(shape: list[str | int], kind: int = TensorProto.FLOAT) -> onnx.ModelProto:
    """The sum of a row's numbers."""
    return helper.make_model(
        helper.make_graph(
            [helper.make_node("ReduceSum", ["x", "axes"], ["y"], keepdims=0)],
            "sum",
            [helper.make_tensor_value_info("x", kind, shape)],
            [helper.make_tensor_value_info("y", kind, shape[:1])],
            [numpy_helper.from_array(np.array([1], np.int64), "axes")],
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=9,
    )


def test_a_schema_is_read_off_a_graph_that_came_without_one(tmp_path: Path) -> None:
    upload = tmp_path / "upload"
    upload.mkdir()
    (upload / "model.onnx").write_bytes(linear(["rows", 4]).SerializeToString())

    assert inspect(upload, tmp_path / "target").task == "regression"
    content = (tmp_path / "target" / "schema.json").read_bytes()
    schema = msgspec.json.decode(content, type=Schema)
    assert [(f.name, f.kind, f.datatype, f.shape) for f in schema.fields] == [
        ("x", "tensor", "FP32", (4,))
    ]
    assert [(o.name, o.role, o.shape) for o in schema.outputs] == [("y", "value", ())]


@pytest.mark.parametrize(
    ("shape", "sentence"),
    [
        ([1, 4], "its first dimension must be free"),
        (["rows", "anything"], "of which more than the rows is free"),
    ],
)
def test_a_graph_that_does_not_say_enough_needs_a_schema(
    tmp_path: Path, shape: list[str | int], sentence: str
) -> None:
    upload = tmp_path / "upload"
    upload.mkdir()
    (upload / "model.onnx").write_bytes(linear(shape).SerializeToString())

    assert sentence in refusal(tmp_path, upload)


def test_a_stranger_s_process_inherits_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAROL_DATABASE_URL", "postgresql://somebody:secret@db/farol")
    seen = run_limited("worker.tests.processes.environment", log=tmp_path / "log")

    assert b"PATH" in seen
    assert b"secret" not in seen


GOOD_ROW = {"amount": 1.0, "count": 1, "kind": "vip", "divisor": 1.0}


def with_held_out(upload: Path, rows: list[dict[str, object]]) -> None:
    held = HeldOut(tuple(HeldOutRow(row, "yes") for row in rows), len(rows), {"en": "Real rows."})
    (upload / "held_out.json").write_bytes(canonical_json(held))


def test_held_out_rows_are_sealed_with_it(tmp_path: Path, upload: Path) -> None:
    with_held_out(upload, [GOOD_ROW, GOOD_ROW])
    assert inspect_under_limits(tmp_path, upload).refusal is None
    kept = (tmp_path / "target" / "held_out.json").read_bytes()
    assert kept == (upload / "held_out.json").read_bytes()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "1 to 200 held-out rows, not 0."),
        ([GOOD_ROW] * (HELD_OUT_ROWS + 1), "1 to 200 held-out rows, not 201."),
        ([GOOD_ROW, GOOD_ROW | {"count": "many"}], "Held-out row 2 does not fit the schema: count"),
    ],
)
def test_held_out_rows_that_nobody_could_ask_about_are_refused(
    tmp_path: Path, upload: Path, rows: list[dict[str, object]], said: str
) -> None:
    with_held_out(upload, rows)
    assert refusal(tmp_path, upload).startswith(said)
