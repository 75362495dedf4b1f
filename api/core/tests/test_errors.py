import importlib
import pkgutil

import api.adapters
import api.core
from api.core.errors import KINDS, FarolError, one_of


def every_subclass(kind: type[FarolError]) -> set[type[FarolError]]:
    return {kind}.union(*(every_subclass(child) for child in kind.__subclasses__()))


def test_every_error_has_one_of_the_five_kinds() -> None:
    for package in (api.core, api.adapters):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".tests" not in module.name and module.name != "api.adapters.mlflow_registry":
                importlib.import_module(module.name)
    errors = every_subclass(FarolError) - {FarolError}
    assert len(errors) > 10
    assert {error.kind for error in errors} <= set(KINDS)


def test_an_unknown_name_is_answered_with_the_valid_ones() -> None:
    assert one_of(["b", "a"]) == "one of a, b"
    assert one_of([]) == "there are none yet"
