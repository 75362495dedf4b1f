from typing import Any

from pydantic import Field

from api.http.schemas.base import Answer


class BadValue(Answer):
    """One thing that is wrong with the request."""

    row: int | None = Field(description="The row's number in the request, from 0.")
    field: str = Field(description="Name of the field, or its path in the body.")
    expected: str
    got: Any = Field(description="What was sent, shortened.")


class Problem(Answer):
    """An RFC 9457 problem document (`application/problem+json`)."""

    type: str = Field(description="Names the kind of problem; stable.")
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[BadValue] = Field(
        default=[], description="At most 20 of the values that were refused; absent if none."
    )
