from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnxruntime as ort
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from magika import Magika, PredictionMode

from api.adapters.settings import Settings
from api.artifact.documents import Presentation
from api.artifact.manifest import Manifest
from api.artifact.schema import Schema
from api.artifact.sealing import Artifact, open_artifact, seal
from api.core.registrations.types import Registration
from worker.pipelines.archives import ArchiveMissing
from worker.pretrained.evaluate import measure
from worker.pretrained.file_type import encoding
from worker.pretrained.file_type.encoding import encode, is_large_enough
from worker.pretrained.file_type.samples import (
    TYPE_OF_SUFFIX,
    Sample,
    installed_samples,
    is_what_its_name_says,
)
from worker.pretrained.file_type.wheel import Wheel
from worker.pretrained.prepare import DOCUMENTS, held_out_files, prepare_file_type

PACKAGES: Path = Settings().packages_dir
VECTORS: list[dict[str, Any]] = msgspec.json.decode(
    (DOCUMENTS / "encoding_vectors.json").read_bytes()
)


@pytest.fixture(scope="module")
def oracle() -> Magika:
    """The authors' own package, asked for what the network says and nothing else."""
    return Magika(prediction_mode=PredictionMode.BEST_GUESS)


@pytest.fixture(scope="module")
def session() -> ort.InferenceSession:
    return ort.InferenceSession(Wheel(PACKAGES).graph())


@pytest.fixture(scope="module")
def samples() -> tuple[Sample, ...]:
    return installed_samples()


def test_the_held_out_files_are_of_known_type_and_as_the_network_reads_them(
    samples: tuple[Sample, ...], artifact: Artifact
) -> None:
    held_out = artifact.held_out
    assert held_out is not None
    assert len(held_out.rows) == min(200, len(samples)) > 50
    by_path = {sample.path: sample for sample in samples}
    for held in held_out.rows:
        sample = by_path[held.name]
        assert held.truth == sample.label
        assert held.row["bytes"] == encode(sample.content).tolist()
    assert held_out_files(samples) == held_out


