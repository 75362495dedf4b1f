from typing import Literal

from pydantic import Field

from api.http.schemas.base import Answer


class Live(Answer):
    status: Literal["live"]


class Ready(Answer):
    status: Literal["ready", "not ready"]
    not_ready: list[str] = Field(description="What is not ready, one line each.")
