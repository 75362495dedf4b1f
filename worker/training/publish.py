"""Says to everybody which recipes there are: who only reads the database cannot import them."""

from api.core.training import recipes
from api.core.training.types import PublishedRecipe
from worker.context import JobContext
from worker.pipelines.declarations import declared
from worker.recipes import catalogue


def publish_catalogue(context: JobContext) -> None:
    found = [
        PublishedRecipe(
            name=recipe.name,
            task=recipe.task,
            title=recipe.title,
            summary=recipe.summary,
            parameters=declared(recipe),
        )
        for recipe in catalogue().values()
    ]
    with context.session() as session:
        recipes.publish(session, recipes=found, now=context.now())
    context.log(f"{len(found)} recipes: {', '.join(recipe.name for recipe in found)}")
