"""The two shapes of a schema: what we answer, and what we accept."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Localised = Annotated[
    dict[str, str],
    Field(
        description="Text by language tag; always has `en`.",
        examples=[{"en": "Flight delay", "pt-BR": "Atraso de voo"}],
    ),
]
ModelName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", examples=["flight-delay"])]
MAX_ROW_ID = 2**63 - 1
"""Of a row in the database; larger numbers cannot even be asked for there."""
MAX_VERSION = 2**31 - 1
VersionNumber = Annotated[int, Field(ge=1, le=MAX_VERSION, examples=[1])]
Reason = Annotated[
    str,
    Field(min_length=1, max_length=1_000, description="Kept in the audit log with who did it."),
]
Instant = Annotated[datetime, Field(examples=["2026-11-22T21:30:00Z"])]


class Answer(BaseModel):
    """Read by attribute from rows, dataclasses or msgspec values; every field is always sent."""

    model_config = ConfigDict(
        from_attributes=True, populate_by_name=True, protected_namespaces=(), frozen=True
    )


class Order(BaseModel):
    """A JSON body; a field that we do not know is refused rather than ignored."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=(), frozen=True)
