"""Prepare the pre-trained model as a person would bring it: a folder with a graph and documents.

``python -m worker.pretrained.prepare --packages DIR --output DIR``
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from api.artifact.canonical import canonical_json
from api.artifact.documents import HELD_OUT_ROWS, HeldOut, HeldOutRow
from api.artifact.manifest import FILES
from worker.pretrained.file_type.encoding import encode
from worker.pretrained.file_type.samples import Sample, installed_samples
from worker.pretrained.file_type.wheel import Wheel

DOCUMENTS = Path(__file__).parent / "file_type"
REGISTRATION = "registration.json"
SEED = 7


def prepare_file_type(packages: Path, output: Path) -> Path:
    """Fill ``output`` with ``model.onnx``, its documents and ``registration.json``; return it.

    Raises ArchiveMissing when the wheel is not in ``packages``.
    """
    graph = Wheel(packages).graph()
    output.mkdir(parents=True, exist_ok=True)
    (output / FILES["model"]).write_bytes(graph)
    for name in (*FILES.values(), REGISTRATION):
        document = DOCUMENTS / name
        if document.is_file():
            shutil.copyfile(document, output / name)
    (output / FILES["held_out"]).write_bytes(canonical_json(held_out_files(installed_samples())))
    return output


def held_out_files(samples: Sequence[Sample]) -> HeldOut:
    """Files of this installation in an order drawn at random, with the types that their names
    say. They are none that was chosen for the network, but whether it was trained on some of them
    nobody here knows."""
    order = np.random.default_rng(SEED).permutation(len(samples))[:HELD_OUT_ROWS]
    chosen = (samples[position] for position in order)
    return HeldOut(
        rows=tuple(
            HeldOutRow({"bytes": encode(sample.content).tolist()}, sample.label, name=sample.path)
            for sample in chosen
        ),
        of_rows=len(samples),
        description={
            "en": f"A real file, out of {len(samples)} in the Python packages installed here whose "
            "names say what they are.",
            "pt-BR": f"Um arquivo real, entre {len(samples)} dos pacotes Python instalados aqui "
            "cujos nomes dizem o que são.",
        },
    )


def main(
    packages: Annotated[Path, typer.Option(help="Folder of the downloaded archives.")],
    output: Annotated[Path, typer.Option(help="Folder to fill.")],
) -> None:
    """Write the file-type model's upload folder."""
    typer.echo(prepare_file_type(packages, output))


if __name__ == "__main__":
    typer.run(main)
