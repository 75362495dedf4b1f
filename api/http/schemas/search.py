from typing import Literal

from pydantic import Field

from api.http.schemas.base import Answer


class SearchHit(Answer):
    kind: Literal["model", "version", "training run", "experiment", "person"]
    id: str = Field(description="Its number where it has one, else its name.")
    name: str = Field(description="As people gave it; of a training run its reason.")
    model: str | None


class SearchResult(Answer):
    hits: list[SearchHit] = Field(description="By kind, the newest of each first.")
