"""The models that Farol ships, by name.

Read off the file names: importing the recipes would load the training libraries, which takes
seconds that no start and no listing should pay. A test compares the names with the catalogue.
"""

from pathlib import Path

import worker

_FOLDER = Path(worker.__file__).parent


def recipe_names() -> list[str]:
    """One file in ``worker/recipes/`` a model."""
    files = (_FOLDER / "recipes").glob("[!_]*.py")
    return sorted(path.stem.replace("_", "-") for path in files)


def pretrained_names() -> list[str]:
    """One folder in ``worker/pretrained/`` a model."""
    schemas = (_FOLDER / "pretrained").glob("*/schema.json")
    return sorted(path.parent.name.replace("_", "-") for path in schemas)
