import msgspec

from api.artifact.manifest import DataSource
from api.artifact.schema import Localised

DOCUMENT = "registration.json"
"""Name of the file with a Registration, beside ``model.onnx``, ``schema.json`` and the others."""


class Registration(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person says about the graph that they bring; the job seals it into the manifest."""

    name: str
    title: Localised
    summary: Localised
    created_by: str
    reason: str = ""
    """Why, where they said it."""
    data: DataSource | None = None
    """The training data, where it is known."""
    libraries: dict[str, str] = {}
    """Versions of what made the graph, where they are known."""