@pytest.fixture(scope="module")
def artifact(tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    """The upload folder, sealed."""
    folder = prepare_file_type(PACKAGES, tmp_path_factory.mktemp("upload") / "file-type")
    said = msgspec.json.decode((folder / "registration.json").read_bytes(), type=Registration)
    manifest = Manifest(
        model=said.name, task="multiclass", title=said.title, summary=said.summary,
        created_at="2026-01-01T00:00:00Z", origin="upload", data=said.data, code_commit="",
        parameters={}, libraries=said.libraries, files={},
    )  # fmt: skip
    seal(folder, manifest)
    return open_artifact(folder)


def answer(session: ort.InferenceSession, schema: Schema, content: bytes) -> tuple[str, float]:
    (probabilities,) = session.run(None, {"bytes": encode(content)[None]})[0]
    best = int(probabilities.argmax())
    return schema.labels[best], float(probabilities[best])


def content_of(vector: dict[str, Any]) -> bytes:
    return b"".join(bytes.fromhex(part["hex"]) * part["repeat"] for part in vector["parts"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_encoding_gives_the_vectors_that_the_browser_is_held_to(
    vector: dict[str, Any],
) -> None:
    content = content_of(vector)
    tokens = [token for token, count in vector["tokens"] for _ in range(count)]
    assert vector["size"] == len(content)
    assert tokens == encode(content).tolist()
    assert vector["large_enough"] == is_large_enough(content)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_vectors_have_the_label_that_the_authors_package_finds(
    oracle: Magika, vector: dict[str, Any]
) -> None:
    found = oracle.identify_bytes(content_of(vector)).prediction
    if vector["large_enough"]:
        assert vector["label"] == str(found.dl.label)
        assert found.score == pytest.approx(vector["probability"], abs=1e-3)
    else:
        assert str(found.dl.label) == "undefined"


WHITE = st.binary().map(lambda noise: bytes(b" \t\n\r\x0b\x0c"[byte % 6] for byte in noise))


@settings(max_examples=40, deadline=None)
@given(WHITE, st.binary(max_size=3000), st.integers(1, 4), WHITE)
def test_any_bytes_get_the_answer_of_the_authors_package(
    oracle: Magika,
    session: ort.InferenceSession,
    artifact: Artifact,
    before: bytes,
    middle: bytes,
    times: int,
    after: bytes,
) -> None:
    content = before + middle * times + after
    found = oracle.identify_bytes(content).prediction
    assert is_large_enough(content) == (str(found.dl.label) != "undefined")
    if is_large_enough(content):
        _, probability = answer(session, artifact.schema, content)
        assert found.score == pytest.approx(probability, abs=1e-5)


def test_real_files_get_the_label_of_the_authors_package(
    oracle: Magika,
    session: ort.InferenceSession,
    artifact: Artifact,
    samples: tuple[Sample, ...],
) -> None:
    for sample in samples[::6]:
        found = oracle.identify_bytes(sample.content).prediction
        label, probability = answer(session, artifact.schema, sample.content)
        assert (str(found.dl.label), sample.path) == (label, sample.path)
        assert found.score == pytest.approx(probability, abs=1e-5)


def test_the_encoding_has_the_sizes_that_the_wheel_configures() -> None:
    configuration = Wheel(PACKAGES).configuration()
    assert configuration.beg_size == configuration.end_size == encoding.END_TOKENS
    assert configuration.block_size == encoding.BLOCK_BYTES
    assert configuration.padding_token == encoding.PADDING
    assert configuration.min_file_size_for_dl == encoding.MIN_CONTENT_BYTES
    assert configuration.mid_size == 0
    assert not configuration.use_inputs_at_offsets


def test_the_schema_is_the_graphs(artifact: Artifact, session: ort.InferenceSession) -> None:
    (taken,), (given_back,) = session.get_inputs(), session.get_outputs()
    schema = artifact.schema
    assert (taken.name, taken.shape[1:], taken.type) == ("bytes", [2048], "tensor(int32)")
    assert (given_back.name, given_back.shape[1:]) == ("target_label", [len(schema.labels)])
    assert schema.labels == Wheel(PACKAGES).configuration().target_labels_space
    assert [schema.graph_inputs[0].name, schema.outputs[0].name] == ["bytes", "target_label"]


def test_every_label_has_its_title_in_both_languages(artifact: Artifact) -> None:
    presentation = artifact.presentation
    assert isinstance(presentation, Presentation)
    assert set(presentation.label_titles) == set(artifact.schema.labels)
    assert all(title["en"] and title["pt-BR"] for title in presentation.label_titles.values())
    assert presentation.widgets["bytes"].encoder == "magika-v3"


def test_the_examples_are_answered_with_their_truth(
    artifact: Artifact, session: ort.InferenceSession
) -> None:
    assert len(artifact.examples) >= 4
    for example in artifact.examples:
        tensor = np.array([example.row["bytes"]], dtype=np.int32)
        found = session.run(None, {"bytes": tensor})[0].argmax()
        assert example.truth == artifact.schema.labels[int(found)]


def test_the_evaluation_is_what_measuring_again_gives(
    artifact: Artifact, samples: tuple[Sample, ...]
) -> None:
    sealed, again = artifact.evaluation, measure(PACKAGES, samples)
    assert sealed is not None
    # Another platform's wheels hold other binaries: the set may differ by a few files.
    assert sealed.holdout_rows == pytest.approx(again.holdout_rows, rel=0.1)
    assert sealed.metrics[0].value == pytest.approx(again.metrics[0].value, abs=0.02)
    assert again.metrics[0].baseline is not None
    assert again.metrics[0].interval[0] > 0.9
    assert again.metrics[0].baseline < 0.1


def test_a_missing_wheel_is_said(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing, match="magika"):
        prepare_file_type(tmp_path, tmp_path / "upload")


def test_samples_are_spread_over_types_and_packages(samples: tuple[Sample, ...]) -> None:
    assert len({sample.label for sample in samples}) >= 30
    assert set(TYPE_OF_SUFFIX.values()) <= set(Wheel(PACKAGES).content_types())
    assert len({sample.package for sample in samples}) >= 30


@pytest.mark.parametrize(
    ("label", "name", "content", "believed"),
    [
        ("gzip", "a.gz", b"\x1f\x8b" + b"0" * 20, True),
        ("gzip", "a.gz", b"\x78\x9c" + b"0" * 20, False),
        ("html", "a.html", b"<html><body>text</body></html>", True),
        ("html", "a.html", b"<html>{% block body %}</html>", False),
        ("markdown", "LICENSE.md", b"Permission is hereby granted", False),
        ("python", "a.py", b"   x", False),
    ],
)
def test_a_suffix_is_believed_only_where_it_is_true(
    label: str, name: str, content: bytes, believed: bool
) -> None:
    assert believed == is_what_its_name_says(label, name, content)
