import json
from pathlib import Path

import pytest

from api.artifact.manifest import FILES
from api.artifact.sealing import MANIFEST, BrokenArtifact, open_artifact, seal
from testing.artifacts import make_manifest, make_schema, seal_artifact


def test_a_sealed_directory_opens_with_its_documents(tmp_path: Path) -> None:
    directory = tmp_path / "a"
    directory.mkdir()
    (directory / "model.onnx").write_bytes(b"graph")
    (directory / "schema.json").write_text(
        json.dumps({"task": "tensor", "fields": [], "graph_inputs": [], "outputs": []})
    )
    (directory / "examples.json").write_text('[{"title":{"en":"One"},"row":{"wind":1.5}}]')
    (directory / "background.json").write_text('[{"wind":0.5},{"wind":2}]')
    (directory / "profile.json").write_text("{}")

    digest = seal(directory, make_manifest(task="tensor"))
    artifact = open_artifact(directory)

    assert artifact.digest == digest
    assert artifact.schema.task == "tensor"
    assert artifact.examples[0].row == {"wind": 1.5}
    assert artifact.background == ({"wind": 0.5}, {"wind": 2})
    assert artifact.profile_path == directory / "profile.json"
    assert artifact.card is artifact.evaluation is artifact.presentation is None


def test_equal_content_has_an_equal_digest_wherever_it_lies(tmp_path: Path) -> None:
    one = seal_artifact(tmp_path / "one")
    other = seal_artifact(tmp_path / "other")
    assert one.digest == other.digest


def test_another_graph_makes_another_digest(tmp_path: Path) -> None:
    one = seal_artifact(tmp_path / "one", graph=b"1")
    other = seal_artifact(tmp_path / "other", graph=b"2")
    assert one.digest != other.digest


def test_files_that_are_no_document_are_no_part_of_it(tmp_path: Path) -> None:
    clean = seal_artifact(tmp_path / "clean")
    cluttered = tmp_path / "cluttered"
    seal_artifact(cluttered)
    (cluttered / "notes.txt").write_text("draft")
    assert seal(cluttered, make_manifest()) == clean.digest


@pytest.mark.parametrize("name", [FILES["model"], FILES["schema"]])
def test_a_changed_file_is_found(tmp_path: Path, name: str) -> None:
    directory = seal_artifact(tmp_path / "a").directory
    path = directory / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BrokenArtifact, match=f"{name} is not the sealed file"):
        open_artifact(directory)


def test_a_changed_manifest_is_another_artifact(tmp_path: Path) -> None:
    artifact = seal_artifact(tmp_path / "a")
    path = artifact.directory / MANIFEST
    path.write_bytes(path.read_bytes().replace(b"A test.", b"A best."))
    assert open_artifact(artifact.directory).digest != artifact.digest


def test_a_directory_without_a_graph_cannot_be_sealed(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text("{}")
    with pytest.raises(BrokenArtifact, match=r"model\.onnx missing"):
        seal(tmp_path, make_manifest())


def test_a_malformed_document_cannot_be_sealed(tmp_path: Path) -> None:
    directory = seal_artifact(tmp_path / "a").directory
    (directory / "card.json").write_text('{"intended_use": 1}')
    with pytest.raises(BrokenArtifact, match=r"card\.json is malformed"):
        seal(directory, make_manifest())


def test_a_manifest_may_not_name_files_elsewhere(tmp_path: Path) -> None:
    directory = seal_artifact(tmp_path / "a").directory
    path = directory / MANIFEST
    manifest = json.loads(path.read_bytes())
    manifest["files"]["../../secret"] = manifest["files"]["model.onnx"]
    path.write_text(json.dumps(manifest))
    with pytest.raises(BrokenArtifact, match="unknown files"):
        open_artifact(directory)


def test_the_schema_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    assert seal_artifact(tmp_path / "a", task="regression").schema == make_schema("regression")
