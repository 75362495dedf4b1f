"""One file a model. ``catalogue`` finds them all; nothing else lists them."""

from importlib import import_module
from pkgutil import iter_modules

from worker.pipelines.recipe import Recipe


def catalogue() -> dict[str, Recipe]:
    """Every recipe by its model's name: the modules here that hold a ``RECIPE``."""
    recipes: dict[str, Recipe] = {}
    for module in sorted(iter_modules(__path__), key=lambda found: found.name):
        recipe = getattr(import_module(f"{__name__}.{module.name}"), "RECIPE", None)
        if isinstance(recipe, Recipe):
            recipes[recipe.name] = recipe
    return recipes
