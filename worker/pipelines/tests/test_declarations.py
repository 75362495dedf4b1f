"""Every parameter of every recipe can be asked for by a form."""

import pytest

from api.core.training.rules import faults
from worker.pipelines.declarations import KNOWN, declared
from worker.recipes import catalogue


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_recipe_s_own_defaults_are_what_it_declares(name: str) -> None:
    recipe = catalogue()[name]
    given = {
        parameter.name: parameter.default
        for parameter in declared(recipe)
        if parameter.default is not None
    }
    assert list(faults(name, declared(recipe), given)) == []
    assert [parameter.name for parameter in declared(recipe)] == list(recipe.defaults)


def test_every_described_parameter_is_some_recipe_s_and_has_words_in_both_languages() -> None:
    used = {name for recipe in catalogue().values() for name in recipe.defaults}
    assert set(KNOWN) <= used
    assert all(set(parameter.title) == {"en", "pt-BR"} for parameter in KNOWN.values())


def test_a_parameter_that_nobody_has_described_is_what_its_default_is() -> None:
    (recipe,) = (one for one in catalogue().values() if one.name == "sentiment")
    (domains,) = (one for one in declared(recipe) if one.name == "domains")
    assert (domains.kind, domains.optional) == ("text", False)
