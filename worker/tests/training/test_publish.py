"""The recipes reach whoever cannot import them."""

from api.adapters.database import read_session
from api.core.training import recipes
from worker.context import JobContext
from worker.recipes import catalogue
from worker.runner import run
from worker.tests.installation import Installation
from worker.training.publish import publish_catalogue


def test_everybody_hears_which_recipes_there_are(embedded: Installation) -> None:
    job_id = embedded.enqueue("training.publish_recipes")

    def work(context: JobContext) -> None:
        publish_catalogue(context)

    run(embedded.runtime, job_id=job_id, worker="test", work=work)
    with read_session(embedded.runtime.sessions) as session:
        names = [recipe.name for recipe in recipes.published(session)]
        digits = recipes.declared(session, "digits")
    assert names == sorted(catalogue())
    assert digits is not None
    assert [(one.name, one.kind, one.default) for one in digits] == [
        ("seed", "whole", 7),
        ("rounds", "whole", 50),
        ("hidden_units", "whole", 512),
    ]
