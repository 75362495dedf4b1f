"""Prepare the pre-trained model as a person would bring it: a folder with a graph and documents.

``python -m worker.pretrained.prepare --packages DIR --output DIR``
"""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from api.artifact.manifest import FILES
from worker.pretrained.file_type.wheel import Wheel

DOCUMENTS = Path(__file__).parent / "file_type"
REGISTRATION = "registration.json"


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
    return output


def main(
    packages: Annotated[Path, typer.Option(help="Folder of the downloaded archives.")],
    output: Annotated[Path, typer.Option(help="Folder to fill.")],
) -> None:
    """Write the file-type model's upload folder."""
    typer.echo(prepare_file_type(packages, output))


if __name__ == "__main__":
    typer.run(main)
