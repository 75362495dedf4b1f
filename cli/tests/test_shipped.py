"""The names read off the files are those of the recipes in them."""

from cli.shipped import recipe_names
from worker.recipes import catalogue


def test_every_recipe_is_named_after_its_file() -> None:
    assert recipe_names() == sorted(catalogue())
