"""The network and its configuration, read out of the ``magika`` wheel."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from worker.pipelines.archives import read_member

ARCHIVE = "magika-1.0.3-*.whl"
NETWORK = "magika/models/standard_v3_3"
CONTENT_TYPES = "magika/config/content_types_kb.min.json"


class Configuration(msgspec.Struct, frozen=True):
    """The part of ``config.min.json`` that the encoding and the labels depend on."""

    beg_size: int
    mid_size: int
    end_size: int
    block_size: int
    padding_token: int
    min_file_size_for_dl: int
    use_inputs_at_offsets: bool
    target_labels_space: tuple[str, ...]


class ContentType(msgspec.Struct, frozen=True):
    """What the wheel knows about one type."""

    group: str | None
    extensions: tuple[str, ...]
    is_text: bool


@dataclass(frozen=True)
class Wheel:
    packages: Path

    def graph(self) -> bytes:
        return read_member(self.packages, ARCHIVE, f"{NETWORK}/model.onnx").content

    def configuration(self) -> Configuration:
        file = read_member(self.packages, ARCHIVE, f"{NETWORK}/config.min.json")
        return msgspec.json.decode(file.content, type=Configuration)

    def content_types(self) -> dict[str, ContentType]:
        file = read_member(self.packages, ARCHIVE, CONTENT_TYPES)
        return msgspec.json.decode(file.content, type=dict[str, ContentType])
