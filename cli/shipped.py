"""The models that Farol can train, by name.

Read off the file names: importing the recipes would load the training libraries, which takes
seconds that no start and no listing should pay. A test compares the names with the catalogue.
"""

from pathlib import Path

import worker

RECIPES = Path(worker.__file__).parent / "recipes"


def recipe_names() -> list[str]:
    """One file in ``worker/recipes/`` a model."""
    files = RECIPES.glob("[!_]*.py")
    return sorted(path.stem.replace("_", "-") for path in files)
