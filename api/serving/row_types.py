"""msgspec types generated from a schema: msgspec compiles them to one pass over the bytes."""

import math
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from api.artifact.schema import Field, Schema
from api.serving.limits import float_bounds, is_whole, refuses_unknown, whole_bounds

ABSENT_NUMBER = math.nan
"""Default of a nullable number: found again by identity, and already what the graph wants."""
MAX_KEY_LENGTH = 200
"""Characters of a caller's key or subject; the predictions table keeps no longer ones."""

Source = Literal["api", "demo", "replay"]
Key = Annotated[str, Meta(min_length=1, max_length=MAX_KEY_LENGTH)]
Moment = Annotated[datetime, Meta(tz=True)]


def attribute(position: int) -> str:
    """Attribute of a row struct; field names themselves need not be Python identifiers."""
    return f"f{position}"


def row_type(schema: Schema) -> type[msgspec.Struct]:
    """A struct with one attribute a field, in the schema's order, refusing unknown names."""
    fields: list[Any] = []
    names = {}
    for position, field in enumerate(schema.fields):
        name = attribute(position)
        names[name] = field.name
        kind = scalar_type(field)
        if field.kind == "tensor":
            # Raw already stands for any value; its own decoder judges null.
            fields.append((name, kind, UNSET) if field.nullable else (name, kind))
        elif field.nullable:
            fields.append((name, kind | None | UnsetType, _absent(field)))
        else:
            fields.append((name, kind))
    return msgspec.defstruct(
        "Row", fields, forbid_unknown_fields=True, kw_only=True, rename=names, gc=False
    )


def request_type(schema: Schema, row: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """The body of a native predict request."""
    rows = Annotated[list[row], Meta(min_length=1, max_length=schema.max_rows)]  # type: ignore[valid-type]  # made at run time
    return msgspec.defstruct(
        "Request",
        [
            ("rows", rows),
            ("keys", list[Key] | None | UnsetType, UNSET),
            ("subject", Key | None | UnsetType, UNSET),
            ("occurred_at", Moment | list[Moment] | None | UnsetType, UNSET),
            ("source", Source | UnsetType, UNSET),
        ],
        forbid_unknown_fields=True,
    )


def scalar_type(field: Field) -> Any:
    """The annotation of one value; a tensor stays raw until its own decoder sees it."""
    if field.kind == "tensor":
        return msgspec.Raw
    if field.kind == "boolean":
        return bool
    if field.kind in ("category", "text"):
        if refuses_unknown(field):
            return Literal[field.choices]
        return Annotated[str, Meta(max_length=field.max_length)]
    return number_type(field)


def number_type(field: Field) -> Any:
    if is_whole(field):
        least, most = whole_bounds(field)
        return Annotated[int, Meta(ge=least, le=most)]
    low, high = float_bounds(field)
    return Annotated[float, Meta(ge=low, le=high)]


def _absent(field: Field) -> Any:
    is_float = field.kind == "number" and not is_whole(field)
    return ABSENT_NUMBER if is_float else UNSET
