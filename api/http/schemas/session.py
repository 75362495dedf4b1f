from typing import Literal

from api.http.schemas.base import Answer


class Session(Answer):
    """Who the credentials belong to."""

    name: str
    role: Literal["viewer", "engineer", "administrator"]
