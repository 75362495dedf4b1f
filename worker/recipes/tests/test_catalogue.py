from worker.recipes import catalogue


def test_every_recipe_is_found_by_its_models_name() -> None:
    found = catalogue()
    assert {"bike-demand", "digits", "flight-delay", "sentiment"} <= set(found)
    assert all(recipe.name == name for name, recipe in found.items())


def test_every_recipe_says_what_it_is_in_both_languages() -> None:
    for recipe in catalogue().values():
        assert set(recipe.title) == set(recipe.summary) == {"en", "pt-BR"}


def test_every_parameter_has_a_default_that_json_can_say() -> None:
    for recipe in catalogue().values():
        for value in recipe.defaults.values():
            assert value is None or isinstance(value, bool | int | float | str)
